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
    /// <summary>Lookups of a batch that are in flight together: enough to cover memory latency, few enough for the line-fill buffers.</summary>
    private const int BatchSize = 32;

    private readonly RawTable _table;
    private readonly byte* _records;
    private readonly long _recordsLength;

    private KeyedRecordTable(RawTable table, BufferView records)
    {
        _table = table;
        _recordsLength = records.Length;

        // SAFETY: records and table lie in one region. A search asks the region for the table's bytes before it compares, and throws once the region is disposed.
        _records = records.Region.GetPointer(records.Offset, records.Length);
    }

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

    /// <summary>Offset of the record with this key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFind(ReadOnlySpan<byte> key, out long recordOffset)
    {
        if (KeyWords.Fits(key.Length))
        {
            return TryFindWords(KeyWords.Load(key, _table.PreparedSeed, out ulong hash), hash, out recordOffset);
        }

        // A variable of its own: that of the caller would have to be in memory if a call had its address.
        bool found = TryFindOther(key, out long other);
        recordOffset = other;
        return found;
    }

    /// <summary>Offset of the record with this key, whose hash the caller has, made with the seed of the table.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFind(ReadOnlySpan<byte> key, ulong hash, out long recordOffset)
    {
        if (KeyWords.Fits(key.Length))
        {
            return TryFindWords(KeyWords.Load(key), hash, out recordOffset);
        }

        bool found = TryFindOther(key, hash, out long other);
        recordOffset = other;
        return found;
    }

    /// <summary>Offset of the record with this key, compared as UTF-8. Text with a lone surrogate equals no key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFind(ReadOnlySpan<char> key, out long recordOffset)
    {
        if (KeyWords.TryNarrow(key, out KeyWords words))
        {
            return TryFind(words, out recordOffset);
        }

        bool found = TryFindTranscoded(key, out long other);
        recordOffset = other;
        return found;
    }

    /// <summary>Offset of the record with this key, which is in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFind(KeyWords key, out long recordOffset) => TryFindWords(key, key.Hash(_table.PreparedSeed), out recordOffset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryFindWords(KeyWords key, ulong hash, out long recordOffset)
    {
        bool found = _table.TryFindSlot(new KeyedRecordWordsMatcher(_records, _recordsLength, key), hash, out ulong reference);
        recordOffset = (long)reference;
        return found;
    }

    // Keys that are no KeyWords.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryFindOther(ReadOnlySpan<byte> key, out long recordOffset)
    {
        fixed (byte* k = key)
        {
            return TryFindHashed(k, key.Length, XxHash3.Hash64(k, key.Length, _table.Seed), out recordOffset);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryFindOther(ReadOnlySpan<byte> key, ulong hash, out long recordOffset)
    {
        fixed (byte* k = key)
        {
            return TryFindHashed(k, key.Length, hash, out recordOffset);
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryFindTranscoded(ReadOnlySpan<char> key, out long recordOffset)
    {
        // SAFETY: the span covers exactly the bytes on the stack, and dies with this frame.
        byte* buffer = stackalloc byte[Utf8Key.StackLength];
        using var utf8 = new Utf8Key(key, new Span<byte>(buffer, Utf8Key.StackLength));
        if (!utf8.IsValid)
        {
            recordOffset = 0;
            return false;
        }

        return TryFind(utf8.Bytes, out recordOffset);
    }

    /// <summary>
    /// Looks many keys up together, so that their cache misses overlap. Keys lie end to end in <paramref name="keys"/>; key i ends at <c>ends[i]</c>.
    /// </summary>
    /// <param name="keys">The bytes of all keys.</param>
    /// <param name="ends">End of each key in <paramref name="keys"/>, ascending.</param>
    /// <param name="recordOffsets">Receives an offset a key, 0 where there is no such key (no record lies at 0: its key length is before it).</param>
    /// <returns>Keys found.</returns>
    public int TryFindBatch(ReadOnlySpan<byte> keys, ReadOnlySpan<int> ends, Span<long> recordOffsets) => TryFindBatch(keys, ends, default, recordOffsets);

    /// <summary>The same for keys whose hashes the caller may have.</summary>
    /// <param name="keys">The bytes of all keys.</param>
    /// <param name="ends">End of each key in <paramref name="keys"/>, ascending.</param>
    /// <param name="known">Hashes of the keys under the seed of the table; empty to make them here.</param>
    /// <param name="recordOffsets">Receives an offset a key, 0 where there is no such key.</param>
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
                        byte* record = _records + references[i];
                        Sse.Prefetch0(record - sizeof(uint) - KeyAt(keys, ends, first + i).Length);
                        Sse.Prefetch0(record);
                    }
                }

                for (int i = 0; i < count; i++)
                {
                    (int start, int length) = KeyAt(keys, ends, first + i);
                    found += TryFindPeeked(references[i], all + start, length, hashes[i], out recordOffsets[first + i]) ? 1 : 0;
                }
            }
        }

        return found;
    }

    // What the tags have told already is not asked again.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryFindPeeked(long reference, byte* key, int length, ulong hash, out long recordOffset)
    {
        recordOffset = reference;
        if (reference == 0)
        {
            return false;
        }

        bool found = new KeyedRecordMatcher(_records, _recordsLength, key, length).DifferenceFrom(null, (ulong)reference) == Vector128<byte>.Zero;
        GC.KeepAlive(_table.View.Region);
        return found || TryFindHashed(key, length, hash, out recordOffset);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryFindHashed(byte* key, int length, ulong hash, out long recordOffset)
    {
        bool found = _table.TryFindSlot(new KeyedRecordMatcher(_records, _recordsLength, key, length), hash, out ulong reference);
        recordOffset = (long)reference;
        return found;
    }

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
