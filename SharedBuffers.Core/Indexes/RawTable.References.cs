using System.Numerics;
using System.Runtime.CompilerServices;

namespace SharedBuffers.Indexes;

internal sealed unsafe partial class RawTable
{
    private readonly uint _slotsOffset;
    private readonly uint _slotStride;

    /// <summary>Finds the reference whose record the matcher accepts.</summary>
    /// <param name="hash">Hash of the key, made with <see cref="Seed"/>.</param>
    /// <param name="matcher">Compares keys; asked about one record in nearly every hit and about 1 in 25 misses.</param>
    /// <param name="reference">The reference, or 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFindReference<TMatcher>(ulong hash, scoped ref TMatcher matcher, out long reference)
        where TMatcher : struct, IReferenceMatcher, allows ref struct
    {
        ulong home = Math.BigMul(hash, _homeBucketCount, out ulong fraction);
        uint tag = TagOf(fraction);
        uint spillsFrom = tag;
        uint probesLeft = _longestProbe;

        // SAFETY: home < home buckets, and the loop moves at most the longest probe further, which Open found to lie in the bucket area that GetPointer checks.
        // Slots lie in their bucket because Open accepted only the geometry of this kind.
        byte* bucket = Buckets + (home * TableGeometry.Line);
        while (true)
        {
            for (uint candidates = MatchTags(bucket, tag) & _slotMask; candidates != 0; candidates &= candidates - 1)
            {
                long candidate = ReadReference(bucket, BitOperations.TrailingZeroCount(candidates));
                if (matcher.Matches(candidate))
                {
                    reference = candidate;
                    GC.KeepAlive(_region);
                    return true;
                }
            }

            // Keys of this home whose tag is above the limit byte went on to the next bucket. From there on only a limit of 0 lets strangers pass.
            if (bucket[_limitOffset] >= spillsFrom || probesLeft-- == 0)
            {
                reference = 0;
                GC.KeepAlive(_region);
                return false;
            }

            spillsFrom = 1;
            bucket += TableGeometry.Line;
        }
    }

    /// <summary>
    /// The first reference of the home bucket whose tag fits, or 0: where the record of a hit lies nearly always. For prefetching; says nothing about keys.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long PeekReference(ulong hash)
    {
        ulong home = Math.BigMul(hash, _homeBucketCount, out ulong fraction);

        // SAFETY: as in TryFindReference.
        byte* bucket = Buckets + (home * TableGeometry.Line);
        uint candidates = MatchTags(bucket, TagOf(fraction)) & _slotMask;
        long reference = candidates == 0 ? 0 : ReadReference(bucket, BitOperations.TrailingZeroCount(candidates));
        GC.KeepAlive(_region);
        return reference;
    }

    /// <summary>The reference in an occupied slot, for enumeration in hash order; false for an empty slot.</summary>
    /// <param name="position">Bucket times slots per bucket plus slot; below <see cref="BucketCount"/> times the slots of a bucket.</param>
    /// <param name="reference">The reference, or 0.</param>
    public bool TryReadReference(long position, out long reference)
    {
        (long bucketIndex, long slot) = Math.DivRem(position, Geometry.SlotCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)bucketIndex, (ulong)BucketCount, nameof(position));

        // SAFETY: bucketIndex was just checked; slot is below the slots of a bucket.
        byte* bucket = Buckets + (bucketIndex * TableGeometry.Line);
        bool occupied = bucket[slot] != 0;
        reference = occupied ? ReadReference(bucket, (int)slot) : 0;
        GC.KeepAlive(_region);
        return occupied;
    }

    // References count units of 8 bytes: 4 bytes a slot reach 32 GiB of records. What a damaged file makes of the shift is for the matcher to reject.
    // SAFETY: the bucket is one line of the table, and a slot below the slots of a bucket lies in it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long ReadReference(byte* bucket, int slot) => _wide
        ? (long)(Unsafe.ReadUnaligned<ulong>(bucket + 8 + ((uint)slot * 8)) << 3)
        : (long)Unsafe.ReadUnaligned<uint>(bucket + 16 + ((uint)slot * 4)) << 3;
}
