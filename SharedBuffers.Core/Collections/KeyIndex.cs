using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Indexes;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Collections;

/// <summary>
/// From keys to offsets of records, for every kind of key and both places where keys can be. It knows tables and records, not what a view makes of them.
/// </summary>
/// <remarks>
/// <para>A search gives the <em>entry</em> of a key: the offset of its record in units of 8 bytes or, in a table with several records a key, the place of a run of
/// such offsets. No record lies at 0, so the entry 0 says that there is no such key.</para>
/// <para>Entries and offsets come from mapped bytes: whoever reads a record there checks them.</para>
/// </remarks>
internal sealed partial class KeyIndex
{
    private const int Unit = 8;

    private readonly KeyedRecordTable? _keyed;

    // The same where keys are stored as callers have them: not those of any type.
    private readonly KeyedRecordTable? _plain;
    private readonly RawTable _table;

    public KeyIndex(BundleIndex index, BufferView table, RecordArea records)
    {
        KeyKind = index.KeyKind;
        Role = index.Role;
        Records = records;
        Array = index.Array;
        if (IsByteString && IsPrimary)
        {
            _keyed = KeyedRecordTable.Open(table, records.View);
            _plain = KeyKind == KeyKind.Object ? null : _keyed;
            _table = _keyed.Table;
        }
        else
        {
            _table = RawTable.Open(table).Expect(IsByteString ? HashTableKind.InlineKeys : KeyKind.IsNarrow() ? HashTableKind.UInt32Keys : HashTableKind.UInt64Keys);
        }

        if (IsPrimary && (Count != Offsets.Count || _table.IsMulti))
        {
            ThrowHelper.Corrupt($"The primary index has {Count} keys and {_table.ValueCount} pairs for {Offsets.Count} records", table.Offset);
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

    /// <summary>Pairs of a key and a record.</summary>
    public long PairCount => _table.ValueCount;

    /// <summary>Most positions that <see cref="TryMoveNext"/> can return: records in their order, or slots of the table.</summary>
    private long PositionCount => IsPrimary ? Offsets.Count : _table.PositionCount;

    private bool IsPrimary => Role == IndexRole.Primary;

    private bool IsByteString => KeyKind.IsByteString();

    /// <summary>Finds a byte-string key: the text's UTF-8, the bytes, the 16 bytes of a GUID, the canonical bytes of a key of any type.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFind(ReadOnlySpan<byte> key, out ulong entry) =>
        _keyed is { } keyed ? EntryOf(keyed.Find(key), out entry) : _table.TryFindInline(key, out entry);

    /// <summary>Finds a text key. Text that has no UTF-8 form equals no key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFind(ReadOnlySpan<char> key, out ulong entry) =>
        _keyed is { } keyed ? EntryOf(keyed.Find(key), out entry) : _table.TryFindInline(key, out entry);

    /// <summary>Finds a key. The caller knows that the keys are of this type.</summary>
    /// <exception cref="ArgumentNullException">The key is null.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFind<TKey>(TKey key, out ulong entry)
    {
        if (KeyKinds.IsText<TKey>())
        {
            ArgumentNullException.ThrowIfNull(key);
            return TryFind(Unsafe.As<string>(key).AsSpan(), out entry);
        }

        if (!KeyKinds.IsInteger<TKey>())
        {
            return TryFindOther(key, out entry);
        }

        ulong bits = KeyKinds.ToBits(key);
        return Unsafe.SizeOf<TKey>() == sizeof(uint) ? _table.TryFindUInt32((uint)bits, out entry) : _table.TryFindUInt64(bits, out entry);
    }

    /// <summary>
    /// Finds the first record of a key that a caller has as bytes: what <see cref="FirstOffsetOf"/> makes of its entry, without the way over the entry where there is none.
    /// </summary>
    /// <typeparam name="TKey">What the caller says that keys are.</typeparam>
    /// <returns>Offset of the record; 0 when there is none.</returns>
    /// <exception cref="InvalidOperationException">The keys are integers or tuples.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long FindRecord<TKey>(ReadOnlySpan<byte> key) => _plain is { } table ? table.Find(key) : FindOtherRecord<TKey>(key);

    /// <summary>The same for a byte-string key as it is stored.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long FindStoredRecord(StoredKey key)
    {
        ulong hash = _table.HashOf(key.Bytes, key.Hash);
        return _keyed is { } keyed ? keyed.Find(key.Bytes, hash) : FirstOffset(_table.TryFindInline(key.Bytes, hash, out ulong entry), entry);
    }

    /// <summary>The same for a key that a caller has as text.</summary>
    /// <exception cref="InvalidOperationException">The keys are not text.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long FindRecord<TKey>(ReadOnlySpan<char> key)
    {
        KeyKinds.CheckText<TKey>(KeyKind);
        return _plain is { } table ? table.Find(key) : FindOtherRecord(key);
    }

    /// <summary>The same for a key of the type that the caller says.</summary>
    /// <exception cref="ArgumentNullException">The key is null.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long FindRecord<TKey>(TKey key)
    {
        if (KeyKinds.IsText<TKey>())
        {
            ArgumentNullException.ThrowIfNull(key);
            return FindRecord<TKey>(Unsafe.As<string>(key).AsSpan());
        }

        return FirstOffset(TryFind(key, out ulong entry), entry);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long FindOtherRecord<TKey>(ReadOnlySpan<byte> key)
    {
        KeyKinds.CheckByteString<TKey>(KeyKind);
        return FirstOffset(TryFindBytes(key, out ulong entry), entry);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long FindOtherRecord(ReadOnlySpan<char> key) => FirstOffset(TryFindText(key, out ulong entry), entry);

    /// <summary>Finds a key that a caller has as bytes: where keys are of any type, it is the bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFindBytes(ReadOnlySpan<byte> key, out ulong entry) => KeyKind != KeyKind.Object ? TryFind(key, out entry) : TryFindEncoded(key, out entry);

    /// <summary>Finds a key that a caller has as text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFindText(ReadOnlySpan<char> key, out ulong entry) => KeyKind != KeyKind.Object ? TryFind(key, out entry) : TryFindEncoded(key, out entry);

    /// <summary>Finds a key of any one type, where keys are of any type. Nothing is boxed.</summary>
    /// <exception cref="ArgumentException">What is asked for cannot be a key.</exception>
    [SkipLocalsInit]
    public bool TryFindObject<T>(T key, out ulong entry)
    {
        Span<byte> stack = stackalloc byte[EncodedKey.StackLength];
        using var encoded = EncodedKey.OfObject(key, stack);
        entry = 0;
        return encoded.IsValid && TryFind(encoded.Bytes, out entry);
    }

    /// <summary>Finds a key as it is stored.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFind(StoredKey key, out ulong entry) => IsByteString ? TryFindHashed(key.Bytes, _table.HashOf(key.Bytes, key.Hash), out entry)
        : KeyKind.IsNarrow() ? _table.TryFindUInt32((uint)key.Bits, out entry)
        : _table.TryFindUInt64(key.Bits, out entry);

    /// <summary>The places of all records of a key by its entry, at least one: <see cref="OffsetOf"/> makes an offset of each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public IdValues PlacesOf(ulong entry) => _table.ValuesOf(entry);

    /// <summary>Starts loading what tells where the records of keys lie, for keys that have several.</summary>
    /// <param name="entries">What a search gave.</param>
    public void PrefetchPlaces(ReadOnlySpan<ulong> entries) => _table.PrefetchRuns(entries);

    /// <summary>Offset of the first record of a key by its entry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long FirstOffsetOf(ulong entry) => OffsetOf(_table.FirstOf(entry));

    /// <summary>Offset of the record at a place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long OffsetOf(ulong place) => unchecked((long)(place * Unit));

    /// <summary>Moves to the next key: in the order of the records for a primary index, in that of the table for others.</summary>
    /// <param name="position">Position of the key before, -1 at the start; receives that of the next.</param>
    /// <param name="entry">Its entry.</param>
    public bool TryMoveNext(ref long position, out ulong entry)
    {
        entry = 0;
        while (position < PositionCount)
        {
            if (++position >= PositionCount)
            {
                return false;
            }

            if (IsPrimary)
            {
                entry = (ulong)Offsets.GetOffset(position) / Unit;
                return true;
            }

            if (IsByteString ? _table.TryReadInline(position, out _, out entry) : _table.TryReadInteger(position, out _, out entry))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The byte-string key at a position that <see cref="TryMoveNext"/> found.</summary>
    public BufferView GetKey(long position, ulong entry) => IsPrimary ? Records.GetKey(FirstOffsetOf(entry)) : _table.GetInlineKey(position);

    /// <summary>The key at a position that <see cref="TryMoveNext"/> found.</summary>
    public TKey GetKey<TKey>(long position, ulong entry)
    {
        if (KeyKinds.IsInteger<TKey>())
        {
            return KeyKinds.FromBits<TKey>(GetIntegerKey(position, entry));
        }

        BufferView key = GetKey(position, entry);
        return KeyKinds.FromBytes<TKey>(key.AsSpan(), key.Offset);
    }

    /// <summary>The key at a position that <see cref="TryMoveNext"/> found, as it is stored.</summary>
    public StoredKey GetStoredKey(long position, ulong entry) =>
        IsByteString ? new StoredKey(GetKey(position, entry).AsSpan()) : new StoredKey(GetIntegerKey(position, entry));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryFindHashed(ReadOnlySpan<byte> key, ulong hash, out ulong entry) =>
        _keyed is { } keyed ? EntryOf(keyed.Find(key, hash), out entry) : _table.TryFindInline(key, hash, out entry);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool EntryOf(long offset, out ulong entry)
    {
        entry = (ulong)offset / Unit;
        return offset != KeyedRecordTable.None;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long FirstOffset(bool found, ulong entry) => found ? FirstOffsetOf(entry) : 0;

    // GUIDs, and short tuples of integers and text, without being written to memory.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryFindOther<TKey>(TKey key, out ulong entry)
    {
        if (EncodedKey.TryToWords(key, out KeyWords words) && (_keyed is not null || _table.HasRoomFor(words)))
        {
            return _keyed is { } keyed ? EntryOf(keyed.Find(words), out entry) : _table.TryFindInline(words, out entry);
        }

        // A variable of its own: that of the caller would have to be in memory if a call had its address.
        bool found = TryFindEncoded(key, out ulong other);
        entry = other;
        return found;
    }

    [SkipLocalsInit]
    private bool TryFindEncoded<TKey>(TKey key, out ulong entry)
    {
        Span<byte> stack = stackalloc byte[EncodedKey.StackLength];
        using var encoded = EncodedKey.Of(key, stack);
        entry = 0;
        return encoded.IsValid && TryFind(encoded.Bytes, out entry);
    }

    [SkipLocalsInit]
    private bool TryFindEncoded(ReadOnlySpan<byte> key, out ulong entry)
    {
        Span<byte> stack = stackalloc byte[EncodedKey.StackLength];
        using var encoded = EncodedKey.Of(KeyKind, key, stack);
        return TryFind(encoded.Bytes, out entry);
    }

    [SkipLocalsInit]
    private bool TryFindEncoded(ReadOnlySpan<char> key, out ulong entry)
    {
        Span<byte> stack = stackalloc byte[EncodedKey.StackLength];
        using var encoded = EncodedKey.Of(KeyKind, key, stack);
        entry = 0;
        return encoded.IsValid && TryFind(encoded.Bytes, out entry);
    }

    private ulong GetIntegerKey(long position, ulong entry)
    {
        if (IsPrimary)
        {
            return Records.GetIntegerKey(FirstOffsetOf(entry));
        }

        _table.TryReadInteger(position, out ulong key, out _);
        return key;
    }
}
