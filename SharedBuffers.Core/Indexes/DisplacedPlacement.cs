using System.Numerics;

namespace SharedBuffers.Indexes;

/// <summary>Finds for each bucket of a small table a displacement that leads all its keys to free slots.</summary>
/// <remarks>
/// Hash and displace: R. Pagh, "Hash and Displace: Efficient Evaluation of Minimal Perfect Hash Functions" (1999), with the displacement joined by exclusive or, as there are as many slots as
/// a power of two; buckets with most keys go first, as in D. Belazzougui, F. Botelho, M. Dietzfelbinger, "Hash, Displace, and Compress" (2009). No displacement parts two keys of a bucket whose slots
/// are one to begin with: then another seed is called for, on average after two or three.
/// </remarks>
internal sealed class DisplacedPlacement
{
    /// <summary>Seeds that are tried before the keys are placed otherwise. Random keys need a few.</summary>
    public const int MostSeeds = 64;

    // A displacement of 16 bits reaches each of them.
    private const int MostSlots = 1 << 16;

    // About what the second-level cache of a core holds: "Few keys of text" in docs/experiments.md.
    private const int MostBytes = 5 << 18;

    // A line of the narrowest entries.
    private const int LeastSlots = 8;

    private const int FillPercent = 85;
    private const int KeysPerBucket = 3;

    private readonly DisplacedPlaces _places;
    private readonly ushort[] _displacements;
    private readonly bool[] _taken;

    /// <param name="count">Keys; see <see cref="IsFor"/>.</param>
    public DisplacedPlacement(long count)
    {
        SlotCount = SlotCountFor(count);
        BucketBits = Math.Max(1, BitOperations.Log2(BitOperations.RoundUpToPowerOf2((ulong)count / KeysPerBucket)));
        _places = new DisplacedPlaces(BucketBits, (ulong)SlotCount);
        _displacements = new ushort[1 << BucketBits];
        _taken = new bool[SlotCount];
    }

    /// <summary>Slots.</summary>
    public int SlotCount { get; }

    /// <summary>Bits of the number of a bucket.</summary>
    public int BucketBits { get; }

    /// <summary>The displacement of each bucket; 0 where it has no keys.</summary>
    public ReadOnlySpan<ushort> Displacements => _displacements;

    /// <summary>Whether so many keys are few enough to be displaced.</summary>
    /// <param name="count">The keys.</param>
    /// <param name="slotStride">Bytes of a slot.</param>
    public static bool IsFor(long count, int slotStride) => count is > 0 and <= MostSlots * FillPercent / 100 && SlotCountFor(count) * (long)slotStride <= MostBytes;

    /// <summary>Finds displacements; the same for the same keys.</summary>
    /// <param name="hashes">The hashes of all keys, ascending.</param>
    /// <returns>Whether each key has a slot of its own.</returns>
    public bool TryPlace(ReadOnlySpan<ulong> hashes)
    {
        Array.Clear(_displacements);
        Array.Clear(_taken);
        var buckets = new List<(int First, int Count)>();
        for (int first = 0; first < hashes.Length; first += buckets[^1].Count)
        {
            int end = first + 1;
            while (end < hashes.Length && _places.BucketOf(hashes[end]) == _places.BucketOf(hashes[first]))
            {
                end++;
            }

            buckets.Add((first, end - first));
        }

        foreach ((int first, int count) in buckets.OrderByDescending(bucket => bucket.Count))
        {
            if (!TryPlaceBucket(hashes.Slice(first, count)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The slot of a key that was placed.</summary>
    public int SlotOf(ulong hash) => (int)_places.SlotOf(hash, _displacements[_places.BucketOf(hash)]);

    private static int SlotCountFor(long count) => Math.Max(LeastSlots, (int)BitOperations.RoundUpToPowerOf2((ulong)((count * 100) + FillPercent - 1) / FillPercent));

    private bool TryPlaceBucket(ReadOnlySpan<ulong> hashes)
    {
        for (int displacement = 0; displacement < SlotCount; displacement++)
        {
            int placed = 0;
            while (placed < hashes.Length && TryTake(hashes[placed], displacement))
            {
                placed++;
            }

            if (placed == hashes.Length)
            {
                _displacements[_places.BucketOf(hashes[0])] = (ushort)displacement;
                return true;
            }

            foreach (ulong hash in hashes[..placed])
            {
                _taken[_places.SlotOf(hash, (ushort)displacement)] = false;
            }
        }

        return false;
    }

    private bool TryTake(ulong hash, int displacement)
    {
        ref bool taken = ref _taken[_places.SlotOf(hash, (ushort)displacement)];
        bool free = !taken;
        taken = true;
        return free;
    }
}
