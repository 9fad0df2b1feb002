using NUnit.Framework;
using SharedBuffers.Diagnostics;
using SharedBuffers.Indexes;
using SharedBuffers.Layout;
using SharedBuffers.Memory;
using SharedBuffers.Tests.Support;
using SharedBuffers.Verification;

namespace SharedBuffers.Tests.Indexes;

/// <summary>Few integer keys have one place each; every other property of a mapper stays as it is.</summary>
public sealed class DisplacedTableTests
{
    private const int Most = 55_705;

    [TestCase(1, true)]
    [TestCase(2, true)]
    [TestCase(6, true)]
    [TestCase(7, true)]
    [TestCase(100, true)]
    [TestCase(3481, true, Description = "as full as it gets")]
    [TestCase(3482, true, Description = "as empty as it gets")]
    [TestCase(Most, true)]
    [TestCase(Most + 1, false)]
    public void Lookup_RandomKeys_AgreesWithADictionary(int count, bool isDisplaced)
    {
        var random = new Random(count);
        Dictionary<ulong, ulong> model = new() { [0] = ulong.MaxValue };
        while (model.Count < count)
        {
            model[(ulong)random.NextInt64(long.MinValue, long.MaxValue)] = (ulong)random.NextInt64();
        }

        using MemoryRegion region = Write(Fill(UInt64IdMapper.CreateBuilder(), model));
        using UInt64IdMapper mapper = UInt64IdMapper.Open(region.View);
        ulong[] asked = [.. model.Keys, .. model.Keys.Take(1000).Select(k => k + 1), .. Enumerable.Range(0, 1000).Select(_ => (ulong)random.NextInt64()), 1, ulong.MaxValue];

        Assert.That(RawTable.Open(region.View).Geometry.IsDisplaced, Is.EqualTo(isDisplaced));
        CheckLookups(mapper, model, asked, (keys, values, found) => mapper.TryGetValues(keys, values, found));
    }

    [Test]
    public void Lookup_RandomNarrowKeys_AgreesWithADictionary([Values(2, 6, 7, 100, Most, Most + 1)] int count, [Values] bool wide)
    {
        var random = new Random(count);
        Dictionary<uint, ulong> model = new() { [uint.MaxValue] = wide ? ulong.MaxValue : uint.MaxValue };
        while (model.Count < count)
        {
            model[(uint)random.NextInt64(1L << 32)] = (ulong)random.NextInt64(wide ? long.MaxValue : uint.MaxValue);
        }

        using MemoryRegion region = Write(Fill(UInt32IdMapper.CreateBuilder(), model));
        using UInt32IdMapper mapper = UInt32IdMapper.Open(region.View);
        uint[] asked = [.. model.Keys, .. model.Keys.Take(1000).Select(k => unchecked(k + 1)), .. Enumerable.Range(0, 1000).Select(_ => (uint)random.NextInt64(1L << 32)), 0, 1];

        Assert.That(RawTable.Open(region.View).Geometry.IsDisplaced, Is.EqualTo(count <= Most));
        CheckLookups(mapper, model, asked, (keys, values, found) => mapper.TryGetValues(keys, values, found));
    }

    [Test]
    public void Multi_FewKeys_GivesTheValuesInTheOrderOfTheInput([Values] bool wide)
    {
        var random = new Random(77);
        var model = new Dictionary<ulong, List<ulong>>();
        using UInt64IdMapperBuilder builder = UInt64IdMultiMapper.CreateBuilder();
        for (int i = 0; i < 5000; i++)
        {
            (ulong key, ulong value) = ((ulong)random.Next(1000) << 40, wide ? ulong.MaxValue - (ulong)random.Next(10) : (ulong)random.Next());
            builder.Add(key, value);
            model.TryAdd(key, []);
            model[key].Add(value);
        }

        using MemoryRegion region = Write(builder.Build);
        using UInt64IdMultiMapper mapper = UInt64IdMultiMapper.Open(region.View);

        Assert.That(RawTable.Open(region.View).Geometry.IsDisplaced);
        Assert.That(mapper.ValueCount, Is.EqualTo(5000));
        for (ulong key = 0; key < 1010; key++)
        {
            Assert.That(mapper[key << 40].ToArray(), Is.EqualTo(model.GetValueOrDefault(key << 40) ?? []), $"{key}");
        }
    }

    [Test]
    public void Build_KeysThatCollideUnderEverySeed_TakesLines()
    {
        // Two keys for each seed whose hashes under it differ in their lowest bit only: no displacement parts them.
        Dictionary<ulong, ulong> model = [];
        for (ulong seed = 0; seed < DisplacedPlacement.MostSeeds; seed++)
        {
            var hash = new IntegerHash(seed);
            model.Add(hash.Unmix(seed << 50), seed);
            model.Add(hash.Unmix((seed << 50) + 1), seed);
        }

        using MemoryRegion region = Write(Fill(UInt64IdMapper.CreateBuilder(), model));
        using UInt64IdMapper mapper = UInt64IdMapper.Open(region.View);

        Assert.That(RawTable.Open(region.View).Geometry.HasLines);
        CheckLookups<ulong>(mapper, model, [.. model.Keys, 1, 2, 3], (keys, values, found) => mapper.TryGetValues(keys, values, found));
    }

    [Test]
    public void Build_AnyOrderAndMemory_GivesTheSameBytes()
    {
        KeyValuePair<ulong, ulong>[] pairs = [.. Enumerable.Range(0, 40_000).Select(i => KeyValuePair.Create((ulong)i * 0x1234567, (ulong)i))];
        using MemoryRegion expected = Write(Fill(UInt64IdMapper.CreateBuilder(), pairs));
        new Random(3).Shuffle(pairs);
        using MemoryRegion shuffled = Write(Fill(UInt64IdMapper.CreateBuilder(new IndexBuildOptions { MemoryBudget = 1 }), pairs));

        Assert.That(RawTable.Open(expected.View).Geometry.IsDisplaced);
        Assert.That(shuffled.View.AsSpan().SequenceEqual(expected.View.AsSpan()));
    }

    [Test]
    public void Merge_SmallAndLargeTables_EqualsABuild()
    {
        using var folder = new TemporaryFolder();
        KeyValuePair<ulong, ulong>[][] inputs = [Pairs(3000, 10), Pairs(3000, 20), Pairs(100_000, 15), Pairs(1, 7)];
        var options = new IndexBuildOptions { Duplicates = DuplicatePolicy.KeepFirst };
        string[] paths = [.. inputs.Select((input, i) => Publish(folder[$"{i}.sbuf"], input, options))];
        foreach (int[] chosen in new[] { (int[])[0], [0, 1], [1, 2], [2, 0, 1, 3] })
        {
            UInt64IdMapper.Merge(chosen.Select(i => paths[i]), folder["merged.sbuf"], options);
            string built = Publish(folder["built.sbuf"], chosen.SelectMany(i => inputs[i]), options);

            Assert.That(File.ReadAllBytes(folder["merged.sbuf"]).AsSpan().SequenceEqual(File.ReadAllBytes(built)), string.Join(" and ", chosen));
        }

        static KeyValuePair<ulong, ulong>[] Pairs(int count, ulong distance) =>
            [.. Enumerable.Range(1, count).Select(i => KeyValuePair.Create((ulong)i * distance << 30, ((ulong)count * 1000) + (ulong)i))];
    }

    [Test]
    public void Merge_EntryThatIsNotAtItsPlace_ThrowsCorrupt()
    {
        using var folder = new TemporaryFolder();
        Publish(folder["a.sbuf"], Enumerable.Range(0, 20).Select(i => KeyValuePair.Create((ulong)i << 40, (ulong)i)), new IndexBuildOptions());

        // The first displacement: nothing of its bucket is found any more.
        DamagedFile.Change(folder["a.sbuf"], SectionKind.IdMapper, HashTableHeader.Size, value => (byte)(value ^ 1));

        Assert.That(() => UInt64IdMapper.Merge([folder["a.sbuf"]], folder["b.sbuf"]), Throws.TypeOf<CorruptBufferException>().With.Message.Contains("20"));
        Assert.That(folder.FileNames, Is.EqualTo(new[] { "a.sbuf" }));
    }

    [TestCase(16, 0, "no slots")]
    [TestCase(16, 1, "one slot")]
    [TestCase(16, 12, "a number of slots that is no power of two")]
    [TestCase(16, 64, "more slots than bytes")]
    [TestCase(18, 4, "more slots than a displacement reaches")]
    [TestCase(32, 1, "a longest displacement")]
    [TestCase(39, 0, "no bits of a bucket")]
    [TestCase(39, 17, "too many bits of a bucket")]
    [TestCase(39, 63, "still more bits of a bucket")]
    [TestCase(39, 0x43, "words of a text")]
    [TestCase(40, 1, "a key capacity")]
    [TestCase(38, 4, "values narrower than keys")]
    public void Open_HeaderThatCannotBe_ThrowsAndIsFound(int offset, byte value, string what)
    {
        using var folder = new TemporaryFolder();
        Publish(folder["a.sbuf"], Enumerable.Range(0, 20).Select(i => KeyValuePair.Create((ulong)i << 40, (ulong)i)), new IndexBuildOptions());
        DamagedFile.Change(folder["a.sbuf"], SectionKind.IdMapper, offset, _ => value);

        Assert.That(() => UInt64IdMapper.Open(folder["a.sbuf"]), Throws.TypeOf<CorruptBufferException>(), what);
        Assert.That(FileVerifier.Verify(folder["a.sbuf"]).IsValid, Is.False, what);
    }

    [Test]
    public void File_AnyByteOfTheTableChangedAndChecksumsMadeToFit_WhatTheVerifierPassesHasAllItsKeys()
    {
        using var folder = new TemporaryFolder();
        Publish(folder["a.sbuf"], Enumerable.Range(0, 20).Select(i => KeyValuePair.Create((ulong)i << 40, (ulong)i)), new IndexBuildOptions());
        using var file = new DamagedFile(folder["a.sbuf"]);
        int found = file.ChangeEveryByte(SectionKind.IdMapper, (view, what) =>
        {
            using UInt64IdMapper mapper = UInt64IdMapper.Open(view);
            Assert.That(mapper.Count(pair => mapper[pair.Key] == pair.Value), Is.EqualTo(20), what);
        });

        // Values and, within their slots, keys may be any; everything else of the table follows from something.
        Assert.That(found, Is.GreaterThan(4 * HashTableHeader.Size));
    }

    private static void CheckLookups<TKey>(IdMapper<TKey> mapper, Dictionary<TKey, ulong> model, TKey[] asked, Func<TKey[], ulong[], bool[], int> batch)
        where TKey : unmanaged
    {
        ulong[] values = new ulong[asked.Length];
        bool[] found = new bool[asked.Length];
        batch(asked, values, found);
        for (int i = 0; i < asked.Length; i++)
        {
            bool expected = model.TryGetValue(asked[i], out ulong value);
            if (mapper.TryGetValue(asked[i], out ulong actual) != expected || (actual, values[i], found[i]) != (value, value, expected))
            {
                Assert.Fail($"{asked[i]}: {actual} and in a batch {values[i]}, not {value}");
            }
        }

        Assert.That(mapper.LongCount, Is.EqualTo(model.Count));
        Assert.That(mapper.ToDictionary(), Has.Count.EqualTo(model.Count));
        Assert.That(mapper.All(pair => model[pair.Key] == pair.Value));
    }

    private static UInt64IdMapperBuilder Fill(UInt64IdMapperBuilder builder, IEnumerable<KeyValuePair<ulong, ulong>> pairs)
    {
        foreach ((ulong key, ulong value) in pairs)
        {
            builder.Add(key, value);
        }

        return builder;
    }

    private static UInt32IdMapperBuilder Fill(UInt32IdMapperBuilder builder, IEnumerable<KeyValuePair<uint, ulong>> pairs)
    {
        foreach ((uint key, ulong value) in pairs)
        {
            builder.Add(key, value);
        }

        return builder;
    }

    private static string Publish(string path, IEnumerable<KeyValuePair<ulong, ulong>> pairs, IndexBuildOptions options)
    {
        using UInt64IdMapperBuilder builder = Fill(UInt64IdMapper.CreateBuilder(options), pairs);
        builder.Publish(path);
        return path;
    }

    private static MemoryRegion Write(IdMapperBuilder builder)
    {
        using (builder)
        {
            return Write(builder.Build);
        }
    }

    private static MemoryRegion Write(Func<Stream, long> build)
    {
        var stream = new MemoryStream();
        build(stream);
        return MemoryRegion.CopyOf(stream.ToArray());
    }
}
