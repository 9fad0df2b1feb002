using NUnit.Framework;
using SharedBuffers.Collections;
using SharedBuffers.Diagnostics;
using SharedBuffers.Indexes;
using SharedBuffers.Tests.Support;
using SharedBuffers.Verification;

namespace SharedBuffers.Tests.Collections;

/// <summary>Records that the primary index of a bundle drops must be found by none of the others.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class BundleDuplicateTests : IDisposable
{
    private const int Seed = 20_265;
    private const long LeastBudget = 1 << 20;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestCase(DuplicatePolicy.KeepFirst, 3000, 700, long.MaxValue)]
    [TestCase(DuplicatePolicy.KeepLast, 3000, 700, long.MaxValue)]
    [TestCase(DuplicatePolicy.KeepFirst, 60_000, 9000, LeastBudget)]
    [TestCase(DuplicatePolicy.KeepLast, 60_000, 9000, LeastBudget)]
    public void Publish_PrimaryDropsRecords_NoIndexFindsThem(DuplicatePolicy policy, int count, int distinct, long budget) =>
        CheckAgainstModel(policy, count, distinct, budget, i => $"key {i}");

    [TestCase(DuplicatePolicy.KeepFirst, 3000, 700, long.MaxValue)]
    [TestCase(DuplicatePolicy.KeepLast, 60_000, 9000, LeastBudget)]
    public void Publish_PrimaryOfIntegersDropsRecords_NoIndexFindsThem(DuplicatePolicy policy, int count, int distinct, long budget) =>
        CheckAgainstModel(policy, count, distinct, budget, i => (ulong)i * 7919);

    [TestCase(LeastBudget)]
    [TestCase(8 * LeastBudget)]
    public void Publish_PrimaryDropsRecordsWithinAnyBudget_SameBytes(long budget)
    {
        byte[] unlimited = Write(DuplicatePolicy.KeepLast, 60_000, 9000, long.MaxValue, i => $"key {i}");
        Assert.That(Write(DuplicatePolicy.KeepLast, 60_000, 9000, budget, i => $"key {i}").AsSpan().SequenceEqual(unlimited));
    }

    [TestCase(DuplicatePolicy.KeepFirst, "kept")]
    [TestCase(DuplicatePolicy.KeepLast, "last")]
    public void Publish_KeyOfADroppedRecordOnly_IsNotThere(DuplicatePolicy policy, string name)
    {
        using (var builder = new BundleBuilder(_folder["a.sbuf"], new BuildOptions { Duplicates = policy }))
        {
            KeyedArrayBuilder<uint, Product> products = builder.AddKeyedArray<uint, Product>("products", "by-number");
            IndexBuilder<string> byName = builder.AddIndex<string>("by-name", products, DuplicatePolicy.Error);
            IndexBuilder<string> ofTheLoser = builder.AddIndex<string>("of-the-loser", products);
            RecordReference first = products.Add(7, Product.Numbered(1));
            RecordReference last = products.Add(7, Product.Numbered(2));

            // The same name for both: not repeated, as only one of them stays.
            byName.Add("both", first);
            byName.Add("both", last);
            byName.Add("kept", first);
            byName.Add("last", last);
            ofTheLoser.Add("gone", policy == DuplicatePolicy.KeepFirst ? last : first);
            builder.Publish();
        }

        using Bundle bundle = Bundle.Open(_folder["a.sbuf"]);
        Assert.Multiple(() =>
        {
            Assert.That(bundle.GetDictionary<string, Product.View>("by-name").Keys, Is.EquivalentTo(new[] { "both", name }));
            Assert.That(bundle.GetDictionary<string, Product.View>("of-the-loser"), Is.Empty);
            Assert.That(bundle.GetDictionary<string, Product.View>("by-name")["both"].Number, Is.EqualTo(policy == DuplicatePolicy.KeepFirst ? 1 : 2));
            Assert.That(FileVerifier.Verify(_folder["a.sbuf"]).Findings, Is.Empty);
        });
    }

    [Test]
    public void Publish_KeysOfRecordsThatStayRepeat_NamesTheKey()
    {
        using var builder = new BundleBuilder(_folder["a.sbuf"], new BuildOptions { Duplicates = DuplicatePolicy.KeepLast });
        KeyedArrayBuilder<uint, Product> products = builder.AddKeyedArray<uint, Product>("products", "by-number");
        IndexBuilder<string> byName = builder.AddIndex<string>("by-name", products, DuplicatePolicy.Error);
        byName.Add("same", products.Add(1, Product.Numbered(1)));
        byName.Add("same", products.Add(1, Product.Numbered(2)));
        byName.Add("same", products.Add(2, Product.Numbered(3)));
        Assert.That(builder.Publish, Throws.TypeOf<DuplicateKeyException>().With.Message.Contains("same"));
        builder.Dispose();
        Assert.That(_folder.FileNames, Is.Empty);
    }

    private void CheckAgainstModel<TKey>(DuplicatePolicy policy, int count, int distinct, long budget, Func<int, TKey> keyOf)
        where TKey : notnull
    {
        Write(policy, count, distinct, budget, keyOf);
        int[] keys = Keys(count, distinct);
        var winners = new Dictionary<int, int>();
        for (int i = 0; i < count; i++)
        {
            if (policy == DuplicatePolicy.KeepLast || !winners.ContainsKey(keys[i]))
            {
                winners[keys[i]] = i;
            }
        }

        int[] kept = [.. winners.Values.Order()];
        using Bundle bundle = Bundle.Open(_folder["a.sbuf"]);
        MappedDictionary<TKey, Product.View> primary = bundle.GetDictionary<TKey, Product.View>("primary");
        MappedDictionary<string, Product.View> byName = bundle.GetDictionary<string, Product.View>("by-name");
        MappedDictionary<uint, Product.View> byNumber = bundle.GetDictionary<uint, Product.View>("by-number");
        MappedMultiDictionary<int, Product.View> byRest = bundle.GetMultiDictionary<int, Product.View>("by-rest");
        var expectedGroups = kept.GroupBy(i => i % 10).ToDictionary(g => g.Key, g => g.Select(i => (long)i).ToArray());
        Assert.Multiple(() =>
        {
            Assert.That(primary.Records.LongCount, Is.EqualTo(kept.Length), $"seed {Seed}");
            Assert.That(kept.All(i => primary[keyOf(keys[i])].Number == i));
            Assert.That(byName.Select(p => (p.Key, p.Value.Number)).OrderBy(p => p.Number), Is.EqualTo(kept.Select(i => ($"name {i}", (long)i))));
            Assert.That(byNumber.Select(p => (p.Key, p.Value.Number)).OrderBy(p => p.Number), Is.EqualTo(kept.Select(i => ((uint)i, (long)i))));
            Assert.That(byRest.LongCount, Is.EqualTo(expectedGroups.Count));
            foreach ((int rest, long[] expected) in expectedGroups)
            {
                Assert.That(byRest[rest].Select(p => p.Number), Is.EqualTo(expected), $"rest {rest}");
            }

            Assert.That(FileVerifier.Verify(_folder["a.sbuf"]).Findings, Is.Empty);
        });
    }

    private byte[] Write<TKey>(DuplicatePolicy policy, int count, int distinct, long budget, Func<int, TKey> keyOf)
        where TKey : notnull
    {
        int[] keys = Keys(count, distinct);
        using (var builder = new BundleBuilder(_folder["a.sbuf"], new BuildOptions { Duplicates = policy, MemoryBudget = budget }))
        {
            KeyedArrayBuilder<TKey, Product> products = builder.AddKeyedArray<TKey, Product>("products", "primary");
            IndexBuilder<string> byName = builder.AddIndex<string>("by-name", products, DuplicatePolicy.Error);
            IndexBuilder<uint> byNumber = builder.AddIndex<uint>("by-number", products, DuplicatePolicy.Error);
            IndexBuilder<int> byRest = builder.AddMultiIndex<int>("by-rest", products);
            for (int i = 0; i < count; i++)
            {
                RecordReference product = products.Add(keyOf(keys[i]), new Product { Number = i });
                byName.Add($"name {i}", product);
                byNumber.Add((uint)i, product);
                byRest.Add(i % 10, product);
            }

            builder.Publish();
        }

        return File.ReadAllBytes(_folder["a.sbuf"]);
    }

    private static int[] Keys(int count, int distinct)
    {
        var random = new Random(Seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(distinct))];
    }
}
