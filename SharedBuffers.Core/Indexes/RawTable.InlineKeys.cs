using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SharedBuffers.Diagnostics;
using SharedBuffers.Hashing;
using SharedBuffers.Memory;

namespace SharedBuffers.Indexes;

internal sealed unsafe partial class RawTable
{
    /// <summary>Finds the value of a key that lies in its slot or in the key heap.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value, or 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFindInline(ReadOnlySpan<byte> key, out ulong value) => FindInline(key, out value) is not null;

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* FindInline(ReadOnlySpan<byte> key, out ulong value)
    {
        if ((uint)key.Length <= _longestTagged && KeyWords.HasEnds(key.Length))
        {
            return FindSlot(new SpanSlots(KeyWords.Load(key, _seed, out ulong hash), key), hash, out value);
        }

        if ((uint)key.Length <= _longestWords && KeyWords.HasEnds(key.Length))
        {
            return FindDisplaced(key, out value);
        }

        // A variable of its own: that of the caller would have to be in memory if a call had its address.
        byte* found = FindOther(key, out ulong other);
        value = other;
        return found;
    }

    /// <summary>Whether a key in registers would lie in its slot, and is looked up as one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool HasRoomFor(in KeyWords key) => key.Length <= _longestWords;

    /// <summary>The same for a key in registers that a slot has room for; see <see cref="HasRoomFor"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFindInline(KeyWords key, out ulong value) =>
        (_hasSampledKeys ? FindDisplaced(key, out value) : FindSlot(new WordSlots(key), key.Hash(_seed), out value)) is not null;

    /// <summary>The same for a span whose hash the caller has, made by <see cref="HashOf"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFindInline(ReadOnlySpan<byte> key, ulong hash, out ulong value) => FindInline(key, hash, out value) is not null;

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* FindInline(ReadOnlySpan<byte> key, ulong hash, out ulong value)
    {
        if ((uint)key.Length <= _longestTagged && KeyWords.HasEnds(key.Length))
        {
            return FindSlot(new SpanSlots(KeyWords.Load(key), key), hash, out value);
        }

        if ((uint)key.Length <= _longestWords && KeyWords.HasEnds(key.Length))
        {
            return FindDisplaced(key, out value);
        }

        byte* found = FindOther(key, hash, out ulong other);
        value = other;
        return found;
    }

    /// <summary>The hash of a key under <see cref="Seed"/>, for callers who have that under seed 0: nearly always the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong HashOf(ReadOnlySpan<byte> key, ulong unseeded) => Seed == 0 ? unseeded : HashSeeded(key);

    /// <summary>The same for a text, compared as its UTF-8. Text with a lone surrogate equals no key.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFindInline(ReadOnlySpan<char> key, out ulong value)
    {
        if (KeyWords.TryNarrow(key, out KeyWords words) && HasRoomFor(words))
        {
            return TryFindInline(words, out value);
        }

        bool found = TryFindTranscoded(key, out ulong other);
        value = other;
        return found;
    }

    // The key is of length bytes that the caller vouches for, and is not displaced.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* FindTagged(byte* key, int length, ulong hash, out ulong value) => (uint)length <= _keyCapacity
        ? FindSlot(new InlineSlots(key, (uint)length), hash, out value)
        : FindHeapKey(key, length, hash, out value);

    // Keys that are no KeyWords, or longer than a slot has room for, and the first of several values.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private byte* FindOther(ReadOnlySpan<byte> key, out ulong value)
    {
        if (_all is { } all)
        {
            return all.TakeFirst(all.FindInline(key, out value), ref value);
        }

        if (_hasSampledKeys)
        {
            return FindOtherDisplaced(key, out value);
        }

        fixed (byte* k = key)
        {
            return FindTagged(k, key.Length, XxHash3.Hash64(k, key.Length, Seed), out value);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private byte* FindOther(ReadOnlySpan<byte> key, ulong hash, out ulong value)
    {
        if (_all is not null || _hasSampledKeys)
        {
            return FindOther(key, out value);
        }

        fixed (byte* k = key)
        {
            return FindTagged(k, key.Length, hash, out value);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ulong HashSeeded(ReadOnlySpan<byte> key) => XxHash3.Hash64(key, Seed);

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryFindTranscoded(ReadOnlySpan<char> key, out ulong value)
    {
        using var utf8 = new Utf8Key(key, stackalloc byte[Utf8Key.StackLength]);
        value = 0;
        return utf8.IsValid && TryFindInline(utf8.Bytes, out value);
    }

    /// <summary>Key and value of an occupied slot, for enumeration in hash order; false for an empty one. The key is good while the region is open.</summary>
    public bool TryReadInline(long position, out ReadOnlySpan<byte> key, out ulong value)
    {
        // SAFETY: an occupied slot lies in the table, value included.
        byte* slot = _hasSampledKeys ? OccupiedDisplacedSlot(position) : OccupiedSlot(position);
        key = slot is null ? default : KeyOf(slot, position);
        value = slot is null ? 0 : ReadValue(slot);
        GC.KeepAlive(this);
        return slot is not null;
    }

    /// <summary>The key in an occupied slot as a part of the file: what <see cref="TryReadInline"/> shows as a span.</summary>
    public BufferView GetInlineKey(long position)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)position, _slotCount, nameof(position));
        long slot = _tagsOffset - View.Offset + (long)(_slotsStart + ((ulong)position * _stride));
        byte length = View.Read<byte>(slot);
        if (length != TableGeometry.HeapKeyMark)
        {
            return View.Slice(slot + 1, length);
        }

        long offset = View.Read<long>(slot + 1);
        uint heapLength = KeyHeap.Read<uint>(offset);
        return KeyHeap.Slice(offset + sizeof(uint), heapLength);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private byte* FindHeapKey(byte* key, int length, ulong hash, out ulong value) => FindSlot(new HeapSlots(this, key, length), hash, out value);

    private ReadOnlySpan<byte> KeyOf(byte* slot, long position)
    {
        // SAFETY: the slot lies in the table, and a key that is not longer than the capacity lies in the slot.
        int length = *slot;
        if (length == TableGeometry.HeapKeyMark)
        {
            return HeapKeyOf(slot);
        }

        if (length > _keyCapacity)
        {
            ThrowHelper.Corrupt($"A key of {length} bytes in a slot for {_keyCapacity}, at position {position} of the hash table", _tagsOffset + (long)_slotsStart + (position * (long)_stride));
        }

        return new ReadOnlySpan<byte>(slot + 1, length);
    }

    // [u32 length][bytes] in the heap; the view checks both.
    private ReadOnlySpan<byte> HeapKeyOf(byte* slot)
    {
        // SAFETY: the slot lies in the table, and the key capacity is at least 8 bytes.
        long offset = Unsafe.ReadUnaligned<long>(slot + 1);
        uint length = KeyHeap.Read<uint>(offset);
        if (length > int.MaxValue)
        {
            ThrowHelper.Corrupt_OutOfBounds(offset, length, KeyHeap.Length);
        }

        return KeyHeap.GetSpan(offset + sizeof(uint), (int)length);
    }

    private readonly struct InlineSlots(byte* key, uint length) : IRawSlotMatcher
    {
        public static bool PrefetchesTwoLines => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static byte* SlotAt(RawTable table, ulong index) => table.SlotAt(index);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong ReadValue(RawTable table, byte* slot) => table.ReadValue(slot);

        // SAFETY: the slot lies in the table. Its key is compared only when its length equals that of the wanted key, which is not above the key capacity.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector128<byte> DifferenceFrom(byte* slot, ulong value) => *slot == length && KeyBytes.Equal(slot + 1, key, length) ? Vector128<byte>.Zero : Vector128<byte>.AllBitsSet;

        public void Check(ulong value)
        {
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool TryFindFurther(RawTable table, ulong hash, out ulong value) => table.TryFindFurther(this, hash, out value);
    }

    private readonly struct WordSlots(KeyWords key) : IRawSlotMatcher
    {
        public static bool PrefetchesTwoLines => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static byte* SlotAt(RawTable table, ulong index) => table.SlotAt(index);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong ReadValue(RawTable table, byte* slot) => table.ReadValue(slot);

        // SAFETY: as above.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector128<byte> DifferenceFrom(byte* slot, ulong value) => key.DifferenceFromCounted(slot);

        public void Check(ulong value)
        {
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool TryFindFurther(RawTable table, ulong hash, out ulong value) => table.TryFindFurther(this, hash, out value);
    }

    // As WordSlots, for a key that lies in memory: what is left to do in rare cases starts from there, so that lookups keep a key's words no longer than they compare them.
    private readonly ref struct SpanSlots(KeyWords words, ReadOnlySpan<byte> key) : IRawSlotMatcher
    {
        private readonly WordSlots _words = new(words);
        private readonly ReadOnlySpan<byte> _key = key;

        public static bool PrefetchesTwoLines => WordSlots.PrefetchesTwoLines;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static byte* SlotAt(RawTable table, ulong index) => table.SlotAt(index);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong ReadValue(RawTable table, byte* slot) => table.ReadValue(slot);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector128<byte> DifferenceFrom(byte* slot, ulong value) => _words.DifferenceFrom(slot, value);

        public void Check(ulong value)
        {
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool TryFindFurther(RawTable table, ulong hash, out ulong value) => table.FindOther(_key, hash, out value) is not null;
    }

    private readonly struct HeapSlots(RawTable table, byte* key, int length) : IRawSlotMatcher
    {
        public static bool PrefetchesTwoLines => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static byte* SlotAt(RawTable table, ulong index) => table.SlotAt(index);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong ReadValue(RawTable table, byte* slot) => table.ReadValue(slot);

        // SAFETY: the slot lies in the table; the key has the length that the caller of the lookup vouched for.
        public Vector128<byte> DifferenceFrom(byte* slot, ulong value) => *slot == TableGeometry.HeapKeyMark && table.HeapKeyOf(slot).SequenceEqual(new ReadOnlySpan<byte>(key, length))
            ? Vector128<byte>.Zero
            : Vector128<byte>.AllBitsSet;

        public void Check(ulong value)
        {
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool TryFindFurther(RawTable searched, ulong hash, out ulong value) => searched.TryFindFurther(this, hash, out value);
    }
}
