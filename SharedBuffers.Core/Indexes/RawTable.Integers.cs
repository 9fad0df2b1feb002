using System.Runtime.CompilerServices;

namespace SharedBuffers.Indexes;

internal sealed unsafe partial class RawTable
{
    /// <summary>Finds the value of a mixed 64-bit key. Equal mixed keys are equal keys: nothing else is compared.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFindUInt64(ulong mixed, out ulong value)
    {
        var matcher = new IntegerSlots<ulong>(mixed);

        // SAFETY: a slot that FindSlot returns lies in the table.
        byte* slot = FindSlot(mixed, TagOf(mixed), ref matcher);
        value = slot is null ? 0 : ReadValue(slot);
        GC.KeepAlive(_region);
        return slot is not null;
    }

    /// <summary>Finds the value of a mixed 32-bit key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFindUInt32(uint mixed, out ulong value)
    {
        var matcher = new IntegerSlots<uint>(mixed);

        // SAFETY: a slot that FindSlot returns lies in the table. The mixed key is the upper half of what places it; see HashOfMixed32.
        byte* slot = FindSlot(HashOfMixed32(mixed), TagOf(mixed), ref matcher);
        value = slot is null ? 0 : ReadValue(slot);
        GC.KeepAlive(_region);
        return slot is not null;
    }

    /// <summary>The mixed key and value of an occupied slot, for enumeration in hash order; false for an empty one.</summary>
    public bool TryReadInteger(long position, out ulong mixed, out ulong value)
    {
        // SAFETY: an occupied slot lies in the table, key and value included.
        byte* slot = OccupiedSlot(position);
        mixed = slot is null ? 0 : Geometry.KeyWidth == 4 ? Unsafe.ReadUnaligned<uint>(slot) : Unsafe.ReadUnaligned<ulong>(slot);
        value = slot is null ? 0 : ReadValue(slot);
        GC.KeepAlive(_region);
        return slot is not null;
    }

    /// <summary>What places a mixed 32-bit key: the key as the upper half of a hash, so that home slots ascend with mixed keys.</summary>
    internal static ulong HashOfMixed32(uint mixed) => (ulong)mixed << 32;

    private readonly struct IntegerSlots<TKey>(TKey mixed) : IRawSlotMatcher
        where TKey : unmanaged, IEquatable<TKey>
    {
        public static bool PrefetchesTwoLines => false;

        // SAFETY: the slot lies in the table and starts with the key.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool Matches(byte* slot) => Unsafe.ReadUnaligned<TKey>(slot).Equals(mixed);
    }
}
