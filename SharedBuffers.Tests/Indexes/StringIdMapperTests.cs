using System.Text;
using NUnit.Framework;
using SharedBuffers.Hashing;
using SharedBuffers.Indexes;
using SharedBuffers.Memory;

namespace SharedBuffers.Tests.Indexes;

public sealed class StringIdMapperTests
{
    [TestCase(0, 0, 10)]
    [TestCase(1, 0, 0)]
    [TestCase(5000, 2, 8)]
    [TestCase(5000, 20, 20)]
    [TestCase(5000, 2, 60)]
    [TestCase(3000, 2, 300)]
    [TestCase(500, 290, 300)]
    [TestCase(60_000, 4, 24)]
    public void TryGetValue_EveryKeyAndStrangers_EqualsTheModel(int count, int minLength, int maxLength)
    {
        List<byte[]> keys = RandomKeys.Distinct(new Random(count + maxLength), count == 1 ? 1 : 2 * count, minLength, maxLength);
        using MemoryRegion region = Build(keys.Take(count).Select((k, i) => (k, (ulong)i)), new IndexBuildOptions());
        using StringIdMapper mapper = StringIdMapper.Open(region.View);

        Assert.That(mapper.LongCount, Is.EqualTo(count));
        for (int i = 0; i < keys.Count; i++)
        {
            Assert.That(mapper.TryGetValue(keys[i], out ulong value), Is.EqualTo(i < count), $"key {i}");
            Assert.That(value, Is.EqualTo(i < count ? (ulong)i : 0), $"key {i}");
        }

        int seen = 0;
        foreach (StringIdMapper.Entry entry in mapper.Entries)
        {
            Assert.That(entry.Key.SequenceEqual(keys[(int)entry.Value]), Is.True);
            seen++;
        }

        Assert.That(seen, Is.EqualTo(count));
    }

    [Test]
    public void TryGetValue_WideValues_KeepsAllBits([Values(0UL, 1UL, uint.MaxValue, 1UL << 32, ulong.MaxValue)] ulong value)
    {
        using MemoryRegion region = Build([("a"u8.ToArray(), value), (new byte[400], value), ([], value)], new IndexBuildOptions());
        using StringIdMapper mapper = StringIdMapper.Open(region.View);

        Assert.That(mapper["a"u8], Is.EqualTo(value));
        Assert.That(mapper[new byte[400]], Is.EqualTo(value));
        Assert.That(mapper[""], Is.EqualTo(value));
    }

    [Test]
    public void TryGetValue_HashesMadeEqual_StillTellsKeysApart()
    {
        List<byte[]> keys = RandomKeys.Distinct(new Random(23), 400, 0, 300);
        using var builder = new InlineKeyTableBuilder(new IndexBuildOptions { FillPercent = TableGeometry.FillPercent });
        for (int i = 0; i < 200; i++)
        {
            builder.Add(keys[i], WeakHash(i), (ulong)i);
        }

        using MemoryRegion region = ToRegion(builder.Build);
        RawTable table = RawTable.Open(region.View);
        for (int i = 0; i < keys.Count; i++)
        {
            Assert.That(table.TryFindInline(keys[i], WeakHash(i), out ulong value), Is.EqualTo(i < 200), $"key {i}");
            Assert.That(value, Is.EqualTo(i < 200 ? (ulong)i : 0));
        }

        static ulong WeakHash(int i) => i % 5 == 4 ? ulong.MaxValue : (ulong)(i % 5) << 61 | 0x77;
    }

    [Test]
    public void TryGetValue_Text_FindsItsUtf8([Values("", "plain", "ключ", "日本語", "🎉", "a\0b")] string key)
    {
        using MemoryRegion region = Build([(Encoding.UTF8.GetBytes(key), 5), ("x"u8.ToArray(), 6)], new IndexBuildOptions());
        using StringIdMapper mapper = StringIdMapper.Open(region.View);

        Assert.That(mapper[key], Is.EqualTo(5));
        Assert.That(mapper.ContainsKey(key.AsSpan()), Is.True);
        Assert.That(mapper.TryGetValue(key + "\uD800", out _), Is.False);
        Assert.That(mapper.TryGetValue(key + new string('y', 1000), out _), Is.False);
    }

    [Test]
    public void Indexer_AbsentKey_NamesIt()
    {
        using MemoryRegion region = Build([], new IndexBuildOptions());
        using StringIdMapper mapper = StringIdMapper.Open(region.View);

        Assert.That(() => mapper["nowhere"], Throws.TypeOf<KeyNotFoundException>().With.Message.Contains("nowhere"));
        Assert.That(() => mapper[[0xff, 0x00]], Throws.TypeOf<KeyNotFoundException>().With.Message.Contains("0xFF00"));
    }

    [Test]
    public void TryGetValues_BytesAndStrings_EqualSingleLookups()
    {
        string[] keys = Enumerable.Range(0, 5000).Select(i => i % 97 == 0 ? new string('k', i) : $"key {i} ü").Append("\uD800").ToArray();
        using MemoryRegion region = Build(keys.Where((_, i) => i % 3 != 0).SkipLast(1).Select((k, i) => (Encoding.UTF8.GetBytes(k), (ulong)i)), new IndexBuildOptions { Duplicates = DuplicatePolicy.KeepFirst });
        using StringIdMapper mapper = StringIdMapper.Open(region.View);
        ulong[] expected = keys.Select(k => mapper.TryGetValue(k, out ulong v) ? v : 0).ToArray();
        bool[] present = keys.Select(k => mapper.ContainsKey(k)).ToArray();
        byte[][] bytes = keys.Select(Encoding.UTF8.GetBytes).ToArray();
        int end = 0;
        int[] ends = bytes.Select(b => end += b.Length).ToArray();
        ulong[] values = new ulong[keys.Length];
        bool[] found = new bool[keys.Length];

        Assert.That(mapper.TryGetValues(keys, values, found), Is.EqualTo(present.Count(p => p)));
        Assert.That(values, Is.EqualTo(expected));
        Assert.That(found, Is.EqualTo(present));

        Assert.That(mapper.TryGetValues(bytes.SelectMany(b => b).ToArray(), ends, values, found), Is.EqualTo(present.Count(p => p)));
        Assert.That(values, Is.EqualTo(expected));
        Assert.That(found, Is.EqualTo(present));
    }

    [Test]
    public void TryGetValues_ResultsTooShort_ThrowsArgument()
    {
        using MemoryRegion region = Build([], new IndexBuildOptions());
        using StringIdMapper mapper = StringIdMapper.Open(region.View);

        Assert.That(() => mapper.TryGetValues(["a", "b"], new ulong[1], new bool[2]), Throws.ArgumentException);
        Assert.That(() => mapper.TryGetValues("ab"u8, [1, 2], new ulong[2], new bool[1]), Throws.ArgumentException);
        Assert.That(() => mapper.TryGetValues("ab"u8, [1, 3], new ulong[2], new bool[2]), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => mapper.TryGetValues("ab"u8, [2, 1], new ulong[2], new bool[2]), Throws.InstanceOf<ArgumentException>());
    }

    [Test]
    public void Enumeration_AsDictionary_EqualsTheModel()
    {
        var model = Enumerable.Range(0, 3000).ToDictionary(i => $"name-{i:x}", i => (ulong)i << 30);
        using MemoryRegion region = Build(model.Select(p => (Encoding.UTF8.GetBytes(p.Key), p.Value)), new IndexBuildOptions());
        using StringIdMapper mapper = StringIdMapper.Open(region.View);

        Assert.That(mapper.ToDictionary().OrderBy(p => p.Key).SequenceEqual(model.OrderBy(p => p.Key)), Is.True);
        Assert.That(mapper.Keys.ToHashSet().SetEquals(model.Keys), Is.True);
        Assert.That(mapper.Values, Is.EqualTo(mapper.Select(p => p.Value)));
        Assert.That(mapper.Count, Is.EqualTo(model.Count));
    }

    [Test]
    public void Build_AnyBudgetAndSlice_WritesTheSameBytes([Values(1, 2, 64)] int mebibytes)
    {
        List<byte[]> keys = RandomKeys.Distinct(new Random(5), 60_000, 2, 60);
        keys.AddRange(keys.Take(5000).ToList());
        using MemoryRegion expected = Build(keys.Select((k, i) => (k, (ulong)i)), new IndexBuildOptions { Duplicates = DuplicatePolicy.KeepFirst });
        using MemoryRegion actual = Build(keys.Select((k, i) => (k, (ulong)i)), new IndexBuildOptions { Duplicates = DuplicatePolicy.KeepFirst, MemoryBudget = mebibytes << 20 });

        Assert.That(actual.View.AsSpan().SequenceEqual(expected.View.AsSpan()), Is.True);
    }

    [Test]
    public void Build_KeysThatCollideUnderTheFirstSeed_UsesAnotherSeed([Values(1, 256)] int mebibytes)
    {
        List<byte[]> keys = RandomKeys.Distinct(new Random(29), 40_000, 4, 30);
        using var builder = new InlineKeyTableBuilder(new IndexBuildOptions { MemoryBudget = mebibytes << 20 });
        for (int i = 0; i < keys.Count; i++)
        {
            builder.Add(keys[i], XxHash3.Hash64(keys[i]) & 0xff, (ulong)i);
        }

        using MemoryRegion region = ToRegion(builder.Build);
        using StringIdMapper mapper = StringIdMapper.Open(region.View);
        Assert.That(mapper.Table.Seed, Is.EqualTo(1));
        Assert.That(keys.Select((k, i) => mapper[k] == (ulong)i), Is.All.True);
    }

    [Test]
    public void Add_LoneSurrogate_ThrowsArgument()
    {
        using StringIdMapperBuilder builder = StringIdMapper.CreateBuilder();

        Assert.That(() => builder.Add("\uDC00", 1), Throws.ArgumentException);
    }

    [Test]
    public void TryGetValue_ManyLookups_AllocatesNothing()
    {
        using MemoryRegion region = Build(Enumerable.Range(0, 1000).Select(i => (Encoding.UTF8.GetBytes($"{i}"), (ulong)i)), new IndexBuildOptions());
        using StringIdMapper mapper = StringIdMapper.Open(region.View);
        ulong sum = 0;
        Lookups();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Lookups();

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(sum, Is.Not.Zero);

        void Lookups()
        {
            Span<ulong> values = stackalloc ulong[2];
            Span<bool> found = stackalloc bool[2];
            for (int i = 0; i < 200; i++)
            {
                sum += mapper.TryGetValue("77"u8, out ulong a) ? a : 0;
                sum += mapper.TryGetValue("78".AsSpan(), out ulong b) ? b : 0;
                sum += mapper.TryGetValue("absent", out ulong c) ? c : 0;
                sum += (ulong)mapper.TryGetValues("7980"u8, [2, 4], values, found);
                foreach (StringIdMapper.Entry entry in mapper.Entries)
                {
                    sum += entry.Value;
                }
            }
        }
    }

    private static MemoryRegion Build(IEnumerable<(byte[] Key, ulong Value)> pairs, IndexBuildOptions options)
    {
        using var builder = StringIdMapper.CreateBuilder(options);
        foreach ((byte[] key, ulong value) in pairs)
        {
            builder.Add(key, value);
        }

        return ToRegion(builder.Build);
    }

    private static MemoryRegion ToRegion(Func<Stream, long> build)
    {
        var stream = new MemoryStream();
        Assert.That(build(stream), Is.EqualTo(stream.Length));
        return MemoryRegion.CopyOf(stream.ToArray());
    }
}
