using System.Runtime.CompilerServices;
using SharedBuffers.Hashing;

namespace SharedBuffers.Indexes;

/// <summary>
/// The hashes of integer keys. Both are bijections: a table stores the hash instead of the key, compares nothing else, and gets the key back when it is asked for.
/// </summary>
/// <remarks>
/// 64 bits: XXH3-64 of the eight little-endian bytes. 32 bits: the finalizer of MurmurHash3 (A. Appleby, public domain) over the key and the lower half of the seed.
/// </remarks>
internal static class IntegerHash
{
    private const uint Multiplier1 = 0x85EBCA6B;
    private const uint Multiplier2 = 0xC2B2AE35;
    private const uint InverseMultiplier1 = 0xA5CB9243;
    private const uint InverseMultiplier2 = 0x7ED1B41D;

    /// <summary>The hash of a 64-bit key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mix64(ulong key, ulong seed) => XxHash3.Hash64(key, seed);

    /// <summary>The key of a 64-bit hash.</summary>
    public static ulong Unmix64(ulong hash, ulong seed) => XxHash3.Unhash64(hash, seed);

    /// <summary>The hash of a 32-bit key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Mix32(uint key, ulong seed)
    {
        uint hash = key ^ (uint)seed;
        hash = (hash ^ (hash >> 16)) * Multiplier1;
        hash = (hash ^ (hash >> 13)) * Multiplier2;
        return hash ^ (hash >> 16);
    }

    /// <summary>The key of a 32-bit hash.</summary>
    public static uint Unmix32(uint hash, ulong seed)
    {
        hash = (hash ^ (hash >> 16)) * InverseMultiplier2;
        hash = (hash ^ (hash >> 13) ^ (hash >> 26)) * InverseMultiplier1;
        return hash ^ (hash >> 16) ^ (uint)seed;
    }
}
