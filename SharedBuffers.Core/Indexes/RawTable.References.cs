using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace SharedBuffers.Indexes;

internal sealed unsafe partial class RawTable
{
    /// <summary>No reference: those are multiples of 8.</summary>
    public const long UnknownReference = 1;

    private const uint AverageDisplacement = 2;

    /// <summary>The reference in an occupied slot, for enumeration in hash order; false for an empty slot.</summary>
    public bool TryReadReference(long position, out long reference)
    {
        // SAFETY: an occupied slot lies in the table.
        byte* slot = OccupiedSlot(position);
        reference = slot is null ? 0 : ReadReference(slot);
        GC.KeepAlive(this);
        return slot is not null;
    }

    /// <summary>Starts loading the tags and the references that decide nearly every lookup of this hash.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchReferences(ulong hash)
    {
        PrefetchTags(hash);
        if (Sse.IsSupported)
        {
            // SAFETY: a prefetch reads nothing.
            Sse.Prefetch0(_slots + ((HomeOf(hash) + AverageDisplacement) * _stride));
        }
    }

    /// <summary>The first reference whose tag fits: where the record of a hit lies nearly always. It says nothing about keys.</summary>
    /// <returns>The reference; 0 when no record has the key; <see cref="UnknownReference"/> when only a search can tell.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long PeekReference(ulong hash)
    {
        // SAFETY: a candidate lies in the table.
        byte* slot = FirstCandidate(hash);
        long reference = slot is null ? 0 : slot == Undecided ? UnknownReference : ReadReference(slot);
        GC.KeepAlive(this);
        return reference;
    }

    /// <summary>Where the slot of a reference lies. Where the compiler knows the width, an address needs no multiplication.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte* ReferenceAt(ulong index) => _wide ? _slots + (index * sizeof(ulong)) : NarrowReferenceAt(index);

    /// <summary>The same in a table whose references have 4 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte* NarrowReferenceAt(ulong index) => _slots + (index * sizeof(uint));

    /// <summary>The reference in a slot.</summary>
    /// <remarks>References count units of 8 bytes: 4 bytes a slot reach 32 GiB of records. What a damaged file makes of the shift is for the matcher to reject.</remarks>
    /// <param name="slot">A slot of this table.</param>
    // SAFETY: the caller's slot lies in the table.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long ReadReference(byte* slot) => _wide ? (long)(Unsafe.ReadUnaligned<ulong>(slot) << 3) : ReadNarrowReference(slot);

    /// <summary>The same for a slot of 4 bytes.</summary>
    // SAFETY: as above.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long ReadNarrowReference(byte* slot) => (long)Unsafe.ReadUnaligned<uint>(slot) << 3;
}
