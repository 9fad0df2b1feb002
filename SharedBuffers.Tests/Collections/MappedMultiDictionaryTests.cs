using NUnit.Framework;
using SharedBuffers.Collections;
using SharedBuffers.Layout;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Collections;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class MappedMultiDictionaryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public void Lookups_RandomPairsOfEachKindOfKey_EqualTheModel([Values(0, 1, 5000)] int pairs, [Values] bool discard)
    {
        Check(pairs, discard, i => $"key {i}{new string('x', i % 97 * 4)}");
        Check(pairs, discard, i => (uint)i);
        Check(pairs, discard, i => (ulong)i << 40);
        Check(pairs, discard, i => -i);
        Check(pairs, discard, i => (long)-i);
        Check(pairs, discard, i => BitConverter.GetBytes(i), (a, b) => a.AsSpan().SequenceEqual(b));
        Check(pairs, discard, i => new ReadOnlyMemory<byte>(BitConverter.GetBytes(i)), (a, b) => a.Span.SequenceEqual(b.Span));
        Check(pairs, discard, i => new Guid(i, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
    }

    [Test]
    public void Add_KeyThatIsRefused_StoresNothing()
    {
        using (MappedMultiDictionaryBuilder<string, Pair> builder = MappedMultiDictionary.CreateBuilder<string, Pair>(_folder["a.sbuf"]))
        {
            builder.Add("good", new Pair { Left = 1 });
            Assert.That(() => builder.Add("\ud800", new Pair { Left = 2 }), Throws.ArgumentException);
            Assert.That(() => builder.Add("\ud800".AsSpan(), new Pair { Left = 2 }), Throws.ArgumentException);
            Assert.That(() => builder.Add((string)null!, new Pair { Left = 2 }), Throws.ArgumentNullException);
            Assert.That(builder.Count, Is.EqualTo(1));
            builder.Publish();
        }

        using (MappedMultiDictionaryBuilder<Guid, Pair> builder = MappedMultiDictionary.CreateBuilder<Guid, Pair>(_folder["b.sbuf"]))
        {
            Assert.That(() => builder.Add([1, 2, 3], new Pair { Left = 2 }), Throws.ArgumentException);
            Assert.That(builder.StoredCount, Is.Zero);
        }

        using MappedMultiDictionary<string, Pair.View> dictionary = MappedMultiDictionary.Open<string, Pair.View>(_folder["a.sbuf"]);
        Assert.That(dictionary.PairCount, Is.EqualTo(1));
        Assert.That(dictionary["good"].Single().Left, Is.EqualTo(1));
    }

    [Test]
    public void Build_AnyMemoryBudget_GivesTheSameBytes()
    {
        const int Pairs = 120_000;
        byte[][] files = [.. new long[] { 1L << 20, 256L << 20 }.Select(budget =>
        {
            using MappedMultiDictionaryBuilder<string, Pair> builder = MappedMultiDictionary.CreateBuilder<string, Pair>(_folder["a.sbuf"], new BuildOptions { MemoryBudget = budget });
            for (int i = 0; i < Pairs; i++)
            {
                builder.Add($"key {i * 7919L % 30_011}", new Pair { Left = i });
            }

            builder.Publish();
            return File.ReadAllBytes(_folder["a.sbuf"]);
        })];
        Assert.That(files[0].AsSpan().SequenceEqual(files[1]));
        using MappedMultiDictionary<string, Pair.View> dictionary = MappedMultiDictionary.Open<string, Pair.View>(_folder["a.sbuf"]);
        Assert.Multiple(() =>
        {
            Assert.That(dictionary.LongCount, Is.EqualTo(30_011));
            Assert.That(dictionary.PairCount, Is.EqualTo(Pairs));
            Assert.That(dictionary["key 0"].Select(p => p.Left), Is.EqualTo(new[] { 0, 30_011, 60_022, 90_033 }));
        });
    }

    [Test]
    public void Build_OneKeyWithVeryManyRecords_KeepsTheirOrder()
    {
        const int Records = 200_000;
        using (var builder = new BundleBuilder(_folder["a.sbuf"], new BuildOptions { DiscardRepeatedPairs = true, MemoryBudget = 1 << 20 }))
        {
            ArrayBuilder<Pair> array = builder.AddArray<Pair>("pairs");
            IndexBuilder<uint> index = builder.AddMultiIndex<uint>("all", array);
            for (int i = 0; i < Records; i++)
            {
                RecordReference record = array.Add(new Pair { Left = i });
                index.Add(1, record);
                index.Add(1, record);
                index.Add((uint)i + 2, record);
            }

            builder.Publish();
        }

        using Bundle bundle = Bundle.Open(_folder["a.sbuf"]);
        MappedRecords<Pair.View> records = bundle.GetMultiDictionary<uint, Pair.View>("all")[1];
        Assert.That(records.Count, Is.EqualTo(Records));
        Assert.That(records.Select(p => p.Left), Is.EqualTo(Enumerable.Range(0, Records)));
    }

    [Test]
    public void Add_OneRecordUnderSeveralKeys_IsStoredOnce()
    {
        WriteTags();
        using MappedMultiDictionary<string, Product.View> tags = MappedMultiDictionary.Open<string, Product.View>(_folder["tags.sbuf"]);
        Assert.Multiple(() =>
        {
            Assert.That(tags.Records, Has.Count.EqualTo(5));
            Assert.That(tags.PairCount, Is.EqualTo(6));
            Assert.That(tags["red"].Select(p => p.Number), Is.EqualTo(new[] { 1L, 2, 4 }));
            Assert.That(tags["blue"u8].Select(p => p.Number), Is.EqualTo(new[] { 1L, 3 }));
            Assert.That(tags["green"], Has.Count.EqualTo(1));
        });
    }

    [Test]
    public void Records_IndexesAndBounds_BehaveAsAList()
    {
        WriteTags();
        using MappedMultiDictionary<string, Product.View> tags = MappedMultiDictionary.Open<string, Product.View>(_folder["tags.sbuf"]);
        MappedRecords<Product.View> red = tags["red"];
        var copy = new Product.View[4];
        red.CopyTo(copy);
        Assert.Multiple(() =>
        {
            Assert.That(red[0].Number, Is.EqualTo(1));
            Assert.That(red[2].Number, Is.EqualTo(4));
            Assert.That(copy.Take(3).Select(p => p.Number), Is.EqualTo(new[] { 1L, 2, 4 }));
            Assert.That(() => red[3], Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => red[-1], Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => red.CopyTo(new Product.View[2]), Throws.ArgumentException);
            Assert.That(() => red.GetEnumerator().Current, Throws.InvalidOperationException);
            Assert.That(tags["none"].IsEmpty);
            Assert.That(tags["none"], Is.Empty);
            Assert.That(default(MappedRecords<Product.View>), Is.Empty);
            Assert.That(() => default(MappedRecords<Product.View>)[0], Throws.TypeOf<ArgumentOutOfRangeException>());
        });
    }

    [Test]
    public void Interfaces_LookupAndGroupings_ShowTheSame()
    {
        WriteTags();
        using MappedMultiDictionary<string, Product.View> tags = MappedMultiDictionary.Open<string, Product.View>(_folder["tags.sbuf"]);
        ILookup<string, Product.View> lookup = tags;
        Assert.Multiple(() =>
        {
            Assert.That(lookup, Has.Count.EqualTo(3));
            Assert.That(lookup.Contains("red") && !lookup.Contains("none"));
            Assert.That(lookup["red"].Select(p => p.Number), Is.EqualTo(new[] { 1L, 2, 4 }));
            Assert.That(lookup["none"], Is.Empty);
            Assert.That(lookup.OrderBy(g => g.Key).Select(g => $"{g.Key}: {string.Join(' ', g.Select(p => p.Number))}"), Is.EqualTo(new[] { "blue: 1 3", "green: 3", "red: 1 2 4" }));
            Assert.That(tags.Keys, Is.EquivalentTo(new[] { "red", "blue", "green" }));
            Assert.That(tags.Utf8Keys.Select(k => k.ToString()), Is.EqualTo(tags.Keys));
            Assert.That(tags.Pairs, Has.Count.EqualTo(6));
            Assert.That(tags.Pairs.GroupBy(p => p.Key, p => p.Value.Number).ToDictionary(g => g.Key, g => g.Sum()), Is.EquivalentTo(new Dictionary<string, long> { ["red"] = 7, ["blue"] = 4, ["green"] = 3 }));
            Dictionary<string, long[]> copy = tags.ToDictionary(p => p.Number);
            Assert.That(copy["red"], Is.EqualTo(new[] { 1L, 2, 4 }));
            Assert.That(copy, Has.Count.EqualTo(3));
        });
    }

    [Test]
    public void MappedDictionary_OfAnIndexWithSeveralRecords_FindsTheFirst()
    {
        WriteTags();
        using MappedDictionary<string, Product.View> first = MappedDictionary.Open<string, Product.View>(_folder["tags.sbuf"]);
        Assert.Multiple(() =>
        {
            Assert.That(first["red"].Number, Is.EqualTo(1));
            Assert.That(first["green"].Number, Is.EqualTo(3));
            Assert.That(first, Has.Count.EqualTo(3));
            Assert.That(first.Values.Sum(p => p.Number), Is.EqualTo(5));
            Assert.That(first.ToDictionary(p => p.Number), Is.EquivalentTo(new Dictionary<string, long> { ["red"] = 1, ["blue"] = 1, ["green"] = 3 }));
        });
    }

    [Test]
    public void Open_IndexWithOneRecordAKey_GivesOneEach()
    {
        using (MappedDictionaryBuilder<string, Product> builder = MappedDictionary.CreateBuilder<string, Product>(_folder["a.sbuf"]))
        {
            builder.AddRange(Enumerable.Range(0, 50).Select(i => KeyValuePair.Create($"key {i}", Product.Numbered(i))));
            builder.Publish();
        }

        using MappedMultiDictionary<string, Product.View> dictionary = MappedMultiDictionary.Open<string, Product.View>(_folder["a.sbuf"]);
        Assert.Multiple(() =>
        {
            Assert.That(dictionary.PairCount, Is.EqualTo(50));
            Assert.That(dictionary["key 7"].Select(p => p.Number), Is.EqualTo(new[] { 7L }));
            Assert.That(dictionary.Pairs.Select(p => p.Value.Number), Is.EqualTo(Enumerable.Range(0, 50)));
        });
    }

    [Test]
    public void Lookups_WrongTypeOrDisposed_Throw()
    {
        WriteTags();
        MappedMultiDictionary<string, Product.View> tags = MappedMultiDictionary.Open<string, Product.View>(_folder["tags.sbuf"]);
        MappedRecords<Product.View> red = tags["red"];
        Assert.Multiple(() =>
        {
            Assert.That(() => MappedMultiDictionary.Open<uint, Product.View>(_folder["tags.sbuf"]), Throws.InvalidOperationException.With.Message.Contains("Utf8"));
            Assert.That(() => MappedMultiDictionary.Open<byte[], Product.View>(_folder["tags.sbuf"]), Throws.InvalidOperationException.With.Message.Contains("Utf8"));
            Assert.That(() => MappedMultiDictionary.Open<string, Product.View>(_folder["tags.sbuf"], index: "none"), Throws.TypeOf<KeyNotFoundException>());
            Assert.That(() => MappedMultiDictionary.Open<decimal, Product.View>(_folder["tags.sbuf"]), Throws.TypeOf<NotSupportedException>());
            Assert.That(() => tags[(string)null!], Throws.ArgumentNullException);
            Assert.That(() => tags.TryGetValues(new string[2], new MappedRecords<Product.View>[1]), Throws.ArgumentException);
            Assert.That(() => tags.TryGetValues("ab"u8, [2, 1], new MappedRecords<Product.View>[2]), Throws.InstanceOf<ArgumentException>());
            Assert.That(tags.Contains("\ud800"), Is.False);
        });
        tags.Dispose();
        Assert.Multiple(() =>
        {
            Assert.That(() => tags["red"], Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => red[0], Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => tags.Keys.First(), Throws.TypeOf<ObjectDisposedException>());
        });
    }

    [Test]
    public void Bundle_SeveralIndexes_SayWhatTheyAre()
    {
        Verification.SampleFiles.WriteMultiBundle(_folder["a.sbuf"], 10);
        using Bundle bundle = Bundle.Open(_folder["a.sbuf"]);
        Assert.That(bundle.Indexes.Select(i => (i.Name, i.KeyKind, i.IsMulti, i.Count, i.PairCount)), Is.EqualTo(new[]
        {
            ("ids", KeyKind.Guid, false, 10L, 10L), ("tags", KeyKind.Utf8, true, 3 + 9, 20), ("remainders", KeyKind.Int32, true, 2, 10), ("wide", KeyKind.UInt64, true, 5, 10),
            ("bytes", KeyKind.Bytes, false, 10, 10), ("guids", KeyKind.Guid, true, 4, 10),
        }));
    }

    [Test]
    public void AddForKeys_OneKeyRefused_StoresNothing()
    {
        using MappedMultiDictionaryBuilder<string, Product> builder = MappedMultiDictionary.CreateBuilder<string, Product>(_folder["a.sbuf"]);
        Assert.That(() => builder.AddForKeys(["red", "\uD800"], Product.Numbered(1)), Throws.ArgumentException);
        Assert.That(() => builder.AddForKeys(["red", null!], Product.Numbered(1)), Throws.ArgumentNullException);
        builder.AddForKeys(["blue"], Product.Numbered(2));
        builder.Publish();
        using MappedMultiDictionary<string, Product.View> dictionary = MappedMultiDictionary.Open<string, Product.View>(_folder["a.sbuf"]);
        Assert.Multiple(() =>
        {
            Assert.That(dictionary.Keys, Is.EqualTo(new[] { "blue" }));
            Assert.That(dictionary.Records.Select(record => record.Number), Is.EqualTo(new[] { 2 }));
        });
    }

    private void WriteTags()
    {
        using MappedMultiDictionaryBuilder<string, Product> builder = MappedMultiDictionary.CreateBuilder<string, Product>(_folder["tags.sbuf"]);
        builder.AddForKeys(["red", "blue"], Product.Numbered(1));
        builder.Add("red", Product.Numbered(2));
        builder.AddForKeys(["blue", "green"], Product.Numbered(3));
        builder.Add("red"u8, Product.Numbered(4));
        builder.AddForKeys([], Product.Numbered(5));
        builder.Publish();
    }

    private void Check<TKey>(int pairs, bool discard, Func<int, TKey> keyOf, Func<TKey, TKey, bool>? equal = null)
        where TKey : notnull
    {
        const int Seed = 11;
        var random = new Random(Seed);
        Dictionary<int, List<int>> model = [];
        string path = _folder[$"{typeof(TKey).Name}.sbuf".Replace("[]", "s", StringComparison.Ordinal)];
        using (var builder = new BundleBuilder(path, new BuildOptions { DiscardRepeatedPairs = discard }))
        {
            ArrayBuilder<Pair> array = builder.AddArray<Pair>("pairs");
            IndexBuilder<TKey> index = builder.AddMultiIndex<TKey>("keys", array);
            for (int i = 0; i < pairs; i++)
            {
                RecordReference record = array.Add(new Pair { Left = i });
                for (int times = random.Next(3); times >= 0; times--)
                {
                    // A square makes small keys frequent: some have many records, most have one.
                    int key = (int)Math.Pow(random.Next(2, 60), random.Next(1, 4));
                    index.Add(keyOf(key), record);
                    List<int> records = model.TryGetValue(key, out List<int>? known) ? known : model[key] = [];
                    if (!discard || !records.Contains(i))
                    {
                        records.Add(i);
                    }
                }
            }

            builder.Publish();
        }

        using Bundle bundle = Bundle.Open(path);
        bundle.File.VerifyChecksums();
        MappedMultiDictionary<TKey, Pair.View> dictionary = bundle.GetMultiDictionary<TKey, Pair.View>("keys");
        int[] numbers = [.. model.Keys, 1, 1 << 20];
        TKey[] keys = [.. numbers.Select(keyOf)];
        var batch = new MappedRecords<Pair.View>[keys.Length];
        int found = dictionary.TryGetValues(keys, batch);
        Assert.Multiple(() =>
        {
            Assert.That(dictionary.LongCount, Is.EqualTo(model.Count), $"{typeof(TKey)}, seed {Seed}");
            Assert.That(dictionary.PairCount, Is.EqualTo(model.Values.Sum(r => r.Count)));
            Assert.That(found, Is.EqualTo(model.Count));
            Assert.That(dictionary.Pairs.Select(p => p.Value.Left).ToArray(), Has.Length.EqualTo(dictionary.PairCount));
            for (int i = 0; i < keys.Length; i++)
            {
                List<int> expected = model.TryGetValue(numbers[i], out List<int>? records) ? records : [];
                Assert.That(dictionary.Contains(keys[i]), Is.EqualTo(expected.Count > 0));
                Assert.That(dictionary[keys[i]].Select(p => p.Left), Is.EqualTo(expected));
                Assert.That(batch[i].Select(p => p.Left), Is.EqualTo(expected));
            }

            Func<TKey, TKey, bool> same = equal ?? EqualityComparer<TKey>.Default.Equals;
            foreach ((TKey key, MappedRecords<Pair.View> records) in dictionary)
            {
                int number = numbers[Array.FindIndex(keys, k => same(k, key))];
                Assert.That(records.Select(p => p.Left), Is.EqualTo(model[number]));
            }
        });
    }
}
