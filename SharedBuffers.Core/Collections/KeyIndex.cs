using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Indexes;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Collections;

/// <summary>
/// From keys to offsets of records, for every kind of key and both places where keys can be. It knows tables and records, not what a view makes of them.
/// </summary>
/// <remarks>Offsets that it returns come from mapped bytes: whoever reads a record there checks them.</remarks>
internal sealed class KeyIndex
{
    private const int Unit = 8;

    private readonly KeyedRecordTable? _keyed;
    private readonly RawTable _table;

    public KeyIndex(BundleIndex index, BufferView table, RecordArea records)
    {
        KeyKind = index.KeyKind;
        Role = index.Role;
        Records = records;
        Array = index.Array;
        if (IsText && IsPrimary)
        {
            _keyed = KeyedRecordTable.Open(table, records.View);
            _table = _keyed.Table;
        }
        else
        {
            _table = RawTable.Open(table).Expect(IsText ? HashTableKind.InlineKeys : KeyKind.IsNarrow() ? HashTableKind.UInt32Keys : HashTableKind.UInt64Keys);
        }

        if (IsPrimary && Count != Offsets.Count)
        {
            ThrowHelper.Corrupt($"The index has {Count} keys for {Offsets.Count} records", table.Offset);
        }
    }

    public KeyKind KeyKind { get; }

    public IndexRole Role { get; }

    public RecordArea Records { get; }

    /// <summary>The array that the records are.</summary>
    public BundleArray Array { get; }

    public RecordOffsets Offsets => Array.Offsets;

    /// <summary>Keys.</summary>
    public long Count => _table.Count;

    /// <summary>Most positions that <see cref="TryMoveNext"/> can return: records in their order, or slots of the table.</summary>
    private long PositionCount => IsPrimary ? Offsets.Count : _table.PositionCount;

    private bool IsPrimary => Role == IndexRole.Primary;

    private bool IsText => KeyKind == KeyKind.Utf8;

    /// <summary>Finds a text key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFind(ReadOnlySpan<byte> utf8Key, out long offset) =>
        _keyed is { } keyed ? keyed.TryFind(utf8Key, out offset) : TryFindInTable(utf8Key, out offset);

    /// <summary>Finds a text key.</summary>
    [SkipLocalsInit]
    public bool TryFind(ReadOnlySpan<char> key, out long offset)
    {
        Span<byte> stack = stackalloc byte[Utf8Key.StackLength];
        using var utf8 = new Utf8Key(key, stack);
        if (!utf8.IsValid)
        {
            // No stored key can equal text that has no UTF-8 form.
            offset = 0;
            return false;
        }

        return TryFind(utf8.Bytes, out offset);
    }

    /// <summary>Finds an integer key. The caller knows that the keys are of this type.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFindInteger<TKey>(TKey key, out long offset)
    {
        ulong bits = KeyKinds.ToBits(key);
        ulong units;
        bool found = Unsafe.SizeOf<TKey>() == sizeof(uint)
            ? _table.TryFindUInt32((uint)bits, out units)
            : _table.TryFindUInt64(bits, out units);
        offset = unchecked((long)(units * Unit));
        return found;
    }

    /// <summary>Starts loading what a lookup of this key will read first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchInteger<TKey>(TKey key)
    {
        ulong bits = KeyKinds.ToBits(key);
        if (Unsafe.SizeOf<TKey>() == sizeof(uint))
        {
            _table.PrefetchUInt32((uint)bits);
        }
        else
        {
            _table.PrefetchUInt64(bits);
        }
    }

    /// <summary>Finds many text keys, which lie end to end in <paramref name="utf8Keys"/>; 0 for those that are not there.</summary>
    public int TryFindBatch(ReadOnlySpan<byte> utf8Keys, ReadOnlySpan<int> ends, Span<long> offsets)
    {
        if (_keyed is { } keyed)
        {
            return keyed.TryFindBatch(utf8Keys, ends, offsets);
        }

        int found = 0;
        for (int i = 0; i < ends.Length; i++)
        {
            int start = i == 0 ? 0 : ends[i - 1];
            found += TryFind(utf8Keys[start..ends[i]], out offsets[i]) ? 1 : 0;
        }

        return found;
    }

    /// <summary>Moves to the next key: in the order of the records for a primary index, in that of the table for others.</summary>
    /// <param name="position">Position of the key before, -1 at the start; receives that of the next.</param>
    /// <param name="offset">Offset of its record.</param>
    public bool TryMoveNext(ref long position, out long offset)
    {
        offset = 0;
        while (position < PositionCount)
        {
            if (++position >= PositionCount)
            {
                return false;
            }

            if (IsPrimary)
            {
                offset = Offsets.GetOffset(position);
                return true;
            }

            if (IsText ? _table.TryReadInline(position, out _, out ulong units) : _table.TryReadInteger(position, out _, out units))
            {
                offset = unchecked((long)(units * Unit));
                return true;
            }
        }

        return false;
    }

    /// <summary>The text key at a position that <see cref="TryMoveNext"/> found.</summary>
    public BufferView GetTextKey(long position, long offset) => IsPrimary ? Records.GetTextKey(offset) : _table.GetInlineKey(position);

    /// <summary>The integer key at a position that <see cref="TryMoveNext"/> found.</summary>
    public ulong GetIntegerKey(long position, long offset)
    {
        if (IsPrimary)
        {
            return Records.GetIntegerKey(offset);
        }

        _table.TryReadInteger(position, out ulong mixed, out _);
        return KeyKind.IsNarrow() ? IntegerHash.Unmix32((uint)mixed, _table.Seed) : IntegerHash.Unmix64(mixed, _table.Seed);
    }

    private bool TryFindInTable(ReadOnlySpan<byte> utf8Key, out long offset)
    {
        bool found = _table.TryFindInline(utf8Key, out ulong units);
        offset = unchecked((long)(units * Unit));
        return found;
    }
}
