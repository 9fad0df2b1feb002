using NUnit.Framework;
using SharedBuffers.Collections;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Collections;

/// <summary>Batches of keys in overlays and shards find what single lookups find, and allocate nothing.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class BatchLookupTests : IDisposable
{
    private const int Count = 3000;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public void TryGetValues_TextKeys_EqualsSingleLookups([Values(0, 1, 31, 33, 2500)] int length) =>
        Check(length, i => i % 11 == 0 ? $"{new string('k', 200)}{i}" : $"key {i}", ["none", "\uD800", ""]);

    [Test]
    public void TryGetValues_IntegerKeys_EqualsSingleLookups([Values(1, 33, 2500)] int length)
    {
        Check(length, i => (i * 7) - 500, [int.MinValue, 3]);
        Check(length, i => (ulong)i << 33, [1UL]);
    }

    [Test]
    public void TryGetValues_KeysOfOtherKinds_EqualsSingleLookups([Values(33, 500)] int length)
    {
        Check(length, i => new Guid(i, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10), [Guid.Empty]);
        Check(length, i => ("key", i), [("key", -1)]);
        Check<object>(length, i => i % 2 == 0 ? i : $"{i}", ["none", "\uD800", DBNull.Value]);
        Check(length, i => new byte[] { (byte)i, (byte)(i >> 8) }, [[], [1, 2, 3]]);
    }

    [Test]
    public void TryGetValues_KeysEndToEnd_EqualsSingleLookups()
    {
        Write(i => $"key {i}");
        byte[] keys = "key 5none key 2999key 1500key 7"u8.ToArray();
        int[] ends = [5, 9, 10, 18, 26, 31];
        using OverlayDictionary<string, Product.View> overlay = OpenOverlay<string>();
        using ShardedDictionary<string, Product.View> shards = OpenShards<string>();
        var values = new Product.View[6];
        bool[] found = new bool[6];
        Assert.Multiple(() =>
        {
            Assert.That(overlay.TryGetValues(keys, ends, values, found), Is.EqualTo(Enumerable.Range(0, 6).Count(i => overlay.ContainsKey(KeyAt(i)))));
            Assert.That(found, Is.EqualTo(Enumerable.Range(0, 6).Select(i => overlay.ContainsKey(KeyAt(i)))));
            Assert.That(shards.TryGetValues(keys, ends, values, found), Is.EqualTo(4));
            Assert.That(found, Is.EqualTo(new[] { true, false, false, true, true, true }));
            Assert.That(values[3].Number, Is.EqualTo(2999));
            Assert.That(() => shards.TryGetValues(keys, [5, 4], values, found), Throws.InstanceOf<ArgumentException>());
            Assert.That(() => overlay.TryGetValues(keys, [5, 400], values, found), Throws.InstanceOf<ArgumentException>());
            Assert.That(() => shards.TryGetValues(keys, ends, values, new bool[5]), Throws.ArgumentException);
            Assert.That(() => overlay.TryGetValues(keys, ends, new Product.View[5], found), Throws.ArgumentException);
            Assert.That(() => overlay.TryGetValues(["a", null!], values, found), Throws.ArgumentNullException);
        });

        byte[] KeyAt(int i) => keys[(i == 0 ? 0 : ends[i - 1])..ends[i]];
    }

    [Test]
    public void TryGetValues_OfAnyContainer_AllocatesNothing()
    {
        Write(i => $"key {i}");
        using OverlayDictionary<string, Product.View> overlay = OpenOverlay<string>();
        using ShardedDictionary<string, Product.View> shards = OpenShards<string>();
        string[] keys = [.. Enumerable.Range(0, 1500).Select(i => $"key {i * 3}")];
        var values = new Product.View[keys.Length];
        bool[] found = new bool[keys.Length];
        long allocated = long.MaxValue;
        for (int round = 0; round < 20; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            overlay.TryGetValues(keys, values, found);
            shards.TryGetValues(keys, values, found);
            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.That(allocated, Is.Zero);
    }

    private void Check<TKey>(int length, Func<int, TKey> keyOf, TKey[] absent)
        where TKey : notnull
    {
        Write(keyOf);
        var random = new Random(length);
        TKey[] keys = [.. Enumerable.Range(0, length).Select(_ => random.Next(5) == 0 ? absent[random.Next(absent.Length)] : keyOf(random.Next(Count + 100)))];
        using OverlayDictionary<TKey, Product.View> overlay = OpenOverlay<TKey>();
        using ShardedDictionary<TKey, Product.View> shards = OpenShards<TKey>();
        Check(overlay, overlay.TryGetValues, keys);
        Check(shards, shards.TryGetValues, keys);
    }

    private static void Check<TKey>(IReadOnlyDictionary<TKey, Product.View> dictionary, Lookup<TKey> lookup, TKey[] keys)
    {
        var values = new Product.View[keys.Length];
        bool[] found = new bool[keys.Length];
        Array.Fill(found, true);
        int count = lookup(keys, values, found);
        Assert.Multiple(() =>
        {
            Assert.That(count, Is.EqualTo(found.Count(f => f)));
            for (int i = 0; i < keys.Length; i++)
            {
                Assert.That(dictionary.TryGetValue(keys[i], out Product.View view), Is.EqualTo(found[i]), $"{keys[i]}");
                Assert.That(found[i] ? values[i].Number : 0, Is.EqualTo(found[i] ? view.Number : 0), $"{keys[i]}");
            }
        });
    }

    private OverlayDictionary<TKey, Product.View> OpenOverlay<TKey>()
        where TKey : notnull => OverlayDictionary.Open<TKey, Product.View>(_folder["base.sbuf"], [_folder["one.sbuf"], _folder["two.sbuf"]]);

    private ShardedDictionary<TKey, Product.View> OpenShards<TKey>()
        where TKey : notnull => ShardedDictionary.Open<TKey, Product.View>(_folder["shards.sbuf"]);

    /// <summary>A base, and two overlays that change, remove and add keys; a sharded dictionary of the base.</summary>
    private void Write<TKey>(Func<int, TKey> keyOf)
        where TKey : notnull
    {
        using MappedDictionaryBuilder<TKey, Product> plain = MappedDictionary.CreateBuilder<TKey, Product>(_folder["base.sbuf"]);
        using OverlayDictionaryBuilder<TKey, Product> one = OverlayDictionary.CreateBuilder<TKey, Product>(_folder["one.sbuf"]);
        using OverlayDictionaryBuilder<TKey, Product> two = OverlayDictionary.CreateBuilder<TKey, Product>(_folder["two.sbuf"]);
        using ShardedDictionaryBuilder<TKey, Product> shards = ShardedDictionary.CreateBuilder<TKey, Product>(_folder["shards.sbuf"], 5);
        for (int i = 0; i < Count; i++)
        {
            plain.Add(keyOf(i), Product.Numbered(i));
            shards.Add(keyOf(i), Product.Numbered(i));
            if (i % 7 == 0)
            {
                one.Add(keyOf(i), Product.Numbered(i + 10_000));
            }
            else if (i % 7 < 3)
            {
                one.Remove(keyOf(i));
            }

            if (i % 14 < 2)
            {
                two.Add(keyOf(i), Product.Numbered(i + 20_000));
            }
            else if (i % 14 == 7)
            {
                two.Remove(keyOf(i));
            }
        }

        one.Add(keyOf(Count), Product.Numbered(Count));
        plain.Publish();
        one.Publish();
        two.Publish();
        shards.Publish();
    }

    private delegate int Lookup<TKey>(ReadOnlySpan<TKey> keys, Span<Product.View> values, Span<bool> found);
}
