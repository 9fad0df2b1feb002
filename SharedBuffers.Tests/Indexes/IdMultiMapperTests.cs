using System.Text;
using NUnit.Framework;
using SharedBuffers.Diagnostics;
using SharedBuffers.Indexes;
using SharedBuffers.Memory;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Indexes;

/// <summary>Mappers with several values a key against a list of values a key of the base class library.</summary>
public sealed class IdMultiMapperTests
{
    [Test]
    public void TryGetValues_UInt64Keys_EqualsTheModel([Values(0, 1, 3, 1000, 50_000)] int count, [Values(8, 40, 64)] int valueBits, [Values(1, 64)] int mebibytes)
    {
        (ulong Key, ulong Value)[] pairs = Pairs(count, valueBits);
        using MemoryRegion region = Build(pairs, mebibytes, UInt64IdMultiMapper.CreateBuilder, (builder, key, value) => builder.Add(key, value));
        using UInt64IdMultiMapper mapper = UInt64IdMultiMapper.Open(region.View);
        CheckModel(mapper, pairs.ToLookup(p => p.Key, p => p.Value), 1UL << 50);

        ulong[] keys = [.. pairs.Select(p => p.Key).Distinct(), 1UL << 60, 1UL << 61];
        var values = new IdValues[keys.Length];
        Assert.That(mapper.TryGetValues(keys, values), Is.EqualTo(keys.Length - 2));
        Assert.That(keys.Select((key, i) => values[i] == mapper[key]), Is.All.True);
        using UInt64IdMapper first = UInt64IdMapper.Open(region.View);
        CheckFirst(first, mapper);
        ulong[] firsts = new ulong[keys.Length];
        first.TryGetValues(keys, firsts, new bool[keys.Length]);
        Assert.That(firsts, Is.EqualTo(keys.Select(key => mapper.TryGetFirst(key, out ulong value) ? value : 0)));
    }

    [Test]
    public void TryGetValues_UInt32Keys_EqualsTheModel([Values(0, 1, 3, 1000, 50_000)] int count, [Values(8, 40)] int valueBits)
    {
        (ulong Key, ulong Value)[] pairs = Pairs(count, valueBits);
        using MemoryRegion region = Build(pairs, 64, UInt32IdMultiMapper.CreateBuilder, (builder, key, value) => builder.Add((uint)key, value));
        using UInt32IdMultiMapper mapper = UInt32IdMultiMapper.Open(region.View);
        CheckModel(mapper, pairs.ToLookup(p => (uint)p.Key, p => p.Value), uint.MaxValue);

        uint[] keys = [.. pairs.Select(p => (uint)p.Key).Distinct(), uint.MaxValue];
        var values = new IdValues[keys.Length];
        Assert.That(mapper.TryGetValues(keys, values), Is.EqualTo(keys.Length - 1));
        Assert.That(keys.Select((key, i) => values[i] == mapper[key]), Is.All.True);
        using UInt32IdMapper first = UInt32IdMapper.Open(region.View);
        CheckFirst(first, mapper);
    }

    [Test]
    public void TryGetValues_Strings_EqualsTheModel([Values(0, 1, 3, 1000, 30_000)] int count, [Values(8, 40)] int valueBits, [Values(1, 64)] int mebibytes)
    {
        (ulong Key, ulong Value)[] pairs = Pairs(count, valueBits);
        using MemoryRegion region = Build(pairs, mebibytes, StringIdMultiMapper.CreateBuilder, (builder, key, value) => builder.Add(Name(key), value));
        using StringIdMultiMapper mapper = StringIdMultiMapper.Open(region.View);
        CheckModel(mapper, pairs.ToLookup(p => Name(p.Key), p => p.Value), "absent");

        string[] keys = [.. pairs.Select(p => Name(p.Key)).Distinct(), "absent", "\uD800"];
        var values = new IdValues[keys.Length];
        Assert.That(mapper.TryGetValues(keys, values), Is.EqualTo(keys.Length - 2));
        Assert.That(keys.Select((key, i) => values[i] == mapper[key]), Is.All.True);
        Assert.That(keys.SkipLast(1).Select((key, i) => values[i] == mapper[Encoding.UTF8.GetBytes(key)]), Is.All.True);
        Assert.That(mapper.TryGetFirst("absent"u8, out _), Is.False);
        using StringIdMapper first = StringIdMapper.Open(region.View);
        CheckFirst(first, mapper);
        string[] texts = keys[..^1];
        ulong[] firsts = new ulong[texts.Length];
        first.TryGetValues(texts, firsts, new bool[texts.Length]);
        ulong[] expected = [.. texts.Select(key => mapper.TryGetFirst(Encoding.UTF8.GetBytes(key), out ulong value) ? value : 0)];
        Assert.That(firsts, Is.EqualTo(expected));
        Assert.That(texts.Select(key => first.TryGetValue(Encoding.UTF8.GetBytes(key), out ulong value) ? value : 0), Is.EqualTo(expected));
        foreach (StringIdMapper.Entry entry in first.Entries)
        {
            Assert.That(entry.Value, Is.EqualTo(mapper[entry.Key][0]));
        }
    }

    [Test]
    public void Open_TableOfOneValueAKey_ShowsIt()
    {
        using UInt64IdMapperBuilder builder = UInt64IdMapper.CreateBuilder();
        builder.Add(1, ulong.MaxValue);
        builder.Add(2, 7);
        using MemoryRegion region = ToRegion(builder.Build);
        using UInt64IdMultiMapper mapper = UInt64IdMultiMapper.Open(region.View);

        Assert.That(mapper[1].ToArray(), Is.EqualTo(new[] { ulong.MaxValue }));
        Assert.That(mapper[2].AsUInt64Span().ToArray(), Is.EqualTo(new[] { 7UL }));
        Assert.That(mapper[3].IsEmpty, Is.True);
        Assert.That(() => mapper[2].AsUInt32Span().Length, Throws.InvalidOperationException);
        Assert.That(() => mapper[2][1], Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => mapper[2].CopyTo([]), Throws.ArgumentException);
    }

    [Test]
    public void Build_BudgetOfOneMebibyte_WritesTheSameBytes([Values] bool discard)
    {
        (ulong Key, ulong Value)[] pairs = Pairs(80_000, 4);
        using MemoryRegion small = Build(pairs, 1, StringIdMultiMapper.CreateBuilder, (builder, key, value) => builder.Add(Name(key), value), discard);
        using MemoryRegion large = Build(pairs, 256, StringIdMultiMapper.CreateBuilder, (builder, key, value) => builder.Add(Name(key), value), discard);

        Assert.That(small.View.AsSpan().SequenceEqual(large.View.AsSpan()), Is.True);
        using StringIdMultiMapper mapper = StringIdMultiMapper.Open(small.View);
        Assert.That(mapper.ValueCount, Is.EqualTo(discard ? pairs.Distinct().Count() : pairs.Length));
    }

    [Test]
    public void Build_DiscardingRepeatedPairs_KeepsEachValueOnce()
    {
        (ulong Key, ulong Value)[] pairs = Pairs(5000, 3);
        using MemoryRegion region = Build(pairs, 64, UInt64IdMultiMapper.CreateBuilder, (builder, key, value) => builder.Add(key, value), discard: true);
        using UInt64IdMultiMapper mapper = UInt64IdMultiMapper.Open(region.View);

        CheckModel(mapper, pairs.Distinct().ToLookup(p => p.Key, p => p.Value), 1UL << 50);
    }

    [Test]
    public void Build_DiscardingRepeatedPairs_LeavesOnlyContradictionsToThePolicy()
    {
        using UInt64IdMapperBuilder builder = UInt64IdMapper.CreateBuilder(new IndexBuildOptions { DiscardRepeatedPairs = true });
        builder.Add(1, 5);
        builder.Add(1, 5);
        builder.Build(Stream.Null);
        using UInt64IdMapperBuilder contradicting = UInt64IdMapper.CreateBuilder(new IndexBuildOptions { DiscardRepeatedPairs = true });
        contradicting.Add(1, 5);
        contradicting.Add(1, 6);

        Assert.That(builder.Count, Is.EqualTo(1));
        Assert.That(() => contradicting.Build(Stream.Null), Throws.TypeOf<DuplicateKeyException>());
    }

    [Test]
    public void TryGetValues_HashesMadeEqual_KeepsKeysApart()
    {
        using var builder = new InlineKeyTableBuilder(new IndexBuildOptions(), isMulti: true);
        for (ulong i = 0; i < 60; i++)
        {
            builder.Add(Encoding.UTF8.GetBytes($"k{i % 20}"), i % 20 % 3, i);
        }

        using MemoryRegion region = ToRegion(builder.Build);
        using StringIdMultiMapper mapper = StringIdMultiMapper.Open(region.View);
        Dictionary<string, ulong[]> copy = mapper.ToDictionary();
        Assert.That(copy, Has.Count.EqualTo(20));
        foreach ((string key, ulong[] values) in copy)
        {
            ulong first = ulong.Parse(key.AsSpan(1));
            Assert.That(values, Is.EqualTo(new[] { first, first + 20, first + 40 }));
        }
    }

    [Test]
    public void Publish_CopyOfAMapper_IsTheSameFile()
    {
        using var folder = new TemporaryFolder();
        using (UInt64IdMapperBuilder builder = UInt64IdMultiMapper.CreateBuilder())
        {
            builder.Add(1, 2);
            builder.Add(1, 3);
            builder.Publish(folder["a.sbuf"]);
        }

        using (UInt64IdMultiMapper mapper = UInt64IdMultiMapper.Open(folder["a.sbuf"]))
        {
            mapper.Publish(folder["b.sbuf"]);
        }

        Assert.That(File.ReadAllBytes(folder["b.sbuf"]), Is.EqualTo(File.ReadAllBytes(folder["a.sbuf"])));
    }

    [Test]
    public void TryGetValues_ManyLookups_AllocatesNothing()
    {
        using MemoryRegion region = Build(Pairs(1000, 8), 64, StringIdMultiMapper.CreateBuilder, (builder, key, value) => builder.Add(Name(key), value));
        using StringIdMultiMapper mapper = StringIdMultiMapper.Open(region.View);
        ulong sum = 0;
        Lookups();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Lookups();

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(sum, Is.Not.Zero);

        void Lookups()
        {
            for (int round = 0; round < 200; round++)
            {
                foreach (ulong value in mapper["1-ü"])
                {
                    sum += value;
                }

                foreach (uint value in mapper["2-ü"u8].AsUInt32Span())
                {
                    sum += value;
                }

                foreach (ulong value in mapper.Values)
                {
                    sum += value;
                }
            }
        }
    }

    private static string Name(ulong key) => key % 50 == 7 ? new string('n', 300) + key : $"{key}-ü";

    // About a third of the keys have one value; a few have hundreds.
    private static (ulong Key, ulong Value)[] Pairs(int count, int valueBits)
    {
        var random = new Random(count + valueBits);
        return [.. Enumerable.Range(0, count).Select(i => ((ulong)(i % 7 == 0 ? random.Next(5) : random.Next(count)), (ulong)random.NextInt64() >> (63 - Math.Min(valueBits, 63)) << (valueBits == 64 ? 1 : 0)))];
    }

    private static void CheckModel<TKey>(IdMultiMapper<TKey> mapper, ILookup<TKey, ulong> model, TKey absent)
        where TKey : notnull
    {
        Assert.That(mapper.LongCount, Is.EqualTo(model.Count));
        Assert.That(model.All(group => mapper.TryGetValues(group.Key, out IdValues values) && values.ToArray().SequenceEqual(group) && values.SequenceEqual(group)), Is.True);
        Assert.That(mapper.Contains(absent) || !mapper[absent].IsEmpty || mapper.TryGetFirst(absent, out _), Is.False);
        Assert.That(mapper.Keys.ToHashSet().SetEquals(model.Select(group => group.Key)), Is.True);
        Assert.That(mapper.ValueCount, Is.EqualTo(model.Sum(group => group.Count())));
        Assert.That(mapper.Values.SequenceEqual(mapper.SelectMany(group => group)), Is.True);
        ILookup<TKey, ulong> copy = mapper.ToLookup();
        Assert.That(model.All(group => copy[group.Key].SequenceEqual(group)), Is.True);
        Dictionary<TKey, ulong[]> dictionary = mapper.ToDictionary();
        Assert.That(dictionary.Count == model.Count && model.All(group => dictionary[group.Key].SequenceEqual(group)), Is.True);
    }

    private static void CheckFirst<TKey>(IdMapper<TKey> first, IdMultiMapper<TKey> mapper)
        where TKey : notnull
    {
        Assert.That(first.LongCount, Is.EqualTo(mapper.LongCount));
        Assert.That(first.All(pair => mapper[pair.Key][0] == pair.Value && first[pair.Key] == pair.Value), Is.True);
        Assert.That(first.Values, Is.EqualTo(first.Select(pair => pair.Value)));
    }

    private static MemoryRegion Build<TBuilder>(
        (ulong Key, ulong Value)[] pairs, int mebibytes, Func<IndexBuildOptions?, TBuilder> create, Action<TBuilder, ulong, ulong> add, bool discard = false)
        where TBuilder : IdMapperBuilder
    {
        using TBuilder builder = create(new IndexBuildOptions { MemoryBudget = mebibytes << 20, DiscardRepeatedPairs = discard });
        foreach ((ulong key, ulong value) in pairs)
        {
            add(builder, key, value);
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
