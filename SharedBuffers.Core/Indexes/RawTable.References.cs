using System.Runtime.CompilerServices;

namespace SharedBuffers.Indexes;

internal sealed unsafe partial class RawTable
{
    /// <summary>The reference in an occupied slot, for enumeration in hash order; false for an empty slot.</summary>
    public bool TryReadReference(long position, out long reference)
    {
        // SAFETY: an occupied slot lies in the table.
        byte* slot = OccupiedSlot(position);
        reference = slot is null ? 0 : ReadReference(slot);
        GC.KeepAlive(_region);
        return slot is not null;
    }

    /// <summary>
    /// The first reference whose tag fits, or 0: where the record of a hit lies nearly always. For prefetching; says nothing about keys.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long PeekReference(ulong hash)
    {
        // SAFETY: a candidate lies in the table.
        byte* slot = FirstCandidate(hash);
        long reference = slot is null ? 0 : ReadReference(slot);
        GC.KeepAlive(_region);
        return reference;
    }

    /// <summary>The reference in a slot.</summary>
    /// <remarks>References count units of 8 bytes: 4 bytes a slot reach 32 GiB of records. What a damaged file makes of the shift is for the matcher to reject.</remarks>
    /// <param name="slot">A slot of this table.</param>
    // SAFETY: the caller's slot lies in the table.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long ReadReference(byte* slot) => _wide
        ? (long)(Unsafe.ReadUnaligned<ulong>(slot) << 3)
        : (long)Unsafe.ReadUnaligned<uint>(slot) << 3;
}
