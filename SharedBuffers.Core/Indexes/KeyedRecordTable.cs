using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using SharedBuffers.Diagnostics;
using SharedBuffers.Hashing;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Indexes;

/// <summary>
/// From byte-string keys to records that carry their key: the index of a dictionary. A hit touches one line of the table and the line where key and record meet.
/// </summary>
/// <remarks>
/// References are offsets of records from the start of the records' bytes, multiples of 8. Each record has its key right before it, read backwards:
/// <c>[key bytes][u32 key length][record]</c>. Immutable and thread-safe; lookups allocate nothing for keys up to <see cref="Utf8Key.StackLength"/> bytes.
/// </remarks>
internal sealed unsafe class KeyedRecordTable
{
    /// <summary>No offset: what a search gives that finds nothing. No record lies at 0, since its key is before it.</summary>
    public const long None = 0;

    /// <summary>Lookups of a batch that are in flight together: enough to cover memory latency, few enough for the line-fill buffers.</summary>
    private const int BatchSize = 32;

    private readonly RawTable _table;

    // The longest keys that are looked up as KeyWords: none where references are wide, which are for more than 32 GiB of records.
    private readonly uint _longestWords;

    private KeyedRecordTable(RawTable table, BufferView records)
    {
        _table = table;
        _longestWords = table.Geometry.ValueWidth == sizeof(uint) ? KeyWords.MaxLength : 0;
        RecordsLength = records.Length;

        // SAFETY: records and table lie in one region. A search asks the region for the table's bytes before it compares, and throws once the region is disposed.
        Records = records.Region.GetPointer(records.Offset, records.Length);
    }

    /// <summary>The bytes of the records, good while the region is open.</summary>
    public byte* Records { get; }

    /// <summary>How many there are.</summary>
    public long RecordsLength { get; }

    /// <summary>Distinct keys.</summary>
    public long Count => _table.Count;

    /// <summary>The table below, for enumeration and for what the file tells about it.</summary>
    public RawTable Table => _table;

    /// <summary>Checks the header of the table; O(1).</summary>
    /// <exception cref="ArgumentException">Table and records lie in different regions.</exception>
    /// <exception cref="CorruptBufferException">The bytes are no table of references.</exception>
    public static KeyedRecordTable Open(BufferView table, BufferView records)
    {
        if (!ReferenceEquals(table.Region, records.Region))
        {
            ThrowHelper.Argument("A table and its records lie in one region.", nameof(records));
        }

        return new KeyedRecordTable(RawTable.Open(table).Expect(HashTableKind.References), records);
    }

    /// <summary>Offset of the record with this key; <see cref="None"/> when there is none.</summary>
    /// <remarks>
    /// PERF: scenario record. The searches are calls, so that they have the registers for themselves and their callers room to read the record in line: searches in line, and with them
    /// views that are passed through memory, took half as many instructions again.
    /// </remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public long Find(ReadOnlySpan<byte> key)
    {
        RawTable table = _table;
        return (uint)key.Length <= _longestWords && KeyWords.HasEnds(key.Length)
            ? FindWords(table, KeyWords.Load(key, table.PreparedSeed, out ulong hash), key, hash)
            : FindOther(key);
    }

    /// <summary>The same for a key whose hash the caller has, made with the seed of the table.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public long Find(ReadOnlySpan<byte> key, ulong hash) => (uint)key.Length <= _longestWords && KeyWords.HasEnds(key.Length) ? FindWords(_table, KeyWords.Load(key), key, hash) : FindOther(key, hash);

    /// <summary>The same for a text, compared as UTF-8. Text with a lone surrogate equals no key.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public long Find(ReadOnlySpan<char> key) => KeyWords.TryNarrow(key, out KeyWords words) ? Find(words) : FindTranscoded(key);

    /// <summary>The same for a key in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Find(KeyWords key) =>
        _table.TryFindSlot(new KeyedRecordWordsMatcher(this, key), key.Hash(_table.PreparedSeed), out ulong reference) ? (long)reference : None;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long FindWords(RawTable table, in KeyWords words, ReadOnlySpan<byte> key, ulong hash) =>
        table.TryFindSlot(new KeyedRecordSpanMatcher(this, words, key), hash, out ulong reference) ? (long)reference : None;

    // Keys that are no KeyWords.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private long FindOther(ReadOnlySpan<byte> key)
    {
        fixed (byte* k = key)
        {
            return FindHashed(k, key.Length, XxHash3.Hash64(k, key.Length, _table.Seed));
        }
    }

    /// <summary>The search for any key and with any number of steps.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal long FindOther(ReadOnlySpan<byte> key, ulong hash)
    {
        fixed (byte* k = key)
        {
            return FindHashed(k, key.Length, hash);
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private long FindTranscoded(ReadOnlySpan<char> key)
    {
        // SAFETY: the span covers exactly the bytes on the stack, and dies with this frame.
        byte* buffer = stackalloc byte[Utf8Key.StackLength];
        using var utf8 = new Utf8Key(key, new Span<byte>(buffer, Utf8Key.StackLength));
        return utf8.IsValid ? Find(utf8.Bytes) : None;
    }

    /// <summary>
    /// Looks many keys up together, so that their cache misses overlap. Keys lie end to end in <paramref name="keys"/>; key i ends at <c>ends[i]</c>.
    /// </summary>
    /// <param name="keys">The bytes of all keys.</param>
    /// <param name="ends">End of each key in <paramref name="keys"/>, ascending.</param>
    /// <param name="recordOffsets">Receives an offset a key, <see cref="None"/> where there is no such key.</param>
    /// <returns>Keys found.</returns>
    public int TryFindBatch(ReadOnlySpan<byte> keys, ReadOnlySpan<int> ends, Span<long> recordOffsets) => TryFindBatch(keys, ends, default, recordOffsets);

    /// <summary>The same for keys whose hashes the caller may have.</summary>
    /// <param name="keys">The bytes of all keys.</param>
    /// <param name="ends">End of each key in <paramref name="keys"/>, ascending.</param>
    /// <param name="known">Hashes of the keys under the seed of the table; empty to make them here.</param>
    /// <param name="recordOffsets">Receives an offset a key, <see cref="None"/> where there is no such key.</param>
    public int TryFindBatch(ReadOnlySpan<byte> keys, ReadOnlySpan<int> ends, ReadOnlySpan<ulong> known, Span<long> recordOffsets)
    {
        if (recordOffsets.Length < ends.Length)
        {
            ThrowHelper.Argument($"{recordOffsets.Length} results do not hold {ends.Length} keys.", nameof(recordOffsets));
        }

        ulong* hashes = stackalloc ulong[BatchSize];
        long* references = stackalloc long[BatchSize];
        int found = 0;
        fixed (byte* all = keys)
        {
            for (int first = 0; first < ends.Length; first += BatchSize)
            {
                int count = Math.Min(BatchSize, ends.Length - first);
                for (int i = 0; i < count; i++)
                {
                    (int start, int length) = KeyAt(keys, ends, first + i);
                    hashes[i] = known.IsEmpty ? XxHash3.Hash64(all + start, length, _table.Seed) : known[first + i];
                    _table.PrefetchReferences(hashes[i]);
                }

                for (int i = 0; i < count; i++)
                {
                    references[i] = _table.PeekReference(hashes[i]);
                    if (Sse.IsSupported && references[i] > RawTable.UnknownReference)
                    {
                        // SAFETY: a prefetch reads nothing, whatever the address. The key begins in one line and the record in another as often as not.
                        byte* record = Records + references[i];
                        Sse.Prefetch0(record - sizeof(uint) - KeyAt(keys, ends, first + i).Length);
                        Sse.Prefetch0(record);
                    }
                }

                for (int i = 0; i < count; i++)
                {
                    (int start, int length) = KeyAt(keys, ends, first + i);
                    recordOffsets[first + i] = FindPeeked(references[i], all + start, length, hashes[i]);
                    found += recordOffsets[first + i] != None ? 1 : 0;
                }
            }
        }

        return found;
    }

    // What the tags have told already is not asked again.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long FindPeeked(long reference, byte* key, int length, ulong hash)
    {
        if (reference == None)
        {
            return None;
        }

        bool found = new KeyedRecordMatcher(Records, RecordsLength, key, length).DifferenceFrom(null, (ulong)reference) == Vector128<byte>.Zero;
        GC.KeepAlive(_table.View.Region);
        return found ? reference : FindHashed(key, length, hash);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long FindHashed(byte* key, int length, ulong hash) =>
        _table.TryFindSlot(new KeyedRecordMatcher(Records, RecordsLength, key, length), hash, out ulong reference) ? (long)reference : None;

    private static (int Start, int Length) KeyAt(ReadOnlySpan<byte> keys, ReadOnlySpan<int> ends, int index)
    {
        int start = index == 0 ? 0 : ends[index - 1];
        int length = ends[index] - start;
        if (start < 0 || length < 0 || ends[index] > keys.Length)
        {
            ThrowHelper.ArgumentOutOfRange(nameof(ends), ends[index], "Ends ascend and stay within the keys.");
        }

        return (start, length);
    }
}
