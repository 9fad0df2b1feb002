using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Hashing;
using SharedBuffers.Memory;

namespace SharedBuffers.Indexes;

internal sealed unsafe partial class RawTable
{
    /// <summary>Finds the value of a key that lies in its slot or in the key heap.</summary>
    /// <param name="key">The key; <paramref name="length"/> bytes that the caller vouches for.</param>
    /// <param name="length">Bytes of the key.</param>
    /// <param name="hash">Its hash, made with <see cref="Seed"/>.</param>
    /// <param name="value">The value, or 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFindInline(byte* key, int length, ulong hash, out ulong value)
    {
        byte* slot;
        if ((uint)length <= _keyCapacity)
        {
            var matcher = new InlineSlots(key, (uint)length);
            slot = FindSlot(hash, TagOf(hash), ref matcher);
        }
        else
        {
            slot = FindHeapKey(key, length, hash);
        }

        // SAFETY: a slot that a search returns lies in the table.
        value = slot is null ? 0 : ReadValue(slot);
        GC.KeepAlive(_region);
        return slot is not null;
    }

    /// <summary>The same for a span, hashed here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFindInline(ReadOnlySpan<byte> key, out ulong value)
    {
        fixed (byte* k = key)
        {
            return KeyWords.Fits(key.Length) && (uint)key.Length <= _keyCapacity
                ? TryFindWords(KeyWords.Load(k, (uint)key.Length), out value)
                : TryFindInline(k, key.Length, XxHash3.Hash64(k, key.Length, Seed), out value);
        }
    }

    /// <summary>The same for a text, compared as its UTF-8. Text with a lone surrogate equals no key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFindInline(ReadOnlySpan<char> key, out ulong value) =>
        KeyWords.TryNarrow(key, out KeyWords words) && words.Length <= _keyCapacity ? TryFindWords(words, out value) : TryFindTranscoded(key, out value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryFindWords(in KeyWords key, out ulong value)
    {
        ulong hash = key.Hash(Seed);
        var matcher = new WordSlots(key);

        // SAFETY: a slot that a search returns lies in the table.
        byte* slot = FindSlot(hash, TagOf(hash), ref matcher);
        value = slot is null ? 0 : ReadValue(slot);
        GC.KeepAlive(_region);
        return slot is not null;
    }

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
        byte* slot = OccupiedSlot(position);
        key = slot is null ? default : KeyOf(slot, position);
        value = slot is null ? 0 : ReadValue(slot);
        GC.KeepAlive(_region);
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
    private byte* FindHeapKey(byte* key, int length, ulong hash)
    {
        var matcher = new HeapSlots(this, key, length);
        return FindSlot(hash, TagOf(hash), ref matcher);
    }

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
            ThrowHelper.Corrupt($"A key of {length} bytes in a slot for {_keyCapacity}, at position {position} of the hash table", _tagsOffset + (long)_slotsStart + (position * _stride));
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

        // SAFETY: the slot lies in the table. Its key is compared only when its length equals that of the wanted key, which is not above the key capacity.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool Matches(byte* slot) => *slot == length && KeyBytes.Equal(slot + 1, key, length);
    }

    private readonly struct WordSlots(KeyWords key) : IRawSlotMatcher
    {
        public static bool PrefetchesTwoLines => true;

        // SAFETY: as above.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool Matches(byte* slot) => *slot == key.Length && key.EqualsAt(slot + 1);
    }

    private readonly struct HeapSlots(RawTable table, byte* key, int length) : IRawSlotMatcher
    {
        public static bool PrefetchesTwoLines => true;

        // SAFETY: the slot lies in the table; the key has the length that the caller of the lookup vouched for.
        public bool Matches(byte* slot) => *slot == TableGeometry.HeapKeyMark && table.HeapKeyOf(slot).SequenceEqual(new ReadOnlySpan<byte>(key, length));
    }
}
