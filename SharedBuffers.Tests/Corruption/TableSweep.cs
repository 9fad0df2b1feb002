using SharedBuffers.Diagnostics;
using SharedBuffers.Files;
using SharedBuffers.Indexes;
using SharedBuffers.Layout;
using SharedBuffers.Memory;
using SharedBuffers.Tests.Support;
using SharedBuffers.Tests.Verification;

namespace SharedBuffers.Tests.Corruption;

/// <summary>
/// Hash tables of every kind between guard pages, without the rest of a file around them: a lookup that leaves its table or its records leaves the memory.
/// </summary>
internal static class TableSweep
{
    private const int Damages = 3000;

    private static readonly string[] s_keys = [.. Enumerable.Range(0, 24).Select(i => $"key {i}"), "", new string('k', 300), new string('x', 5000)];

    public static int Run()
    {
        using var folder = new TemporaryFolder();
        int steps = 0;
        foreach (bool atEnd in new[] { true, false })
        {
            steps += SweepKeyedRecords(folder, atEnd);
            foreach (string path in SampleFiles.WriteIdMappers(name => folder[name], count: 20))
            {
                steps += SweepIdMapper(path, atEnd);
            }
        }

        return steps;
    }

    private static int SweepKeyedRecords(TemporaryFolder folder, bool atEnd)
    {
        SampleFiles.WriteDictionary(folder["dictionary.sbuf"], count: 20);
        using BufferFile file = BufferFile.Open(folder["dictionary.sbuf"]);
        byte[] table = file.GetView(SectionKind.Index, "key").Slice(IndexHeader.Size).AsSpan().ToArray();
        byte[] records = file.GetView(SectionKind.Rows, "records").AsSpan().ToArray();
        return Sweep([.. table, .. records], atEnd, view =>
        {
            KeyedRecordTable index = KeyedRecordTable.Open(view.Slice(0, table.Length), view.Slice(table.Length, records.Length));
            foreach (string key in s_keys)
            {
                index.Find(key.AsSpan());
            }

            byte[] keys = [.. s_keys.SelectMany(System.Text.Encoding.UTF8.GetBytes)];
            int end = 0;
            int[] ends = [.. s_keys.Select(key => end += key.Length)];
            index.TryFindBatch(keys, ends, new long[ends.Length]);
        });
    }

    private static int SweepIdMapper(string path, bool atEnd)
    {
        using BufferFile file = BufferFile.Open(path);
        byte[] table = file.GetView(SectionKind.IdMapper, "").AsSpan().ToArray();
        return Sweep(table, atEnd, Path.GetFileName(path) switch
        {
            "strings.sbuf" or "strings-tags.sbuf" => view => ReadTexts(StringIdMapper.Open(view), s_keys),
            "uint32.sbuf" or "uint32-lines.sbuf" => view => Read(UInt32IdMapper.Open(view), [.. Enumerable.Range(0, 30).Select(i => (uint)i * 7)]),
            "dense.sbuf" => view => ReadMulti(UInt32IdMultiMapper.Open(view), [.. Enumerable.Range(0, 30).Select(i => (uint)i - 7)]),
            "uint64-multi.sbuf" => view => ReadMulti(UInt64IdMultiMapper.Open(view), [.. Enumerable.Range(0, 30).Select(i => (ulong)i << 33)]),
            "multi.sbuf" or "multi-tags.sbuf" => view => ReadMulti(StringIdMultiMapper.Open(view), s_keys),
            "approximate.sbuf" => view => ReadApproximate(view, s_keys),
            "objects.sbuf" => view => ReadMulti(ObjectIdMultiMapper.Open(view), [3, "key 4", ("key", 2), (2, "x", new HashSet<int> { 2, 3 }), DBNull.Value]),
            _ => view => Read(UInt64IdMapper.Open(view), [.. Enumerable.Range(0, 30).Select(i => (ulong)i << 33)]),
        });
    }

    private static void ReadTexts(StringIdMapper mapper, string[] texts)
    {
        byte[][] keys = [.. texts.Select(System.Text.Encoding.UTF8.GetBytes)];
        int end = 0;
        mapper.TryGetValues([.. keys.SelectMany(key => key)], [.. keys.Select(key => end += key.Length)], new ulong[keys.Length], new bool[keys.Length]);
        foreach (byte[] key in keys)
        {
            mapper.TryGetValue(key, out _);
        }

        Read(mapper, texts);
    }

    private static void Read<TKey>(IdMapper<TKey> mapper, TKey[] keys)
        where TKey : notnull
    {
        foreach (TKey key in keys)
        {
            mapper.TryGetValue(key, out _);
        }

        foreach (KeyValuePair<TKey, ulong> pair in mapper)
        {
            GC.KeepAlive(pair.Value);
        }
    }

    private static void ReadMulti<TKey>(IdMultiMapper<TKey> mapper, TKey[] keys)
        where TKey : notnull
    {
        foreach (TKey key in keys)
        {
            GC.KeepAlive(mapper[key].Sum(value => (long)(value & 0xFF)));
        }

        foreach (IdGroup<TKey> group in mapper)
        {
            GC.KeepAlive(group.Values.ToArray());
        }
    }

    /// <summary>Reads a mapper without keys through every member.</summary>
    internal static void ReadApproximate(BufferView view, string[] keys)
    {
        using ApproximateStringIdMultiMapper mapper = ApproximateStringIdMultiMapper.Open(view);
        ulong sum = (ulong)(mapper.LongCount + mapper.ValueCount) + (ulong)mapper.FingerprintBits;
        var values = new ulong[4096];
        foreach (string key in keys)
        {
            mapper.TryGetValues(System.Text.Encoding.UTF8.GetBytes(key), out ApproximateValues found);
            ulong hash = ApproximateStringIdMultiMapper.HashOf(key);
            sum += mapper.MayContainHash(hash) && mapper.MayContain(key) && mapper.TryGetFirst(key, out ulong first) && mapper.TryGetFirstOfHash(hash, out first) ? first : 0;
            sum += found.IsEmpty ? 0 : found.First + (found.Contains(3) ? 1UL : 0);
            if (found.CountValues() <= values.Length)
            {
                sum += (ulong)found.CopyTo(values);
            }
        }

        var results = new ApproximateValues[keys.Length];
        byte[] bytes = [.. keys.SelectMany(System.Text.Encoding.UTF8.GetBytes)];
        int end = 0;
        int[] ends = [.. keys.Select(key => end += key.Length)];
        sum += (ulong)mapper.TryGetValues(bytes, ends, results) + (ulong)mapper.TryGetValues(keys, results);
        sum += (ulong)results.Sum(result => result.Take(100).Count());
        int groups = 0;
        foreach (IdGroup<ulong> group in mapper)
        {
            sum += group.Key + (ulong)group.Values.Count;
            groups++;
        }

        foreach (ulong fingerprint in mapper.Fingerprints)
        {
            sum += fingerprint;
        }

        foreach (ulong value in mapper.Values.Take(10_000))
        {
            sum += value;
        }

        GC.KeepAlive(sum + (ulong)groups + (ulong)mapper.CopyTo(Stream.Null));
    }

    private static int Sweep(byte[] table, bool atEnd, Action<BufferView> read)
    {
        using var region = new GuardedRegion(table, atEnd);
        read(region.View);
        var random = new Random(table.Length);
        int refused = 0;
        for (int i = 0; i < Damages; i++)
        {
            // The header is small and decides most: every second damage goes there.
            int offset = random.Next(i % 2 == 0 ? HashTableHeader.Size : table.Length);
            region.Bytes[offset] = random.Next(4) switch { 0 => 0, 1 => 0xFF, 2 => (byte)(region.Bytes[offset] ^ (1 << random.Next(8))), _ => (byte)random.Next(256) };
            try
            {
                read(region.View);
            }
            catch (CorruptBufferException)
            {
                refused++;
            }

            // Damages add up for a while.
            if (i % 4 == 3)
            {
                table.CopyTo(region.Bytes);
            }
        }

        return refused > 0 ? Damages : throw new InvalidOperationException("no damage was noticed");
    }
}
