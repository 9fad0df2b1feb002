using System.Runtime.CompilerServices;

namespace SharedBuffers.Indexes;

internal sealed unsafe partial class RawTable
{
    /// <summary>Finds the reference whose record the matcher accepts.</summary>
    /// <param name="hash">Hash of the key, made with <see cref="Seed"/>.</param>
    /// <param name="matcher">Compares keys where the references point.</param>
    /// <param name="reference">The reference, or 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFindReference<TMatcher>(ulong hash, TMatcher matcher, out long reference)
        where TMatcher : struct, IReferenceMatcher, allows ref struct
    {
        var slots = new ReferenceSlots<TMatcher>(matcher, _wide);

        // SAFETY: a slot that FindSlot returns lies in the table.
        byte* slot = FindSlot(hash, TagOf(hash), ref slots);
        reference = slot is null ? 0 : ReadReference(slot, _wide);
        GC.KeepAlive(_region);
        return slot is not null;
    }

    /// <summary>The reference in an occupied slot, for enumeration in hash order; false for an empty slot.</summary>
    public bool TryReadReference(long position, out long reference)
    {
        // SAFETY: an occupied slot lies in the table.
        byte* slot = OccupiedSlot(position);
        reference = slot is null ? 0 : ReadReference(slot, _wide);
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
        long reference = slot is null ? 0 : ReadReference(slot, _wide);
        GC.KeepAlive(_region);
        return reference;
    }

    // References count units of 8 bytes: 4 bytes a slot reach 32 GiB of records. What a damaged file makes of the shift is for the matcher to reject.
    // SAFETY: the caller's slot lies in the table.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long ReadReference(byte* slot, bool wide) => wide
        ? (long)(Unsafe.ReadUnaligned<ulong>(slot) << 3)
        : (long)Unsafe.ReadUnaligned<uint>(slot) << 3;

    private readonly ref struct ReferenceSlots<TMatcher>(TMatcher matcher, bool wide) : IRawSlotMatcher
        where TMatcher : struct, IReferenceMatcher, allows ref struct
    {
        private readonly TMatcher _matcher = matcher;

        public static bool PrefetchesTwoLines => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool Matches(byte* slot) => _matcher.Matches(ReadReference(slot, wide));
    }
}
