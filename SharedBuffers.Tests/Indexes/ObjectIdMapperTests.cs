using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Numerics;
using NUnit.Framework;
using SharedBuffers.Diagnostics;
using SharedBuffers.Indexes;
using SharedBuffers.Memory;

namespace SharedBuffers.Tests.Indexes;

public sealed class ObjectIdMapperTests
{
    private static readonly object?[][] s_equalKeys =
    [
        [null, DBNull.Value],
        [1, 1.0, true, 1UL, (byte)1, 1f, (Half)1, new BigInteger(1), (Int128)1],
        [0, 0.0, -0.0, false],
        [-1, -1.0, (sbyte)-1],
        [long.MinValue, (double)long.MinValue],
        [long.MaxValue, (ulong)long.MaxValue],
        [ulong.MaxValue, new BigInteger(ulong.MaxValue)],
        [1.5, 1.5f],
        [double.NaN, float.NaN, BitConverter.Int64BitsToDouble(unchecked((long)0xFFF8000000000001))],
        [double.PositiveInfinity, float.PositiveInfinity],
        [double.NegativeInfinity],
        ["a", 'a'],
        ["a"u8.ToArray(), (ReadOnlyMemory<byte>)"a"u8.ToArray()],
        [""],
        [Array.Empty<byte>()],
        [new string('x', 64)],
        [new string('ü', 3000)],
        [("a", 1), ("a", 1.0), ("a", true), Tuple.Create("a", 1L), ImmutableArray.Create<object?>("a", 1)],
        [("a", "a"u8.ToArray())],
        [ValueTuple.Create("a")],
        [(1, 2, 3, 4, 5, 6, 7, 8, 9), ImmutableArray.Create<int>(1, 2, 3, 4, 5, 6, 7, 8, 9)],
        [ImmutableArray<object?>.Empty],
        [ImmutableArray.CreateRange(Enumerable.Range(0, 40))],
        [new HashSet<object> { 1, "b", 2.5 }, new HashSet<object> { 2.5, true, "b" }.ToFrozenSet()],
        [new HashSet<object>(), new HashSet<int>()],
        [new HashSet<int>(Enumerable.Range(0, 40)), new HashSet<double>(Enumerable.Range(0, 40).Reverse().Select(i => (double)i))],
        [((object?)null, ("deep", new HashSet<object> { (1, 2) })), ((object?)null, ("deep", new HashSet<object> { (1.0, 2UL) }))],
        [9223372036854775808.0],
        [9223372036854775808UL],
    ];

    [Test]
    public void TryGetValue_EqualKeysOfManyTypes_FindOneEntry()
    {
        using MemoryRegion region = Build(s_equalKeys.Select((keys, i) => (keys[0], (ulong)i)));
        using ObjectIdMapper mapper = ObjectIdMapper.Open(region.View);

        Assert.That(mapper.LongCount, Is.EqualTo(s_equalKeys.Length));
        for (int i = 0; i < s_equalKeys.Length; i++)
        {
            foreach (object? key in s_equalKeys[i])
            {
                Assert.That(mapper.TryGetValue(key, out ulong value), Is.True, $"{i}: {key}");
                Assert.That(value, Is.EqualTo((ulong)i), $"{i}: {key}");
            }
        }

        Dictionary<object, ulong> copy = mapper.ToDictionary();
        Assert.That(s_equalKeys.Select((keys, i) => keys.All(key => copy[key ?? DBNull.Value] == (ulong)i)), Is.All.True);
        Assert.That(mapper.All(pair => mapper[pair.Key] == pair.Value), Is.True);
    }

    [Test]
    public void TryGetValue_TypedKeys_EqualThoseOfObjects()
    {
        using MemoryRegion region = Build(s_equalKeys.Select((keys, i) => (keys[0], (ulong)i)).Append((("a", 7L, 2.5), 100UL)).Append((("a", 1, "b", true), 101UL)));
        using ObjectIdMapper mapper = ObjectIdMapper.Open(region.View);

        Assert.That(mapper.TryGetValue(1, out ulong value) ? value : 0, Is.EqualTo(1));
        Assert.That(mapper.TryGetValue(1.0, out value) ? value : 0, Is.EqualTo(1));
        Assert.That(mapper.TryGetValue(true, out value) ? value : 0, Is.EqualTo(1));
        Assert.That(mapper.TryGetValue(1U, out value) ? value : 0, Is.EqualTo(1));
        Assert.That(mapper.TryGetValue("a", out value) ? value : 0, Is.EqualTo(11));
        Assert.That(mapper.TryGetValue("a".AsSpan(), out value) ? value : 0, Is.EqualTo(11));
        Assert.That(mapper.TryGetValueOfText("a"u8, out value) ? value : 0, Is.EqualTo(11));
        Assert.That(mapper.TryGetValueOfBytes("a"u8, out value) ? value : 0, Is.EqualTo(12));
        Assert.That(mapper.TryGetValue("a"u8.ToArray(), out value) ? value : 0, Is.EqualTo(12));
        Assert.That(mapper.TryGetValue(("a", 1), out value) ? value : 0, Is.EqualTo(17));
        Assert.That(mapper.TryGetValue(("a", 7, 2.5f), out value) ? value : 0, Is.EqualTo(100));
        Assert.That(mapper.TryGetValue(("a", true, "b", 1.0), out value) ? value : 0, Is.EqualTo(101));
        Assert.That(mapper.TryGetValue(("a", 2), out _) || mapper.TryGetValue("b", out _) || mapper.TryGetValue((1, "a"), out _), Is.False);
    }

    [Test]
    public void TryGetValue_WhatNoKeyCanBe_IsAbsentOrRefused()
    {
        using MemoryRegion region = Build([(null, 1)]);
        using ObjectIdMapper mapper = ObjectIdMapper.Open(region.View);
        using ObjectIdMapperBuilder builder = ObjectIdMapper.CreateBuilder();

        Assert.That(mapper.TryGetValue(BigInteger.Pow(2, 70), out _), Is.False);
        Assert.That(mapper.TryGetValue("\uD800", out _), Is.False);
        foreach (object key in new object[] { new List<int>(), new Dictionary<string, int>(), 1.5m, DateTime.UnixEpoch, new object(), (1, new List<int>()) })
        {
            Assert.That(() => mapper.TryGetValue(key, out _), Throws.ArgumentException, key.ToString());
            Assert.That(() => builder.Add(key, 1), Throws.ArgumentException, key.ToString());
        }

        Assert.That(() => builder.Add("\uD800", 1), Throws.ArgumentException);
        Assert.That(() => builder.Add(BigInteger.Pow(2, 64), 1), Throws.ArgumentException);
        Assert.That(() => mapper[("nowhere", 7)], Throws.TypeOf<KeyNotFoundException>().With.Message.Contains("nowhere"));
    }

    [Test]
    public void Build_RepeatedTuple_NamesIt()
    {
        using ObjectIdMapperBuilder builder = ObjectIdMapper.CreateBuilder();
        builder.Add(("sku", 1), 1);
        builder.Add(("sku", 1.0), 2);

        Assert.That(() => builder.Build(Stream.Null), Throws.TypeOf<DuplicateKeyException>().With.Property(nameof(DuplicateKeyException.Key)).EqualTo("(\"sku\", 1)"));
    }

    [Test]
    public void TryGetValues_RandomTuples_EqualsTheModel([Values(0, 1, 33, 20_000)] int count, [Values(1, 64)] int mebibytes)
    {
        var random = new Random(count);
        var model = new Dictionary<(string, int), ulong>();
        while (model.Count < count)
        {
            model[($"sku-{random.Next(count)}", random.Next(-300, 300))] = (ulong)random.NextInt64(1L << 40);
        }

        using MemoryRegion region = Build(model.Select(p => ((object?)p.Key, p.Value)), mebibytes);
        using ObjectIdMapper mapper = ObjectIdMapper.Open(region.View);
        Assert.That(model.All(p => mapper.TryGetValue(p.Key, out ulong value) && value == p.Value), Is.True);
        (string, int)[] keys = [.. model.Keys, ("absent", 1), ("\uD800", 2)];
        ulong[] values = new ulong[keys.Length];
        bool[] found = new bool[keys.Length];
        Assert.That(mapper.TryGetValues<(string, int)>(keys, values, found), Is.EqualTo(count));
        Assert.That(values, Is.EqualTo(keys.Select(key => model.GetValueOrDefault(key))));
        Assert.That(found, Is.EqualTo(keys.Select(model.ContainsKey)));
    }

    [Test]
    public void MultiMapper_ValuesOfEqualKeys_ComeTogether()
    {
        using ObjectIdMapperBuilder builder = ObjectIdMultiMapper.CreateBuilder();
        for (ulong i = 0; i < 300; i++)
        {
            builder.Add(i % 3 == 0 ? i % 10 : i % 3 == 1 ? (double)(i % 10) : (object)(int)(i % 10), i);
        }

        using MemoryRegion region = ToRegion(builder);
        using ObjectIdMultiMapper mapper = ObjectIdMultiMapper.Open(region.View);
        using ObjectIdMapper first = ObjectIdMapper.Open(region.View);
        Assert.That(mapper.Count, Is.EqualTo(10));
        for (int key = 0; key < 10; key++)
        {
            Assert.That(mapper.TryGetValues(key, out IdValues values), Is.True);
            Assert.That(values, Is.EqualTo(Enumerable.Range(0, 30).Select(i => (ulong)(key + (10 * i)))));
            Assert.That(first[key], Is.EqualTo((ulong)key));
        }

        var many = new IdValues[3];
        Assert.That(mapper.TryGetValues<object?>([1, "x", 2.0], many), Is.EqualTo(2));
        Assert.That(many[2], Has.Count.EqualTo(30));
        Assert.That(many[1].IsEmpty, Is.True);
    }

    [Test]
    public void TryGetValue_TypedKeys_AllocatesNothing()
    {
        using MemoryRegion region = Build([(("a", 1), 1), ("text", 2), (5, 3), (1.5, 4)]);
        using ObjectIdMapper mapper = ObjectIdMapper.Open(region.View);
        ulong sum = 0;
        Lookups();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Lookups();

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(sum, Is.Not.Zero);

        void Lookups()
        {
            for (int i = 0; i < 500; i++)
            {
                sum += mapper.TryGetValue(("a", 1), out ulong value) ? value : 0;
                sum += mapper.TryGetValue("text", out value) ? value : 0;
                sum += mapper.TryGetValueOfText("text"u8, out value) ? value : 0;
                sum += mapper.TryGetValue(5, out value) ? value : 0;
                sum += mapper.TryGetValue(5UL, out value) ? value : 0;
                sum += mapper.TryGetValue(1.5, out value) ? value : 0;
                sum += mapper.TryGetValue(true, out value) ? value : 0;
                sum += mapper.TryGetValue(("a", 1, 2.0, false), out value) ? value : 0;
            }
        }
    }

    [Test]
    public void Enumeration_KeyThatIsNoEncoding_IsCorrupt([Values("FF", "01", "06", "18010203", "02FFFFFFFF", "3F", "4F", "04FFFFFF7F", "1000")] string hex)
    {
        using var builder = new InlineKeyTableBuilder(new IndexBuildOptions(), kind: Layout.HashTableKind.ObjectKeys);
        builder.Add(Convert.FromHexString(hex), 1);
        var stream = new MemoryStream();
        builder.Build(stream);
        using MemoryRegion region = MemoryRegion.CopyOf(stream.ToArray());
        using ObjectIdMapper mapper = ObjectIdMapper.Open(region.View);

        Assert.That(() => mapper.Keys.ToList(), Throws.TypeOf<CorruptBufferException>());
    }

    private static MemoryRegion Build(IEnumerable<(object? Key, ulong Value)> pairs, int mebibytes = 64)
    {
        using ObjectIdMapperBuilder builder = ObjectIdMapper.CreateBuilder(new IndexBuildOptions { MemoryBudget = mebibytes << 20 });
        foreach ((object? key, ulong value) in pairs)
        {
            builder.Add(key, value);
        }

        return ToRegion(builder);
    }

    private static MemoryRegion ToRegion(ObjectIdMapperBuilder builder)
    {
        var stream = new MemoryStream();
        Assert.That(builder.Build(stream), Is.EqualTo(stream.Length));
        return MemoryRegion.CopyOf(stream.ToArray());
    }
}
