using NUnit.Framework;
using SharedBuffers.Diagnostics;
using SharedBuffers.Indexes;
using SharedBuffers.Memory;

namespace SharedBuffers.Tests.Indexes;

public sealed class IntegerIdMapperTests
{
    private static readonly IntegerHash s_hash = new(0);

    [Test]
    public void TryGetValue_UInt64KeysAndStrangers_EqualsTheModel([Values(0, 1, 4, 5, 1000, 100_000)] int count, [Values(8, 40)] int valueBits)
    {
        var random = new Random(count + valueBits);
        var model = new Dictionary<ulong, ulong>();
        while (model.Count < count)
        {
            model[Next64(random)] = (ulong)random.NextInt64(1L << valueBits);
        }

        using MemoryRegion region = Build64(model, new IndexBuildOptions());
        using UInt64IdMapper mapper = UInt64IdMapper.Open(region.View);

        Assert.That(mapper.LongCount, Is.EqualTo(count));
        Assert.That(model.All(p => mapper.TryGetValue(p.Key, out ulong value) && value == p.Value), Is.True);
        Assert.That(Enumerable.Range(0, 10_000).Select(_ => Next64(random)).All(k => mapper.TryGetValue(k, out ulong v) == model.ContainsKey(k)), Is.True);
        Assert.That(mapper.ToDictionary().OrderBy(p => p.Key).SequenceEqual(model.OrderBy(p => p.Key)), Is.True);
        ulong[] keys = model.Keys.Concat([1UL, 2UL, 3UL]).ToArray();
        ulong[] values = new ulong[keys.Length];
        bool[] found = new bool[keys.Length];
        Assert.That(mapper.TryGetValues(keys, values, found), Is.EqualTo(keys.Count(model.ContainsKey)));
        Assert.That(values, Is.EqualTo(keys.Select(k => model.GetValueOrDefault(k))));
        Assert.That(found, Is.EqualTo(keys.Select(model.ContainsKey)));
    }

    [Test]
    public void TryGetValue_UInt32KeysAndStrangers_EqualsTheModel([Values(0, 1, 5, 8, 1000, 100_000)] int count, [Values(8, 40)] int valueBits)
    {
        var random = new Random(count + valueBits);
        var model = new Dictionary<uint, ulong>();
        while (model.Count < count)
        {
            model[(uint)random.NextInt64(1L << 32)] = (ulong)random.NextInt64(1L << valueBits);
        }

        using MemoryRegion region = Build32(model, new IndexBuildOptions());
        using UInt32IdMapper mapper = UInt32IdMapper.Open(region.View);

        Assert.That(mapper.LongCount, Is.EqualTo(count));
        Assert.That(model.All(p => mapper.TryGetValue(p.Key, out ulong value) && value == p.Value), Is.True);
        Assert.That(Enumerable.Range(0, 10_000).Select(i => (uint)i * 7919).All(k => mapper.TryGetValue(k, out ulong v) == model.ContainsKey(k)), Is.True);
        Assert.That(mapper.ToDictionary().OrderBy(p => p.Key).SequenceEqual(model.OrderBy(p => p.Key)), Is.True);
        uint[] keys = model.Keys.Concat([1U, 2U, 3U]).ToArray();
        ulong[] values = new ulong[keys.Length];
        bool[] found = new bool[keys.Length];
        Assert.That(mapper.TryGetValues(keys, values, found), Is.EqualTo(keys.Count(model.ContainsKey)));
        Assert.That(values, Is.EqualTo(keys.Select(k => model.GetValueOrDefault(k))));
    }

    [Test]
    public void TryGetValue_KeysAtBothEndsOfTheHashes_AreFound()
    {
        ulong[] hashes = [0, 1, 255, 256, ulong.MaxValue - 1, ulong.MaxValue];
        using MemoryRegion region64 = Build64(hashes.ToDictionary(h => s_hash.Unmix(h), h => s_hash.Unmix(h)), new IndexBuildOptions());
        using MemoryRegion region32 = Build32(hashes.Select(h => (uint)h).Distinct().ToDictionary(h => s_hash.Unmix(h), h => (ulong)h), new IndexBuildOptions());
        using UInt64IdMapper mapper64 = UInt64IdMapper.Open(region64.View);
        using UInt32IdMapper mapper32 = UInt32IdMapper.Open(region32.View);

        foreach (ulong hash in hashes)
        {
            Assert.That(mapper64[s_hash.Unmix(hash)], Is.EqualTo(s_hash.Unmix(hash)));
            Assert.That(mapper32[s_hash.Unmix((uint)hash)], Is.EqualTo((ulong)(uint)hash));
        }
    }

    [TestCase(DuplicatePolicy.KeepFirst, 0)]
    [TestCase(DuplicatePolicy.KeepLast, 2)]
    public void Build_RepeatedKeys_FollowsThePolicy(DuplicatePolicy policy, int expected)
    {
        using UInt64IdMapperBuilder builder = UInt64IdMapper.CreateBuilder(new IndexBuildOptions { Duplicates = policy, MemoryBudget = 1 << 20 });
        for (ulong round = 0; round < 3; round++)
        {
            for (ulong key = 0; key < 40_000; key++)
            {
                builder.Add(key, round);
            }
        }

        using MemoryRegion region = ToRegion(builder.Build);
        using UInt64IdMapper mapper = UInt64IdMapper.Open(region.View);
        Assert.That(mapper.LongCount, Is.EqualTo(40_000));
        Assert.That(mapper.Values, Is.All.EqualTo((ulong)expected));
    }

    [Test]
    public void Build_RepeatedKeyUnderErrorPolicy_NamesTheKey()
    {
        using UInt32IdMapperBuilder builder = UInt32IdMapper.CreateBuilder();
        builder.Add(77, 1);
        builder.Add(77, 2);

        Assert.That(() => builder.Build(Stream.Null), Throws.TypeOf<DuplicateKeyException>().With.Property(nameof(DuplicateKeyException.Key)).EqualTo("77"));
    }

    [Test]
    public void Mix_EveryBitOfTheKey_IsUndone()
    {
        var random = new Random(31);
        for (int i = 0; i < 2000; i++)
        {
            ulong key = Next64(random);
            var hash = new IntegerHash(i < 1000 ? 0 : Next64(random));
            Assert.That(hash.Unmix(hash.Mix(key)), Is.EqualTo(key));
            Assert.That(hash.Unmix(hash.Mix((uint)key)), Is.EqualTo((uint)key));
        }
    }

    private static ulong Next64(Random random) => (ulong)random.NextInt64() ^ ((ulong)random.NextInt64() << 1);

    private static MemoryRegion Build64(Dictionary<ulong, ulong> model, IndexBuildOptions options)
    {
        using UInt64IdMapperBuilder builder = UInt64IdMapper.CreateBuilder(options);
        foreach ((ulong key, ulong value) in model)
        {
            builder.Add(key, value);
        }

        return ToRegion(builder.Build);
    }

    private static MemoryRegion Build32(Dictionary<uint, ulong> model, IndexBuildOptions options)
    {
        using UInt32IdMapperBuilder builder = UInt32IdMapper.CreateBuilder(options);
        foreach ((uint key, ulong value) in model)
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
