using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;

namespace SharedBuffers.Indexes;

/// <remarks>
/// Few integer keys, whose table stays in the caches of a core: there, comparing lines takes longer than loading them. So each key has one place, which two loads find, and what lies there
/// is compared by a branch that the processor guesses: who waits for a value waits for the hash and the loads alone. Slots that would be empty repeat the next entry, whose place is another
/// one, so that a search needs no marks.
/// </remarks>
internal sealed unsafe partial class RawTable
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* FindDisplaced(ulong mixed, out ulong value) => FindDisplaced(mixed, mixed, out value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* FindDisplaced(ulong hash, ulong mixed, out ulong value)
    {
        // SAFETY: see DisplacedSlotOf. A word of an entry has the width of a value.
        ulong* entry = (ulong*)_slots + (2 * DisplacedSlotOf(hash));
        if (entry[0] == mixed)
        {
            value = entry[1];
            GC.KeepAlive(this);
            return (byte*)entry;
        }

        return Nothing(out value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* FindNarrowDisplaced(uint mixed, out ulong value)
    {
        // SAFETY: see DisplacedSlotOf. A word of an entry has the width of a value.
        uint* entry = (uint*)_slots + (2 * DisplacedSlotOf(HashOfMixed32(mixed)));
        if (entry[0] == mixed)
        {
            value = entry[1];
            GC.KeepAlive(this);
            return (byte*)entry;
        }

        return Nothing(out value);
    }

    // SAFETY: a bucket is a number of as many bits as buckets have, whose displacements lie before the slots, and a slot is below the number of slots: both were found to lie in the area.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong DisplacedSlotOf(ulong hash) => _places.SlotOf(hash, Unsafe.ReadUnaligned<ushort>(Area + (sizeof(ushort) * _places.BucketOf(hash))));

    private bool TryReadDisplaced(long position, out ulong mixed, out ulong value)
    {
        // SAFETY: the caller's position is below the number of slots.
        byte* entry = Area + _slotsStart + ((ulong)position * _stride);
        mixed = ReadWord(entry, 0);
        value = ReadWord(entry, 1);
        bool isNarrow = Geometry.Kind == HashTableKind.UInt32Keys;
        if (isNarrow && mixed > uint.MaxValue)
        {
            ThrowHelper.Corrupt($"The key at position {position} of the hash table is too great", _tagsOffset + (long)_slotsStart + (position * (long)_stride));
        }

        bool isHome = DisplacedSlotOf(isNarrow ? HashOfMixed32((uint)mixed) : mixed) == (ulong)position;
        GC.KeepAlive(this);
        return isHome;
    }
}
