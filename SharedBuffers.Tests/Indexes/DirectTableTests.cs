using NUnit.Framework;
using SharedBuffers.Diagnostics;
using SharedBuffers.Indexes;
using SharedBuffers.Layout;
using SharedBuffers.Memory;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Indexes;

/// <summary>Dense keys become places of an array; every other property of a mapper stays as it is.</summary>
public sealed class DirectTableTests
{
    private static IEnumerable<TestCaseData> DenseKeys()
    {
        yield return Case("from 0", Enumerable.Range(0, 1000).Select(i => (ulong)i));
        yield return Case("with gaps", Enumerable.Range(0, 1000).Select(i => ((ulong)i * 2) + ((ulong)i % 3 / 2)));
        yield return Case("far from 0", Enumerable.Range(0, 1000).Select(i => 0xFFFF0000UL + (ulong)i));
        yield return Case("signed around 0", Enumerable.Range(-500, 1000).Select(i => unchecked((ulong)(long)i)));
        yield return Case("around the middle", Enumerable.Range(-500, 1000).Select(i => unchecked((1UL << 63) + (ulong)(long)i)));
        yield return Case("up to the greatest", Enumerable.Range(0, 1000).Select(i => ulong.MaxValue - (ulong)i));
        yield return Case("one", [ulong.MaxValue]);

        static TestCaseData Case(string name, IEnumerable<ulong> keys) => new TestCaseData(keys.ToArray()).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(DenseKeys))]
    public void Lookup_DenseKeys_AgreesWithADictionary(ulong[] keys)
    {
        Dictionary<ulong, ulong> model = keys.Index().ToDictionary(k => k.Item, k => (ulong)k.Index << (k.Index % 2 * 33));
        using MemoryRegion region = Build(model);
        using UInt64IdMapper mapper = UInt64IdMapper.Open(region.View);
        ulong[] asked = [.. keys, .. keys.Select(k => unchecked(k - 1)), .. keys.Select(k => unchecked(k + 1)), 0, 1, ulong.MaxValue, 1UL << 63, uint.MaxValue];
        ulong[] values = new ulong[asked.Length];
        bool[] found = new bool[asked.Length];
        int hits = mapper.TryGetValues(asked, values, found);

        Assert.That(RawTable.Open(region.View).Geometry.IsDirect);
        Assert.That(hits, Is.EqualTo(asked.Count(model.ContainsKey)));
        for (int i = 0; i < asked.Length; i++)
        {
            bool expected = model.TryGetValue(asked[i], out ulong value);
            Assert.That(mapper.TryGetValue(asked[i], out ulong actual), Is.EqualTo(expected), $"{asked[i]}");
            Assert.That((actual, values[i], found[i]), Is.EqualTo((value, value, expected)));
        }

        CheckEnumeration(mapper, model);
    }

    [TestCaseSource(nameof(DenseKeys))]
    public void Lookup_DenseNarrowKeys_AgreesWithADictionary(ulong[] keys)
    {
        Dictionary<uint, ulong> model = keys.Index().ToDictionary(k => (uint)k.Item, k => (ulong)k.Index);
        using MemoryRegion region = Build(model);
        using UInt32IdMapper mapper = UInt32IdMapper.Open(region.View);
        uint[] asked = [.. keys.SelectMany(k => new[] { (uint)k, unchecked((uint)k - 1), unchecked((uint)k + 1) }), 0, uint.MaxValue, 1U << 31];
        ulong[] values = new ulong[asked.Length];
        bool[] found = new bool[asked.Length];
        mapper.TryGetValues(asked, values, found);

        Assert.That(RawTable.Open(region.View).Geometry, Is.EqualTo(TableGeometry.Direct(HashTableKind.UInt32Keys, 4)));
        for (int i = 0; i < asked.Length; i++)
        {
            bool expected = model.TryGetValue(asked[i], out ulong value);
            Assert.That(mapper.TryGetValue(asked[i], out ulong actual), Is.EqualTo(expected), $"{asked[i]}");
            Assert.That((actual, values[i], found[i]), Is.EqualTo((value, value, expected)));
        }

        CheckEnumeration(mapper, model);
    }

    [TestCase(uint.MaxValue - 1UL, 4)]
    [TestCase(uint.MaxValue, 8)]
    [TestCase(ulong.MaxValue - 1, 8)]
    public void Build_ValuesNearTheMarkOfMissingKeys_TakesAWidthThatTellsThemApart(ulong greatest, int width)
    {
        Dictionary<uint, ulong> model = new() { [5] = 1, [7] = greatest, [8] = 2 };
        using MemoryRegion region = Build(model);
        using UInt32IdMapper mapper = UInt32IdMapper.Open(region.View);

        Assert.That(RawTable.Open(region.View).Geometry, Is.EqualTo(TableGeometry.Direct(HashTableKind.UInt32Keys, width)));
        Assert.That(mapper.OrderBy(p => p.Key), Is.EqualTo(model));
        Assert.That(mapper.ContainsKey(6), Is.False);
    }

    [Test]
    public void Build_GreatestValueOfAll_KeepsKeys()
    {
        Dictionary<ulong, ulong> model = new() { [5] = ulong.MaxValue, [6] = 0 };
        using MemoryRegion region = Build(model);
        using UInt64IdMapper mapper = UInt64IdMapper.Open(region.View);

        Assert.That(RawTable.Open(region.View).Geometry.IsDirect, Is.False);
        Assert.That(mapper.OrderBy(p => p.Key), Is.EqualTo(model));
    }

    [Test]
    public void Build_AnyGaps_TakesTheSmallerTable([Values(1U, 2U, 3U, 10U)] uint step)
    {
        Dictionary<uint, ulong> model = Enumerable.Range(0, 60_000).ToDictionary(i => (uint)i * step, i => (ulong)i);
        using MemoryRegion region = Build(model);

        // Lines take 8 bytes a pair and are filled to three quarters; an array takes 4 bytes for each number up to the last key.
        Assert.That(RawTable.Open(region.View).Geometry.IsDirect, Is.EqualTo(step * 4 < 8 / 0.75));
        Assert.That(region.Length, Is.LessThanOrEqualTo(64 + (60_000 * 8 * 4 / 3) + 256));
    }

    [Test]
    public void Multi_DenseKeys_GivesTheValuesInTheOrderOfTheInput([Values] bool wide)
    {
        var random = new Random(77);
        var model = new SortedDictionary<uint, List<ulong>>();
        using UInt32IdMapperBuilder builder = UInt32IdMultiMapper.CreateBuilder();
        for (int i = 0; i < 5000; i++)
        {
            (uint key, ulong value) = ((uint)random.Next(1000), wide ? ulong.MaxValue - (ulong)random.Next(10) : (ulong)random.Next());
            builder.Add(key, value);
            model.TryAdd(key, []);
            model[key].Add(value);
        }

        using MemoryRegion region = Write(builder.Build);
        using UInt32IdMultiMapper mapper = UInt32IdMultiMapper.Open(region.View);

        Assert.That(RawTable.Open(region.View).Geometry.IsDirect);
        Assert.That(mapper.ValueCount, Is.EqualTo(5000));
        for (uint key = 0; key < 1010; key++)
        {
            Assert.That(mapper[key].ToArray(), Is.EqualTo(model.GetValueOrDefault(key) ?? []), $"{key}");
        }
    }

    [Test]
    public void Build_AnyMemory_GivesTheSameBytes()
    {
        var random = new Random(5);
        (uint Key, ulong Value)[] pairs = [.. Enumerable.Range(0, 200_000).Select(_ => ((uint)random.Next(250_000), (ulong)random.Next(100)))];
        byte[][] tables = [.. new[] { 1L << 20, 1L << 30 }.Select(budget =>
        {
            using UInt32IdMapperBuilder builder = UInt32IdMapper.CreateBuilder(new IndexBuildOptions { MemoryBudget = budget, Duplicates = DuplicatePolicy.KeepLast });
            foreach ((uint key, ulong value) in pairs)
            {
                builder.Add(key, value);
            }

            var stream = new MemoryStream();
            builder.Build(stream);
            return stream.ToArray();
        })];

        Assert.That(tables[0].AsSpan().SequenceEqual(tables[1]));
        using MemoryRegion region = MemoryRegion.CopyOf(tables[0]);
        using UInt32IdMapper mapper = UInt32IdMapper.Open(region.View);
        Assert.That(RawTable.Open(region.View).Geometry.IsDirect);
        Assert.That(mapper.SequenceEqual(pairs.GroupBy(p => p.Key).OrderBy(g => g.Key).Select(g => KeyValuePair.Create(g.Key, g.Last().Value))));
    }

    [Test]
    public void Merge_DenseAndOtherTables_EqualsABuild()
    {
        using var folder = new TemporaryFolder();
        (ulong Key, ulong Value)[][] inputs =
        [
            [.. Enumerable.Range(0, 4000).Select(i => ((ulong)i, (ulong)i))],
            [.. Enumerable.Range(0, 4000).Select(i => ((ulong)(i * 100), (ulong)i + 10_000))],
            [.. Enumerable.Range(0, 400_000).Select(i => ((ulong)i, (ulong)i + 20_000))],
        ];
        var options = new IndexBuildOptions { Duplicates = DuplicatePolicy.KeepFirst };
        string[] paths = [.. inputs.Select((input, i) => Publish(folder[$"{i}.sbuf"], input, options))];
        foreach (int[] chosen in new[] { (int[])[0, 1], [0, 2], [1, 2], [0, 1, 2] })
        {
            UInt64IdMapper.Merge(chosen.Select(i => paths[i]), folder["merged.sbuf"], options);
            string built = Publish(folder["built.sbuf"], chosen.SelectMany(i => inputs[i]), options);

            Assert.That(File.ReadAllBytes(folder["merged.sbuf"]).AsSpan().SequenceEqual(File.ReadAllBytes(built)), string.Join(" and ", chosen));
        }
    }

    [Test]
    public void Open_HeaderThatCannotBe_Throws()
    {
        using MemoryRegion good = Build(new Dictionary<uint, ulong> { [5] = 1, [6] = 2 });
        byte[] bytes = good.View.AsSpan().ToArray();

        Check(32, 1, "a displacement");
        Check(28, 1, "a first key beyond 32 bits");
        Check(16, 200, "more values than bytes");
        Check(8, 3, "more keys than places");

        void Check(int offset, byte value, string what)
        {
            byte[] damaged = [.. bytes];
            damaged[offset] = value;
            using MemoryRegion region = MemoryRegion.CopyOf(damaged);
            Assert.That(() => UInt32IdMapper.Open(region.View), Throws.TypeOf<CorruptBufferException>(), what);
        }
    }

    private static void CheckEnumeration<TKey>(IdMapper<TKey> mapper, Dictionary<TKey, ulong> model)
        where TKey : notnull
    {
        Assert.That(mapper.LongCount, Is.EqualTo(model.Count));
        Assert.That(mapper.ToArray(), Has.Length.EqualTo(model.Count));
        Assert.That(mapper.All(p => model[p.Key] == p.Value));
    }

    private static MemoryRegion Build(Dictionary<uint, ulong> pairs)
    {
        using UInt32IdMapperBuilder builder = UInt32IdMapper.CreateBuilder();
        foreach ((uint key, ulong value) in pairs)
        {
            builder.Add(key, value);
        }

        return Write(builder.Build);
    }

    private static MemoryRegion Build(Dictionary<ulong, ulong> pairs)
    {
        using UInt64IdMapperBuilder builder = UInt64IdMapper.CreateBuilder();
        foreach ((ulong key, ulong value) in pairs)
        {
            builder.Add(key, value);
        }

        return Write(builder.Build);
    }

    private static string Publish(string path, IEnumerable<(ulong Key, ulong Value)> pairs, IndexBuildOptions options)
    {
        using UInt64IdMapperBuilder builder = UInt64IdMapper.CreateBuilder(options);
        foreach ((ulong key, ulong value) in pairs)
        {
            builder.Add(key, value);
        }

        builder.Publish(path);
        return path;
    }

    private static MemoryRegion Write(Func<Stream, long> build)
    {
        var stream = new MemoryStream();
        build(stream);
        return MemoryRegion.CopyOf(stream.ToArray());
    }
}
