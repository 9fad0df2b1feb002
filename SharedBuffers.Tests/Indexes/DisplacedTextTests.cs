using System.Text;
using NUnit.Framework;
using SharedBuffers.Diagnostics;
using SharedBuffers.Indexes;
using SharedBuffers.Layout;
using SharedBuffers.Memory;
using SharedBuffers.Tests.Support;
using SharedBuffers.Verification;

namespace SharedBuffers.Tests.Indexes;

/// <summary>Few byte-string keys have one place each, by the hash of 16 of their bytes; every other property of a mapper stays as it is.</summary>
public sealed class DisplacedTextTests
{
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(6)]
    [TestCase(7)]
    [TestCase(300)]
    [TestCase(6000)]
    public void Lookup_RandomKeysOfAnyLength_AgreesWithADictionary(int count)
    {
        List<byte[]> keys = RandomKeys.Distinct(new Random(count), 2 * count, 0, 300);
        Dictionary<string, ulong> model = keys.Take(count).Select((key, i) => (Text: Encoding.Latin1.GetString(key), Value: (ulong)i << 30)).ToDictionary(p => p.Text, p => p.Value);
        using MemoryRegion region = Write(model.Select(p => (Encoding.Latin1.GetBytes(p.Key), p.Value)));
        using StringIdMapper mapper = StringIdMapper.Open(region.View);

        Assert.That(RawTable.Open(region.View).Geometry.IsDisplaced);
        CheckLookups(mapper, model, keys);
    }

    [Test]
    public void Lookup_KeysOfOneLength_FindsThemAsTextAndAsBytes([Range(0, 40)][Values(63, 64, 65, 128, 239, 240, 241, 400)] int length)
    {
        string[] keys = [.. Enumerable.Range(0, 200).Select(i => KeyOf(i, length)).Distinct()];
        string[] others = [.. Enumerable.Range(200, 200).Select(i => KeyOf(i, length)).Except(keys)];
        using MemoryRegion region = Write(keys.Select((key, i) => (Encoding.ASCII.GetBytes(key), (ulong)i)));
        using StringIdMapper mapper = StringIdMapper.Open(region.View);

        Assert.That(RawTable.Open(region.View).Geometry.IsDisplaced);
        for (int i = 0; i < keys.Length; i++)
        {
            Assert.That((mapper[keys[i]], mapper[Encoding.ASCII.GetBytes(keys[i])]), Is.EqualTo(((ulong)i, (ulong)i)), keys[i]);
        }

        Assert.That(others.Any(key => mapper.ContainsKey(key) || mapper.ContainsKey(Encoding.ASCII.GetBytes(key))), Is.False);
        Assert.That(mapper.ContainsKey(keys[0] + "x") || mapper.ContainsKey("x" + keys[0]), Is.False);

        static string KeyOf(int i, int length) => string.Concat(Enumerable.Repeat(((uint)i * 2654435761U).ToString("x8", null), 50))[^length..];
    }

    [TestCase(2, 0, 8, Description = "the first eight bytes tell keys apart")]
    [TestCase(2, 32, 8, Description = "the last eight")]
    [TestCase(3, 24, 8, Description = "the eight before those")]
    [TestCase(0, 8, 8, Description = "the eight behind the first")]
    [TestCase(null, 16, 8, Description = "bytes in the middle: no words do")]
    public void Build_WhereKeysDiffer_DecidesWhichWordsAreHashed(int? words, int offset, int length)
    {
        const int Count = 500;
        byte[][] keys = [.. Enumerable.Range(0, 2 * Count).Select(i =>
        {
            byte[] key = Encoding.ASCII.GetBytes(new string('-', 40));
            Encoding.ASCII.GetBytes(i.ToString("d8", null)[^length..]).CopyTo(key, offset);
            return key;
        })];
        using MemoryRegion region = Write(keys.Take(Count).Select((key, i) => (key, (ulong)i)));
        using StringIdMapper mapper = StringIdMapper.Open(region.View);
        TableGeometry geometry = RawTable.Open(region.View).Geometry;

        Assert.That(geometry.IsDisplaced ? (int?)geometry.Words : null, Is.EqualTo(words));
        CheckLookups(mapper, keys.Take(Count).Select((key, i) => (Key: Encoding.Latin1.GetString(key), Value: (ulong)i)).ToDictionary(p => p.Key, p => p.Value), [.. keys]);
    }

    [Test]
    public void Build_KeysThatDifferInTheMiddleOnly_ByTwos_HashesTheInnerWords()
    {
        // Two keys each of one beginning and one end: what lies between the outer and the inner words tells them apart.
        byte[][] keys = [.. Enumerable.Range(0, 400).Select(i => Encoding.ASCII.GetBytes($"--------{i / 20:d8}========{i % 20:d8}--------"))];
        using MemoryRegion region = Write(keys.Select((key, i) => (key, (ulong)i)));
        using StringIdMapper mapper = StringIdMapper.Open(region.View);

        Assert.That(RawTable.Open(region.View).Geometry.Words, Is.EqualTo(SampledWords.Inner));
        Assert.That(keys.Select((key, i) => mapper[key] == (ulong)i), Is.All.True);
    }

    [TestCase(20, 27_852, true, Description = "2^15 slots of 32 bytes")]
    [TestCase(20, 27_853, false, Description = "2^16 slots of 32 bytes")]
    [TestCase(240, 3_481, true, Description = "2^12 slots of 256 bytes")]
    [TestCase(240, 3_482, false, Description = "2^13 slots of 256 bytes")]
    public void Build_MoreBytesThanACacheHolds_TakesTags(int length, int count, bool isDisplaced)
    {
        var pairs = Enumerable.Range(0, count).Select(i => (Encoding.ASCII.GetBytes(((uint)i * 2654435761U).ToString("d10", null).PadLeft(length, '0')), (ulong)i << 32));
        using MemoryRegion region = Write(pairs);
        TableGeometry geometry = RawTable.Open(region.View).Geometry;

        Assert.That(geometry.IsDisplaced, Is.EqualTo(isDisplaced), $"{geometry}");
    }

    [Test]
    public void Multi_FewKeys_GivesTheValuesInTheOrderOfTheInput([Values] bool wide, [Values] bool longKeys)
    {
        var random = new Random(77);
        var model = new Dictionary<string, List<ulong>>();
        using StringIdMapperBuilder builder = StringIdMultiMapper.CreateBuilder();
        for (int i = 0; i < 5000; i++)
        {
            int number = random.Next(1000);
            string key = longKeys && number % 10 == 0 ? $"{number}{new string('x', 500)}" : $"key {number}";
            ulong value = wide ? ulong.MaxValue - (ulong)random.Next(10) : (ulong)random.Next();
            builder.Add(key, value);
            model.TryAdd(key, []);
            model[key].Add(value);
        }

        using MemoryRegion region = Write(builder.Build);
        using StringIdMultiMapper mapper = StringIdMultiMapper.Open(region.View);

        Assert.That(RawTable.Open(region.View).Geometry.IsDisplaced);
        Assert.That(mapper.ValueCount, Is.EqualTo(5000));
        Assert.That(mapper.Sum(group => (long)group.Count()), Is.EqualTo(5000));
        foreach ((string key, List<ulong> values) in model)
        {
            Assert.That(mapper[key].ToArray(), Is.EqualTo(values), key);
        }
    }

    [Test]
    public void Build_AnyOrderAndMemory_GivesTheSameBytes()
    {
        (byte[], ulong)[] pairs = [.. RandomKeys.Distinct(new Random(3), 6000, 0, 300).Select((key, i) => (key, (ulong)i))];
        using MemoryRegion expected = Write(pairs);
        new Random(3).Shuffle(pairs);
        using MemoryRegion shuffled = Write(pairs, new IndexBuildOptions { MemoryBudget = 1 });

        Assert.That(RawTable.Open(expected.View).Geometry.IsDisplaced);
        Assert.That(shuffled.View.AsSpan().SequenceEqual(expected.View.AsSpan()));
    }

    [Test]
    public void Merge_SmallAndLargeTables_EqualsABuild()
    {
        using var folder = new TemporaryFolder();
        (byte[], ulong)[][] inputs = [Pairs(3000, 10), Pairs(3000, 20), Pairs(60_000, 15), Pairs(1, 7)];
        var options = new IndexBuildOptions { Duplicates = DuplicatePolicy.KeepFirst };
        string[] paths = [.. inputs.Select((input, i) => Publish(folder[$"{i}.sbuf"], input, options))];
        foreach (int[] chosen in new[] { (int[])[0], [0, 1], [1, 2], [2, 0, 1, 3] })
        {
            StringIdMapper.Merge(chosen.Select(i => paths[i]), folder["merged.sbuf"], options);
            string built = Publish(folder["built.sbuf"], chosen.SelectMany(i => inputs[i]), options);

            Assert.That(File.ReadAllBytes(folder["merged.sbuf"]).AsSpan().SequenceEqual(File.ReadAllBytes(built)), string.Join(" and ", chosen));
        }

        static (byte[], ulong)[] Pairs(int count, int distance) =>
            [.. Enumerable.Range(1, count).Select(i => (Encoding.ASCII.GetBytes($"{(i * distance) % 1000}/{i * distance}{new string('x', i % 1000 == 0 ? 300 : 0)}"), ((ulong)count * 1000) + (ulong)i))];
    }

    [Test]
    public void Merge_EntryThatIsNotAtItsPlace_ThrowsCorrupt()
    {
        using var folder = new TemporaryFolder();
        Publish(folder["a.sbuf"], Sample(), new IndexBuildOptions());

        // The first displacement: nothing of its bucket is found any more.
        DamagedFile.Change(folder["a.sbuf"], SectionKind.IdMapper, HashTableHeader.Size, value => (byte)(value ^ 1));

        Assert.That(() => StringIdMapper.Merge([folder["a.sbuf"]], folder["b.sbuf"]), Throws.TypeOf<CorruptBufferException>().With.Message.Contains("20"));
        Assert.That(folder.FileNames, Is.EqualTo(new[] { "a.sbuf" }));
    }

    [TestCase(16, 0, "no slots")]
    [TestCase(16, 1, "one slot")]
    [TestCase(16, 12, "a number of slots that is no power of two")]
    [TestCase(16, 64, "more slots than bytes")]
    [TestCase(32, 1, "a longest displacement")]
    [TestCase(39, 0, "no bits of a bucket")]
    [TestCase(39, 0x80, "words, but no bits of a bucket")]
    [TestCase(39, 17, "too many bits of a bucket")]
    [TestCase(39, 63, "still more bits of a bucket")]
    [TestCase(6, 1, "references")]
    [TestCase(6, 5, "fingerprints")]
    public void Open_HeaderThatCannotBe_ThrowsOrIsFound(int offset, byte value, string what)
    {
        using var folder = new TemporaryFolder();
        Publish(folder["a.sbuf"], Sample(), new IndexBuildOptions());
        DamagedFile.Change(folder["a.sbuf"], SectionKind.IdMapper, offset, _ => value);

        // A table of tags has fewer requirements: of such bytes only a verifier knows that they are none.
        Assert.That(FileVerifier.Verify(folder["a.sbuf"]).IsValid, Is.False, what);
        if (what is not "no bits of a bucket")
        {
            Assert.That(() => StringIdMapper.Open(folder["a.sbuf"]), Throws.TypeOf<CorruptBufferException>(), what);
        }
    }

    [Test]
    public void File_AnyByteOfTheTableChangedAndChecksumsMadeToFit_WhatTheVerifierPassesHasAllItsKeys()
    {
        using var folder = new TemporaryFolder();
        Publish(folder["a.sbuf"], Sample(), new IndexBuildOptions());
        using var file = new DamagedFile(folder["a.sbuf"]);
        int found = file.ChangeEveryByte(SectionKind.IdMapper, (view, what) =>
        {
            using StringIdMapper mapper = StringIdMapper.Open(view);
            int seen = 0;
            foreach (StringIdMapper.Entry entry in mapper.Entries)
            {
                seen += mapper[entry.Key] == entry.Value ? 1 : 0;
            }

            Assert.That(seen, Is.EqualTo(20), what);
        });

        // Values and, within their slots, keys may be any; everything else of the table follows from something.
        Assert.That(found, Is.GreaterThan(4 * HashTableHeader.Size));
    }

    private static IEnumerable<(byte[] Key, ulong Value)> Sample() => Enumerable.Range(0, 20).Select(i => (Encoding.ASCII.GetBytes(i == 9 ? new string('k', 300) : $"key number {i} of 20"), (ulong)i));

    private static void CheckLookups(StringIdMapper mapper, Dictionary<string, ulong> model, List<byte[]> asked)
    {
        ulong[] values = new ulong[asked.Count];
        bool[] found = new bool[asked.Count];
        int end = 0;
        int hits = mapper.TryGetValues([.. asked.SelectMany(key => key)], [.. asked.Select(key => end += key.Length)], values, found);
        for (int i = 0; i < asked.Count; i++)
        {
            bool expected = model.TryGetValue(Encoding.Latin1.GetString(asked[i]), out ulong value);
            if (mapper.TryGetValue(asked[i], out ulong actual) != expected || (actual, values[i], found[i]) != (value, value, expected))
            {
                Assert.Fail($"{Convert.ToHexString(asked[i])}: {actual} and in a batch {values[i]}, not {value}");
            }
        }

        Assert.That(hits, Is.EqualTo(found.Count(f => f)));
        Assert.That(mapper.LongCount, Is.EqualTo(model.Count));
        var entries = new Dictionary<string, ulong>();
        foreach (StringIdMapper.Entry entry in mapper.Entries)
        {
            entries.Add(Encoding.Latin1.GetString(entry.Key), entry.Value);
        }

        Assert.That(entries, Has.Count.EqualTo(model.Count));
        Assert.That(entries.All(pair => model[pair.Key] == pair.Value));
    }

    private static string Publish(string path, IEnumerable<(byte[] Key, ulong Value)> pairs, IndexBuildOptions options)
    {
        using StringIdMapperBuilder builder = Fill(pairs, options);
        builder.Publish(path);
        return path;
    }

    private static MemoryRegion Write(IEnumerable<(byte[] Key, ulong Value)> pairs, IndexBuildOptions? options = null)
    {
        using StringIdMapperBuilder builder = Fill(pairs, options);
        return Write(builder.Build);
    }

    private static StringIdMapperBuilder Fill(IEnumerable<(byte[] Key, ulong Value)> pairs, IndexBuildOptions? options)
    {
        StringIdMapperBuilder builder = StringIdMapper.CreateBuilder(options);
        foreach ((byte[] key, ulong value) in pairs)
        {
            builder.Add(key, value);
        }

        return builder;
    }

    private static MemoryRegion Write(Func<Stream, long> build)
    {
        var stream = new MemoryStream();
        build(stream);
        return MemoryRegion.CopyOf(stream.ToArray());
    }
}
