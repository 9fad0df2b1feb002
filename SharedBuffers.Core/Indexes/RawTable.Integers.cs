using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SharedBuffers.Indexes;

internal sealed unsafe partial class RawTable
{
    /// <summary>What fills the key of an empty slot. Greater than every mixed key in use, so that buckets stay ascending.</summary>
    public const ulong EmptyKey64 = ulong.MaxValue;

    /// <summary><see cref="EmptyKey64"/> of 32-bit tables.</summary>
    public const uint EmptyKey32 = uint.MaxValue;

    private readonly uint _valuesOffset;

    /// <summary>Finds the value of a mixed 64-bit key. Equal mixed keys are equal keys: nothing else is compared.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFindUInt64(ulong mixed, out ulong value)
    {
        // SAFETY: home < home buckets and at most the longest probe further, which Open found to lie in the area that GetPointer checks; keys and values lie in
        // their bucket because Open accepted only the geometry of this kind.
        byte* bucket = Buckets + (Math.BigMul(mixed, _homeBucketCount, out _) * TableGeometry.Line);
        uint probesLeft = _longestProbe;
        while (true)
        {
            uint matches = MatchKeys64(bucket, mixed, _wide);
            if (matches != 0 && mixed != EmptyKey64)
            {
                value = ReadIntegerValue(bucket, BitOperations.TrailingZeroCount(matches));
                GC.KeepAlive(_region);
                return true;
            }

            // Ascending through all buckets: a last key that is not below the wanted one (an empty slot never is) ends the search.
            ulong last = Unsafe.ReadUnaligned<ulong>(bucket + (_wide ? 24 : 32));
            if (last >= mixed || probesLeft-- == 0)
            {
                value = 0;
                GC.KeepAlive(_region);
                return false;
            }

            bucket += TableGeometry.Line;
        }
    }

    /// <summary>Finds the value of a mixed 32-bit key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFindUInt32(uint mixed, out ulong value)
    {
        // SAFETY: as in TryFindUInt64. The mixed key is the upper half of the hash, so home is their plain fixed-point product.
        byte* bucket = Buckets + (Math.BigMul((ulong)mixed << 32, _homeBucketCount, out _) * TableGeometry.Line);
        uint probesLeft = _longestProbe;
        while (true)
        {
            uint matches = MatchKeys32(bucket, mixed) & _slotMask;
            if (matches != 0 && mixed != EmptyKey32)
            {
                value = ReadIntegerValue(bucket, BitOperations.TrailingZeroCount(matches));
                GC.KeepAlive(_region);
                return true;
            }

            uint last = Unsafe.ReadUnaligned<uint>(bucket + (_wide ? 16 : 28));
            if (last >= mixed || probesLeft-- == 0)
            {
                value = 0;
                GC.KeepAlive(_region);
                return false;
            }

            bucket += TableGeometry.Line;
        }
    }

    /// <summary>The mixed key and value of an occupied slot, for enumeration in hash order; false for an empty one.</summary>
    public bool TryReadInteger(long position, out ulong mixed, out ulong value)
    {
        (long bucketIndex, long slot) = Math.DivRem(position, Geometry.SlotCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)bucketIndex, (ulong)BucketCount, nameof(position));

        // SAFETY: bucketIndex was just checked; slot is below the slots of a bucket, which Open found to fit.
        byte* bucket = Buckets + (bucketIndex * TableGeometry.Line);
        bool narrow = Geometry.KeyWidth == 4;
        mixed = narrow ? Unsafe.ReadUnaligned<uint>(bucket + (slot * 4)) : Unsafe.ReadUnaligned<ulong>(bucket + (slot * 8));
        value = ReadIntegerValue(bucket, (int)slot);
        GC.KeepAlive(_region);
        return mixed != (narrow ? EmptyKey32 : EmptyKey64);
    }

    /// <summary>One bit for each slot whose key equals; four slots with 8-byte values, five with 4-byte values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint MatchKeys64(byte* bucket, ulong mixed, bool wide)
    {
        if (!Vector256.IsHardwareAccelerated)
        {
            return MatchKeys64Scalar(bucket, mixed, wide ? 4 : 5);
        }

        // SAFETY: a bucket has 64 bytes.
        uint matches = Vector256.Equals(Vector256.Load((ulong*)bucket), Vector256.Create(mixed)).ExtractMostSignificantBits();
        if (!wide)
        {
            matches |= Unsafe.ReadUnaligned<ulong>(bucket + 32) == mixed ? 16u : 0;
        }

        return matches;
    }

    /// <summary>The same without vectors.</summary>
    internal static uint MatchKeys64Scalar(byte* bucket, ulong mixed, int slots)
    {
        uint matches = 0;
        for (int i = 0; i < slots; i++)
        {
            // SAFETY: a bucket has 64 bytes, and the slots fit it.
            matches |= Unsafe.ReadUnaligned<ulong>(bucket + (i * 8)) == mixed ? 1u << i : 0;
        }

        return matches;
    }

    /// <summary>One bit for each of the first eight 32-bit words that equals; words that are no keys must be masked off.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint MatchKeys32(byte* bucket, uint mixed)
    {
        // SAFETY: a bucket has 64 bytes.
        return Vector256.IsHardwareAccelerated
            ? Vector256.Equals(Vector256.Load((uint*)bucket), Vector256.Create(mixed)).ExtractMostSignificantBits()
            : MatchKeys32Scalar(bucket, mixed);
    }

    /// <summary>The same without vectors.</summary>
    internal static uint MatchKeys32Scalar(byte* bucket, uint mixed)
    {
        uint matches = 0;
        for (int i = 0; i < 8; i++)
        {
            // SAFETY: a bucket has 64 bytes.
            matches |= Unsafe.ReadUnaligned<uint>(bucket + (i * 4)) == mixed ? 1u << i : 0;
        }

        return matches;
    }

    // SAFETY: a bucket has 64 bytes, and the geometry of the kind keeps every slot's value inside.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong ReadIntegerValue(byte* bucket, int slot) => _wide
        ? Unsafe.ReadUnaligned<ulong>(bucket + _valuesOffset + ((uint)slot * 8))
        : Unsafe.ReadUnaligned<uint>(bucket + _valuesOffset + ((uint)slot * 4));
}
