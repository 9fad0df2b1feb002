using System.Numerics;
using System.Runtime.CompilerServices;

namespace SharedBuffers.Indexes;

/// <summary>Where displaced keys lie: the upper bits of a hash choose a bucket, the bits below them a slot, and the displacement of the bucket moves that slot.</summary>
internal readonly struct DisplacedPlaces
{
    private const int MostBucketBits = 16;
    private const ulong MostSlots = 1 << 16;

    private readonly ulong _mask;
    private readonly byte _bucketShift;
    private readonly byte _slotShift;

    /// <param name="bucketBits">Bits of the number of a bucket; see <see cref="IsPossibleBucketWidth"/>.</param>
    /// <param name="slotCount">Slots; see <see cref="IsPossibleSlotCount"/>.</param>
    public DisplacedPlaces(int bucketBits, ulong slotCount)
    {
        _mask = slotCount - 1;
        _bucketShift = (byte)(64 - bucketBits);
        _slotShift = (byte)(_bucketShift - BitOperations.Log2(slotCount));
    }

    /// <summary>Whether there can be as many buckets. Their bits and those of a slot are together at most the 32 of the hash of a narrow key.</summary>
    public static bool IsPossibleBucketWidth(int bits) => bits is >= 1 and <= MostBucketBits;

    /// <summary>Whether there can be as many slots: a displacement of 16 bits reaches all of them.</summary>
    public static bool IsPossibleSlotCount(ulong count) => count is >= 2 and <= MostSlots && BitOperations.IsPow2(count);

    /// <summary>The bucket of a hash.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong BucketOf(ulong hash) => hash >> _bucketShift;

    /// <summary>The slot of a hash.</summary>
    /// <param name="hash">The hash.</param>
    /// <param name="displacement">The displacement of its bucket; any is harmless.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong SlotOf(ulong hash, ushort displacement) => ((hash >> _slotShift) ^ displacement) & _mask;
}
