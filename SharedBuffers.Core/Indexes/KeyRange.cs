using System.Numerics;

namespace SharedBuffers.Indexes;

/// <summary>Integer keys one after the other, from a first one on. They may count on from the greatest key to 0.</summary>
/// <param name="First">The first key.</param>
/// <param name="Length">Keys; at least 1.</param>
internal readonly record struct KeyRange(ulong First, ulong Length)
{
    /// <summary>Bits that the greatest place has.</summary>
    private int PlaceBits => 64 - BitOperations.LeadingZeroCount(Length - 1);

    /// <summary>A place as the hash of an entry: from the first to the last they fill all 64 bits evenly, as hashes do.</summary>
    public ulong ToHash(ulong place) => PlaceBits == 0 ? 0 : place << (64 - PlaceBits);

    /// <summary>The place that was made a hash.</summary>
    public ulong ToPlace(ulong hash) => PlaceBits == 0 ? 0 : hash >> (64 - PlaceBits);
}
