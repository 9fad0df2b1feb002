using NUnit.Framework;
using SharedBuffers.Indexes;
using SharedBuffers.Memory;

namespace SharedBuffers.Tests.Indexes;

/// <summary>Keys chosen by their hashes: crowded lines, both ends of the range, neighbours of what is there.</summary>
public sealed class IntegerLineTests
{
    private static readonly IntegerHash s_hash = new(0);

    // A share of filled slots calls for lines where there are few keys, too.
    private static readonly IndexBuildOptions s_lines = new() { FillPercent = TableGeometry.LineFillPercent };

    [Test]
    public void Lookup_EveryCountOfCrowdedKeys_AgreesWithADictionary([Values(0, 1, 2, 3, 4, 5, 8, 9, 31, 100, 1000, 4000)] int count, [Values(0UL, 1UL << 63, ulong.MaxValue - 5000, 0xF23456789ABCDEF0)] ulong first)
    {
        // Consecutive hashes have one home line, and those that wrap around the end have the last one.
        Dictionary<ulong, ulong> model = [];
        for (int i = 0; i < count; i++)
        {
            model[s_hash.Unmix(first + (2 * (ulong)i))] = (ulong)i << 40;
        }

        AssertEqual(model, [.. Enumerable.Range(-3, (2 * count) + 7).Select(i => s_hash.Unmix(unchecked(first + (ulong)(long)i))), s_hash.Unmix(0UL), s_hash.Unmix(ulong.MaxValue), s_hash.Unmix(1UL << 63)]);
    }

    [TestCase(100_000UL, 0UL)]
    [TestCase(1UL << 32, 0UL)]
    [TestCase(1UL << 46, 0UL)]
    [TestCase(0x9E3779B97F4A7C15, 0UL)]
    [TestCase(4096UL, 0x7F00_0000_0000UL)]
    [TestCase(0x0000_0010_0000_0000UL, 0x4000_0000_0000_0000UL)]
    public void Build_KeysAtEqualDistances_StayNearHome(ulong distance, ulong first)
    {
        const int Count = 50_000;
        using MemoryRegion region = Build(Enumerable.Range(0, Count).ToDictionary(i => unchecked(first + ((ulong)i * distance)), i => (ulong)i));
        var table = RawTable.Open(region.View);

        Assert.That(table.Geometry.HasLines && table.Count == Count, Is.True);
        Assert.That(table.Seed, Is.Zero);
        Assert.That(table.LongestDisplacement, Is.LessThan(16));
    }

    [Test]
    public void Lookup_CrowdedNarrowKeys_AgreesWithADictionary([Values(0, 1, 7, 8, 9, 200, 3000)] int count, [Values(0U, 1U << 31, uint.MaxValue - 6000)] uint first, [Values] bool wide)
    {
        Dictionary<uint, ulong> model = [];
        for (int i = 0; i < count; i++)
        {
            model[s_hash.Unmix(first + (2 * (uint)i))] = (ulong)i << (wide ? 40 : 0);
        }

        uint[] asked = [.. Enumerable.Range(-3, (2 * count) + 7).Select(i => s_hash.Unmix(unchecked(first + (uint)i))), 0, 1, uint.MaxValue, s_hash.Unmix(0U), s_hash.Unmix(1U << 31), s_hash.Unmix(uint.MaxValue)];
        using MemoryRegion region = Build(model);
        using UInt32IdMapper mapper = UInt32IdMapper.Open(region.View);
        ulong[] values = new ulong[asked.Length];
        bool[] found = new bool[asked.Length];
        mapper.TryGetValues(asked, values, found);
        for (int i = 0; i < asked.Length; i++)
        {
            bool expected = model.TryGetValue(asked[i], out ulong value);
            Assert.That(mapper.TryGetValue(asked[i], out ulong actual), Is.EqualTo(expected), $"{asked[i]}");
            Assert.That((actual, values[i], found[i]), Is.EqualTo((value, value, expected)));
        }

        Assert.That(mapper.ToDictionary(), Is.EquivalentTo(model));
        Assert.That(mapper.Keys.Select(k => s_hash.Mix(k)), Is.Ordered);
    }

    private static void AssertEqual(Dictionary<ulong, ulong> model, ulong[] asked)
    {
        using MemoryRegion region = Build(model);
        using UInt64IdMapper mapper = UInt64IdMapper.Open(region.View);
        ulong[] values = new ulong[asked.Length];
        bool[] found = new bool[asked.Length];
        mapper.TryGetValues(asked, values, found);
        for (int i = 0; i < asked.Length; i++)
        {
            bool expected = model.TryGetValue(asked[i], out ulong value);
            Assert.That(mapper.TryGetValue(asked[i], out ulong actual), Is.EqualTo(expected), $"{asked[i]}");
            Assert.That((actual, values[i], found[i]), Is.EqualTo((value, value, expected)));
        }

        Assert.That(mapper.ToDictionary(), Is.EquivalentTo(model));
        Assert.That(mapper.LongCount, Is.EqualTo(model.Count));
        Assert.That(mapper.Keys.Select(k => s_hash.Mix(k)), Is.Ordered);
    }

    private static MemoryRegion Build(Dictionary<ulong, ulong> model)
    {
        using UInt64IdMapperBuilder builder = UInt64IdMapper.CreateBuilder(s_lines);
        foreach ((ulong key, ulong value) in model)
        {
            builder.Add(key, value);
        }

        var stream = new MemoryStream();
        builder.Build(stream);
        return MemoryRegion.CopyOf(stream.ToArray());
    }

    private static MemoryRegion Build(Dictionary<uint, ulong> model)
    {
        using UInt32IdMapperBuilder builder = UInt32IdMapper.CreateBuilder(s_lines);
        foreach ((uint key, ulong value) in model)
        {
            builder.Add(key, value);
        }

        var stream = new MemoryStream();
        builder.Build(stream);
        return MemoryRegion.CopyOf(stream.ToArray());
    }
}
