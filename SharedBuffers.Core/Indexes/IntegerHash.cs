using System.Runtime.CompilerServices;
using SharedBuffers.Hashing;

namespace SharedBuffers.Indexes;

/// <summary>
/// The hashes of integer keys under a seed. They are bijections: a table stores the hash instead of the key, compares nothing else, and gets the key back when it is asked for.
/// </summary>
/// <remarks>
/// Two multiplications by odd numbers that XXH3 makes of the seed, and between them the upper half folded onto the lower one: multiply-shift hashing (M. Dietzfelbinger et al., "A Reliable
/// Randomized Algorithm for the Closest-Pair Problem", 1997), twice, so that every bit of the key has a part in the upper bits. Those choose the home; the lower ones serve for nothing. A lookup
/// of an integer is little else than this hash and one place in memory, so each instruction counts: XXH3 itself takes 14 where this takes 5.
/// </remarks>
internal readonly struct IntegerHash
{
    private readonly ulong _first;
    private readonly ulong _second;
    private readonly ulong _firstInverse;
    private readonly ulong _secondInverse;

    /// <summary>Makes the multipliers.</summary>
    /// <param name="seed">Selects one of 2^64 hash functions.</param>
    public IntegerHash(ulong seed)
    {
        _first = XxHash3.Hash64(seed, 0) | 1;
        _second = XxHash3.Hash64(seed, 1) | 1;
        _firstInverse = InverseOf(_first);
        _secondInverse = InverseOf(_second);
        Seed = seed;
    }

    /// <summary>The seed.</summary>
    public ulong Seed { get; }

    /// <summary>The hash of a 64-bit key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Mix(ulong key)
    {
        ulong hash = key * _first;
        return (hash ^ (hash >> 32)) * _second;
    }

    /// <summary>The hash of a 32-bit key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Mix(uint key)
    {
        uint hash = key * (uint)_first;
        return (hash ^ (hash >> 16)) * (uint)_second;
    }

    /// <summary>The key of a 64-bit hash.</summary>
    public ulong Unmix(ulong hash)
    {
        hash *= _secondInverse;
        return (hash ^ (hash >> 32)) * _firstInverse;
    }

    /// <summary>The key of a 32-bit hash.</summary>
    public uint Unmix(uint hash)
    {
        hash *= (uint)_secondInverse;
        return (hash ^ (hash >> 16)) * (uint)_firstInverse;
    }

    // Newton's iteration modulo a power of 2: an odd number is its own inverse in the lowest three bits, and each step doubles the bits that are right.
    private static ulong InverseOf(ulong odd)
    {
        ulong inverse = odd;
        for (int bits = 3; bits < 64; bits *= 2)
        {
            inverse *= 2 - (odd * inverse);
        }

        return inverse;
    }
}
