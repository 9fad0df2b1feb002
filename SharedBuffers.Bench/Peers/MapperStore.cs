using System.Runtime.CompilerServices;
using SharedBuffers.Bench.Data;
using SharedBuffers.Bench.Measuring;
using SharedBuffers.Indexes;
using SharedBuffers.Memory;

namespace SharedBuffers.Bench.Peers;

/// <summary>This library: an id mapper over a mapped file, asked with UTF-8 spans or numbers as its users are told to, and with strings as they may.</summary>
internal sealed class MapperStore : Store
{
    public const string StoreName = "SharedBuffers";
    public const string WithStringsName = "SharedBuffers, string arguments";
    public const string CopiedName = "SharedBuffers, copied to 2 MiB pages";

    /// <summary>Files that <see cref="WriteParts"/> writes.</summary>
    public const int PartCount = 4;

    /// <summary>Keys of one batched call.</summary>
    private const int BatchSize = 32;

    private readonly StringIdMapper? _text;
    private readonly UInt64IdMapper? _numbers;

    private MapperStore(string path, Entries entries, LoadMode mode)
    {
        Name = mode == LoadMode.CopyToHugePages ? CopiedName : StoreName;
        if (entries.IsText)
        {
            _text = StringIdMapper.Open(path, mode);
            LargePages.Load(_text.Region);
        }
        else
        {
            _numbers = UInt64IdMapper.Open(path, mode);
            LargePages.Load(_numbers.Region);
        }
    }

    public override string Name { get; }

    public override Role Role => Role.Subject;

    /// <summary>Bytes of the table in the file.</summary>
    public long ByteLength => _text?.ByteLength ?? _numbers!.ByteLength;

    /// <summary>Opens a file, asks for large pages, warms it up and locks it: page faults are no part of lookups.</summary>
    public static MapperStore Open(string path, Entries entries, LoadMode mode = LoadMode.Map) => new(path, entries, mode);

    public static void Write(string path, Entries entries)
    {
        if (!entries.IsText)
        {
            using UInt64IdMapperBuilder numbers = UInt64IdMapper.CreateBuilder();
            for (long i = 0; i < entries.Count; i++)
            {
                numbers.Add(KeySpace.Number(i), KeySpace.Value(i));
            }

            numbers.Publish(path);
            return;
        }

        WriteTexts(path, entries, 0, entries.Count);
    }

    /// <summary>Writes the same text entries as parts of equal size, for a merge into the file at the path.</summary>
    public static void WriteParts(string path, Entries entries)
    {
        long first = 0;
        foreach ((int index, string part) in PartPaths(path).Index())
        {
            long end = entries.Count * (index + 1) / PartCount;
            WriteTexts(part, entries, first, end);
            first = end;
        }
    }

    /// <summary>Where the parts of a file are.</summary>
    public static string[] PartPaths(string path) => [.. Enumerable.Range(0, PartCount).Select(i => $"{path}.{i}")];

    private static void WriteTexts(string path, Entries entries, long first, long end)
    {
        using StringIdMapperBuilder text = StringIdMapper.CreateBuilder();
        Span<byte> key = stackalloc byte[entries.TextLength];
        for (long i = first; i < end; i++)
        {
            KeySpace.WriteText(i, key);
            text.Add(key, KeySpace.Value(i));
        }

        text.Publish(path);
    }

    public override Contender Lookups(Queries queries, Pattern pattern, int operations) => queries switch
    {
        TextQueries text => Contender(new Utf8Lookup(_text!, text), pattern, queries, operations),
        NumberQueries numbers => Contender(new NumberLookup(_numbers!, numbers), pattern, queries, operations),
        _ => throw new ArgumentException($"Unknown queries: {queries}.", nameof(queries)),
    };

    /// <summary>The same lookups with ready-made strings, which have to be transcoded.</summary>
    public Contender LookupsWithStrings(TextQueries queries, Pattern pattern, int operations) =>
        Lookup.Contender(WithStringsName, Role.Subject, new StringLookup(_text!, queries.Strings), pattern, queries, operations);

    /// <summary>The same lookups, 32 in a call.</summary>
    public Contender Batches(Queries queries, int operations)
    {
        int windows = Math.Max(1, queries.Count / operations);
        return new Contender(Name, Role.Subject, round =>
        {
            int first = round % windows * operations;
            return queries is TextQueries text ? TextBatches(text, first, operations) : NumberBatches((NumberQueries)queries, first, operations);
        });
    }

    public override void Dispose()
    {
        _text?.Dispose();
        _numbers?.Dispose();
    }

    private ulong TextBatches(TextQueries queries, int first, int count)
    {
        Span<int> ends = stackalloc int[BatchSize];
        for (int i = 0; i < BatchSize; i++)
        {
            ends[i] = (i + 1) * queries.KeyLength;
        }

        Span<ulong> values = stackalloc ulong[BatchSize];
        Span<bool> found = stackalloc bool[BatchSize];
        ulong digest = 0;
        for (int done = 0; done < count; done += BatchSize)
        {
            int size = Math.Min(BatchSize, count - done);
            digest += (ulong)_text!.TryGetValues(queries.Utf8(first + done, size), ends[..size], values, found);
            digest += Sum(values[..size]);
        }

        return digest;
    }

    private ulong NumberBatches(NumberQueries queries, int first, int count)
    {
        Span<ulong> values = stackalloc ulong[BatchSize];
        Span<bool> found = stackalloc bool[BatchSize];
        ulong digest = 0;
        for (int done = 0; done < count; done += BatchSize)
        {
            int size = Math.Min(BatchSize, count - done);
            digest += (ulong)_numbers!.TryGetValues(queries.Keys.AsSpan(first + done, size), values, found);
            digest += Sum(values[..size]);
        }

        return digest;
    }

    private static ulong Sum(ReadOnlySpan<ulong> values)
    {
        ulong sum = 0;
        foreach (ulong value in values)
        {
            sum += value;
        }

        return sum;
    }

    private readonly struct Utf8Lookup(StringIdMapper mapper, TextQueries queries) : ILookup
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool TryGet(int query, out ulong value) => mapper.TryGetValue(queries.Utf8(query), out value);
    }

    private readonly struct StringLookup(StringIdMapper mapper, string[] keys) : ILookup
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool TryGet(int query, out ulong value) => mapper.TryGetValue(keys[query], out value);
    }

    private readonly struct NumberLookup(UInt64IdMapper mapper, NumberQueries queries) : ILookup
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool TryGet(int query, out ulong value) => mapper.TryGetValue(queries.Keys[query], out value);
    }
}
