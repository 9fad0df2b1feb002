using NUnit.Framework;
using SharedBuffers.Collections;
using SharedBuffers.Indexes;
using SharedBuffers.Layout;
using SharedBuffers.Schemas;
using SharedBuffers.Tests.Support;
using SharedBuffers.Values;
using SharedBuffers.Verification;

namespace SharedBuffers.Tests.Collections;

/// <summary>Records of the same bytes are stored once, and nothing else is.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SharedRecordsTests : IDisposable
{
    private static readonly BuildOptions s_options = new() { SharedRecords = 1024 };

    private static readonly Schema s_anything = new([new Slot("value", SlotType.Object)]);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public void Build_ValuesThatMerelyCompareEqual_StayApart()
    {
        object[] values = [1, 1.0, true, 1f, "1", 1L, 0, 0.0, -0.0, false, double.NaN];
        using (MappedDictionaryBuilder<int, object?[]> builder = MappedDictionary.CreateBuilder<int>(_folder["a.sbuf"], s_anything, s_options))
        {
            for (int i = 0; i < 100; i++)
            {
                builder.Add(i, [values[i % values.Length]]);
            }

            builder.Publish();
            Assert.That(builder.Count, Is.EqualTo(100));
        }

        using MappedDictionary<int, ObjectView> dictionary = MappedDictionary.Open<int, ObjectView>(_folder["a.sbuf"]);
        Assert.Multiple(() =>
        {
            // 1 and 1L are one value in the file.
            Assert.That(dictionary.Records, Has.Count.InRange(values.Length - 2, values.Length));
            Assert.That(dictionary, Has.Count.EqualTo(100));
            for (int i = 0; i < 100; i++)
            {
                SharedValue value = dictionary[i][0];
                SharedValue first = dictionary[i % values.Length][0];
                Assert.That(value.TypeCode, Is.EqualTo(first.TypeCode), $"{i}");
                Assert.That(value.ToString(), Is.EqualTo(first.ToString()), $"{i}");
            }

            Assert.That(dictionary[1][0].TypeCode, Is.Not.EqualTo(dictionary[0][0].TypeCode));
            Assert.That(dictionary[2][0].TypeCode, Is.Not.EqualTo(dictionary[0][0].TypeCode));
            Assert.That(double.IsNegative(dictionary[8][0].Get<double>()) && !double.IsNegative(dictionary[7][0].Get<double>()));
        });
    }

    [Test]
    public void Build_EqualRecordsUnderManyKeys_AreStoredOnce([Values] bool shareValues)
    {
        const int Keys = 20_000;
        using (MappedDictionaryBuilder<string, Product> builder = MappedDictionary.CreateBuilder<string, Product>(_folder["a.sbuf"], s_options with { SharedValues = shareValues ? 100 : 0 }))
        {
            for (int i = 0; i < Keys; i++)
            {
                builder.Add($"key {i}", Product.Numbered(i % 50));
            }

            Assert.That(builder.StoredCount, shareValues ? Is.InRange(50, Keys) : Is.EqualTo(50));
            builder.Publish();
        }

        using MappedDictionary<string, Product.View> dictionary = MappedDictionary.Open<string, Product.View>(_folder["a.sbuf"]);
        Assert.Multiple(() =>
        {
            Assert.That(dictionary.LongCount, Is.EqualTo(Keys));
            for (int i = 0; i < Keys; i++)
            {
                Assert.That(Product.IsNumbered(dictionary[$"key {i}"], i % 50), $"key {i}");
            }

            Assert.That(dictionary.Values, Has.Count.EqualTo(Keys));
            Assert.That(FileVerifier.Verify(_folder["a.sbuf"]).Findings, Is.Empty);
        });
    }

    [TestCase(10, 10)]
    [TestCase(9, 100)]
    [TestCase(1, 100)]
    public void Build_MoreRecordsThanAreRemembered_ForgetsTheLeastRecentlyUsed(int remembered, int stored)
    {
        using MappedDictionaryBuilder<int, Pair> builder = MappedDictionary.CreateBuilder<int, Pair>(_folder["a.sbuf"], new BuildOptions { SharedRecords = remembered });
        for (int i = 0; i < 100; i++)
        {
            builder.Add(i, new Pair { Left = i % 10 });
        }

        Assert.That(builder.StoredCount, Is.EqualTo(stored));
    }

    [Test]
    public void Build_LongRecords_AreStoredEach()
    {
        using MappedMultiDictionaryBuilder<int, Product> builder = MappedMultiDictionary.CreateBuilder<int, Product>(_folder["a.sbuf"], s_options);
        var small = new Product { Name = new string('n', RecordCache.LongestRecord / 2) };
        var large = new Product { Name = new string('n', RecordCache.LongestRecord) };
        for (int i = 0; i < 3; i++)
        {
            builder.Add(i, small);
            builder.Add(i, large);
        }

        Assert.That(builder.StoredCount, Is.EqualTo(4));
    }

    [TestCase(DuplicatePolicy.KeepFirst, 0)]
    [TestCase(DuplicatePolicy.KeepLast, 2)]
    public void Build_RepeatedKeys_FollowThePolicy(DuplicatePolicy policy, int expected)
    {
        using (MappedDictionaryBuilder<string, Pair> builder = MappedDictionary.CreateBuilder<string, Pair>(_folder["a.sbuf"], s_options with { Duplicates = policy }))
        {
            for (int i = 0; i < 3; i++)
            {
                builder.Add("key", new Pair { Left = i });
            }

            builder.Publish();
        }

        using MappedDictionary<string, Pair.View> dictionary = MappedDictionary.Open<string, Pair.View>(_folder["a.sbuf"]);
        Assert.Multiple(() =>
        {
            Assert.That(dictionary["key"].Left, Is.EqualTo(expected));
            Assert.That(dictionary, Has.Count.EqualTo(1));
            Assert.That(dictionary.Records.Select(record => record.Left), Is.EqualTo(new[] { expected }), "what no key leads to is not there");
            Assert.That(FileVerifier.Verify(_folder["a.sbuf"]).Findings, Is.Empty);
        });
    }

    [Test]
    public void Build_RecordsThatLoseAKeyAndHaveAnother_Stay([Values] DuplicatePolicy policy, [Values(20, 60_000)] int count, [Values] bool ofText)
    {
        if (policy == DuplicatePolicy.Error)
        {
            return;
        }

        // Every third key is used twice; records are shared by keys at random.
        var random = new Random(count);
        (int Key, int Value)[] pairs = [.. Enumerable.Range(0, count).Select(i => (i % 3 == 0 ? i / 2 : count + i, random.Next(count)))];
        BuildOptions options = new() { SharedRecords = count, Duplicates = policy, MemoryBudget = 1 << 20 };
        Dictionary<int, int> model = [];
        using (var builder = new BundleBuilder(_folder["a.sbuf"], options))
        {
            Func<int, Pair, RecordReference> add;
            ArrayBuilder array;
            if (ofText)
            {
                KeyedArrayBuilder<string, Pair> text = builder.AddKeyedArray<string, Pair>("pairs", "ids");
                (array, add) = (text, (key, pair) => text.Add($"{key}", pair));
            }
            else
            {
                KeyedArrayBuilder<int, Pair> integers = builder.AddKeyedArray<int, Pair>("pairs", "ids");
                (array, add) = (integers, (key, pair) => integers.Add(key, pair));
            }

            IndexBuilder<int> further = builder.AddMultiIndex<int>("further", array);
            foreach ((int key, int value) in pairs)
            {
                further.Add(value % 10, add(key, new Pair { Left = value }));
                if (policy == DuplicatePolicy.KeepLast || !model.ContainsKey(key))
                {
                    model[key] = value;
                }
            }

            builder.Publish();
        }

        using var bundle = Bundle.Open(_folder["a.sbuf"]);
        var there = model.Values.ToHashSet();
        Assert.Multiple(() =>
        {
            Assert.That(bundle.GetArray<Pair.View>("pairs").Select(pair => pair.Left), Is.EqualTo(pairs.Select(pair => pair.Value).Distinct().Where(there.Contains)), $"seed {count}");
            Assert.That(bundle.GetMultiDictionary<int, Pair.View>("further").All(group => group.All(pair => there.Contains(pair.Left))));
            Assert.That(ofText
                ? model.All(pair => bundle.GetDictionary<string, Pair.View>("ids")[$"{pair.Key}"].Left == pair.Value)
                : model.All(pair => bundle.GetDictionary<int, Pair.View>("ids")[pair.Key].Left == pair.Value));
            Assert.That(FileVerifier.Verify(_folder["a.sbuf"]).Findings, Is.Empty);
        });
    }

    [Test]
    public void Merge_RepeatedKeys_LeaveTheRecordsOfABuildOfAll([Values(DuplicatePolicy.KeepFirst, DuplicatePolicy.KeepLast)] DuplicatePolicy policy)
    {
        BuildOptions options = s_options with { Duplicates = policy };
        foreach ((string name, int[] values) in new[] { ("a.sbuf", new[] { 1, 2, 2 }), ("b.sbuf", [3, 4, 4, 5]) })
        {
            using MappedDictionaryBuilder<int, Pair> builder = MappedDictionary.CreateBuilder<int, Pair>(_folder[name], options);
            for (int key = 0; key < values.Length; key++)
            {
                builder.Add(key, new Pair { Left = values[key] });
            }

            builder.Publish();
        }

        MappedDictionary.Merge([_folder["a.sbuf"], _folder["b.sbuf"]], _folder["c.sbuf"], options);
        using MappedDictionary<int, Pair.View> merged = MappedDictionary.Open<int, Pair.View>(_folder["c.sbuf"]);
        Assert.That(merged.Records.Select(record => record.Left), Is.EqualTo(policy == DuplicatePolicy.KeepFirst ? new[] { 1, 2, 5 } : [3, 4, 5]));
        Assert.That(FileVerifier.Verify(_folder["c.sbuf"]).Findings, Is.Empty);
    }

    [Test]
    public void MultiDictionary_RepeatedPairs_AreDiscarded()
    {
        using (MappedMultiDictionaryBuilder<string, Pair> builder = MappedMultiDictionary.CreateBuilder<string, Pair>(_folder["a.sbuf"], s_options with { DiscardRepeatedPairs = true }))
        {
            for (int i = 0; i < 100; i++)
            {
                builder.Add($"key {i % 2}", new Pair { Left = i % 4 });
            }

            builder.Publish();
        }

        using MappedMultiDictionary<string, Pair.View> dictionary = MappedMultiDictionary.Open<string, Pair.View>(_folder["a.sbuf"]);
        Assert.Multiple(() =>
        {
            Assert.That(dictionary.PairCount, Is.EqualTo(4));
            Assert.That(dictionary["key 0"].Select(p => p.Left), Is.EqualTo(new[] { 0, 2 }));
            Assert.That(dictionary["key 1"].Select(p => p.Left), Is.EqualTo(new[] { 1, 3 }));
        });
    }

    [Test]
    public void Bundle_KeyedArrayOfSharedRecords_KeepsItsKeysInTheTable()
    {
        using (var builder = new BundleBuilder(_folder["a.sbuf"], s_options))
        {
            KeyedArrayBuilder<uint, Pair> array = builder.AddKeyedArray<uint, Pair>("pairs", "ids");
            for (uint i = 0; i < 100; i++)
            {
                array.Add(i, new Pair { Left = 1 });
            }

            builder.Publish();
        }

        using Bundle bundle = Bundle.Open(_folder["a.sbuf"]);
        Assert.That((bundle.Arrays[0].Count, bundle.Arrays[0].KeyKind, bundle.Indexes[0].Role, bundle.Indexes[0].Count), Is.EqualTo((1L, KeyKind.None, IndexRole.Secondary, 100L)));
    }

    [Test]
    public void MappedArray_EqualRecords_KeepTheirPositions()
    {
        using (MappedArrayBuilder<Pair> builder = MappedArray.CreateBuilder<Pair>(_folder["a.sbuf"], s_options))
        {
            builder.AddRange(Enumerable.Repeat(new Pair { Left = 5 }, 7));
            builder.Publish();
        }

        using MappedArray<Pair.View> array = MappedArray.Open<Pair.View>(_folder["a.sbuf"]);
        Assert.That(array, Has.Count.EqualTo(7));
    }
}
