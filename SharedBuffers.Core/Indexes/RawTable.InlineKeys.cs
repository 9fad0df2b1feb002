using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using SharedBuffers.Diagnostics;
using SharedBuffers.Hashing;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Indexes;

internal sealed unsafe partial class RawTable
{
    private readonly int _keyCapacity;

    /// <summary>Finds the value of a key that lies in its slot or in the key heap.</summary>
    /// <param name="key">The key; <paramref name="length"/> bytes that the caller vouches for.</param>
    /// <param name="length">Bytes of the key.</param>
    /// <param name="hash">Its hash, made with <see cref="Seed"/>.</param>
    /// <param name="value">The value, or 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFindInline(byte* key, int length, ulong hash, out ulong value)
    {
        ulong home = Math.BigMul(hash, _homeBucketCount, out ulong fraction);
        uint tag = TagOf(fraction);
        uint spillsFrom = tag;
        uint probesLeft = _longestProbe;

        // SAFETY: home < home buckets, and the loop moves at most the longest probe further, which Open found to lie in the bucket area that GetPointer checks.
        // A slot and its key capacity lie in their bucket (IsValid), and the length is compared with the capacity before the key is.
        byte* bucket = Buckets + (home * _bucketSize);
        if (Sse.IsSupported && _bucketSize > TableGeometry.Line)
        {
            // PERF: InlineKeyGeometry. The slot that matches lies in the second line about as often as in the first; both loads start together.
            Sse.Prefetch0(bucket + TableGeometry.Line);
        }

        while (true)
        {
            for (uint candidates = MatchTags(bucket, tag) & _slotMask; candidates != 0; candidates &= candidates - 1)
            {
                byte* slot = bucket + _slotsOffset + ((uint)BitOperations.TrailingZeroCount(candidates) * _slotStride);
                if (length <= _keyCapacity ? *slot == length && KeyBytes.Equal(slot + 1, key, (uint)length) : HeapKeyEquals(slot, key, length))
                {
                    value = ReadInlineValue(slot);
                    GC.KeepAlive(_region);
                    return true;
                }
            }

            if (bucket[_limitOffset] >= spillsFrom || probesLeft-- == 0)
            {
                value = 0;
                GC.KeepAlive(_region);
                return false;
            }

            spillsFrom = 1;
            bucket += _bucketSize;
        }
    }

    /// <summary>The same for a span.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFindInline(ReadOnlySpan<byte> key, out ulong value)
    {
        fixed (byte* k = key)
        {
            return TryFindInline(k, key.Length, XxHash3.Hash64(k, key.Length, Seed), out value);
        }
    }

    /// <summary>Key and value of an occupied slot, for enumeration in hash order; false for an empty one. The key is good while the region is open.</summary>
    public bool TryReadInline(long position, out ReadOnlySpan<byte> key, out ulong value)
    {
        (long bucketIndex, long slotIndex) = Math.DivRem(position, Geometry.SlotCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)bucketIndex, (ulong)BucketCount, nameof(position));

        // SAFETY: bucketIndex was just checked; slots lie in their bucket (IsValid), and so does a key not longer than the capacity.
        byte* bucket = Buckets + (bucketIndex * _bucketSize);
        key = default;
        value = 0;
        if (bucket[slotIndex] == 0)
        {
            return false;
        }

        byte* slot = bucket + _slotsOffset + (slotIndex * _slotStride);
        value = ReadInlineValue(slot);
        if (*slot == TableGeometry.HeapKeyMark)
        {
            key = ReadHeapKey(slot);
        }
        else if (*slot > _keyCapacity)
        {
            ThrowHelper.Corrupt($"A key of {*slot} bytes in a slot for {_keyCapacity}", _bucketsOffset + (bucketIndex * _bucketSize));
        }
        else
        {
            key = new ReadOnlySpan<byte>(slot + 1, *slot);
        }

        GC.KeepAlive(_region);
        return true;
    }

    /// <summary>The key in an occupied slot as a part of the file: what <see cref="TryReadInline"/> shows as a span.</summary>
    public BufferView GetInlineKey(long position)
    {
        (long bucketIndex, long slotIndex) = Math.DivRem(position, Geometry.SlotCount);
        long slot = HashTableHeader.Size + (bucketIndex * _bucketSize) + _slotsOffset + (slotIndex * _slotStride);
        byte length = View.Read<byte>(slot);
        if (length != TableGeometry.HeapKeyMark)
        {
            return View.Slice(slot + 1, length);
        }

        long offset = View.Read<long>(slot + 1);
        return KeyHeap.Slice(offset, sizeof(uint) + (long)KeyHeap.Read<uint>(offset)).Slice(sizeof(uint));
    }

    // SAFETY: the caller's slot lies in a bucket, value included (IsValid).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong ReadInlineValue(byte* slot) => _wide
        ? Unsafe.ReadUnaligned<ulong>(slot + 1 + _keyCapacity)
        : Unsafe.ReadUnaligned<uint>(slot + 1 + _keyCapacity);

    // SAFETY: the caller's slot lies in a bucket; the key has the length that the caller of the lookup vouched for.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool HeapKeyEquals(byte* slot, byte* key, int length) =>
        *slot == TableGeometry.HeapKeyMark && ReadHeapKey(slot).SequenceEqual(new ReadOnlySpan<byte>(key, length));

    // [u32 length][bytes] in the heap; the view checks both.
    private ReadOnlySpan<byte> ReadHeapKey(byte* slot)
    {
        // SAFETY: the key capacity is at least 8 bytes.
        long offset = Unsafe.ReadUnaligned<long>(slot + 1);
        uint length = KeyHeap.Read<uint>(offset);
        if (length > int.MaxValue)
        {
            ThrowHelper.Corrupt_OutOfBounds(offset, length, KeyHeap.Length);
        }

        return KeyHeap.GetSpan(offset + sizeof(uint), (int)length);
    }
}
