using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SharedBuffers.Indexes;

/// <remarks>
/// Few byte-string keys, whose table stays in the caches of a core: there, hashing all of a key and comparing tags takes longer than loading what they save. So 16 bytes that tell the keys apart are
/// hashed, each key has one place, which two loads find, and what lies there is compared by one branch, which the processor guesses. Slots that would be empty repeat the next entry: were they
/// zero, a search for a key that is not there would compare lengths that differ at random.
/// </remarks>
internal sealed unsafe partial class RawTable
{
    // PERF: scenario scaling. A call in here, however rare, would make the rest spill its registers: callers have seen that the key is KeyWords that a slot has room for.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* FindDisplaced(ReadOnlySpan<byte> key, out ulong value)
    {
        // SAFETY: see DisplacedSlotOf; the key is not longer than the key capacity, so that as many bytes behind the length byte lie in the slot.
        byte* slot = _slots + (DisplacedSlotOf(_sampledHash.HashOfWords(key)) * _stride);
        return KeyWords.Load(key).DifferenceFromCounted(slot) == Vector128<byte>.Zero ? Found(slot, out value) : Nothing(out value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* FindDisplaced(KeyWords key, out ulong value)
    {
        // SAFETY: as above.
        byte* slot = _slots + (DisplacedSlotOf(key.Hash(_sampledHash)) * _stride);
        return key.DifferenceFromCounted(slot) == Vector128<byte>.Zero ? Found(slot, out value) : Nothing(out value);
    }

    // Keys that are no KeyWords, and those in the heap. Ends go first: keys that are not there differ in them, nearly always.
    private byte* FindOtherDisplaced(ReadOnlySpan<byte> key, out ulong value)
    {
        // SAFETY: see DisplacedSlotOf; the slot lies in the table.
        byte* slot = _slots + (DisplacedSlotOf(_sampledHash.Hash(key)) * _stride);
        bool found;
        if ((uint)key.Length > _keyCapacity)
        {
            found = *slot == TableGeometry.HeapKeyMark && HeapKeyOf(slot).SequenceEqual(key);
        }
        else
        {
            found = (KeyWords.HasEnds(key.Length) ? KeyWords.Load(key).DifferenceFromCounted(slot) == Vector128<byte>.Zero : *slot == key.Length) && IsEqual(slot, key);
        }

        return found ? Found(slot, out value) : Nothing(out value);
    }

    // SAFETY: the callers' key is not longer than the key capacity, so that as many bytes behind the length byte lie in the slot.
    private static bool IsEqual(byte* slot, ReadOnlySpan<byte> key) => new ReadOnlySpan<byte>(slot + 1, key.Length).SequenceEqual(key);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* Found(byte* slot, out ulong value)
    {
        value = ReadValue(slot);
        GC.KeepAlive(this);
        return slot;
    }

    /// <summary>The slot at a position if an entry is at home there, else null. Throws where a slot has no key.</summary>
    private byte* OccupiedDisplacedSlot(long position)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)position, _slotCount, nameof(position));

        // SAFETY: position is below the number of slots.
        byte* slot = Area + _slotsStart + ((ulong)position * _stride);
        return DisplacedSlotOf(_sampledHash.Hash(KeyOf(slot, position))) == (ulong)position ? slot : null;
    }
}
