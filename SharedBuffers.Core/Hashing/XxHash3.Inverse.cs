using System.Buffers.Binary;
using System.Numerics;
using static SharedBuffers.Hashing.XxHashConstants;

namespace SharedBuffers.Hashing;

public static unsafe partial class XxHash3
{
    /// <summary>Inverse of <see cref="PrimeMx2"/> modulo 2^64.</summary>
    private const ulong InverseMx2 = 0x02AB9C720D1024AD;

    /// <summary>The value whose <see cref="Hash64(ulong, ulong)"/> is given: for eight bytes XXH3 is a bijection, and each of its steps can be undone.</summary>
    internal static ulong Unhash64(ulong hash, ulong seed = 0)
    {
        ulong value = hash ^ (hash >> 28) ^ (hash >> 56);
        value *= InverseMx2;

        // The sum reaches bit 29 at most, so the 29 bits that it came from are still there.
        value ^= (value >> 35) + sizeof(ulong);
        value *= InverseMx2;

        // The step x ^ rotl(x, 49) ^ rotl(x, 24) is the polynomial 1 + t^49 + t^24 modulo t^64 - 1 over GF(2). Squaring doubles the exponents, so its 64th power
        // is 1, and its inverse is its 63rd power: the product of the powers 1, 2, 4, 8, 16 and 32, the last three of which are rotations by 8, 16 and 32.
        value ^= BitOperations.RotateLeft(value, 49) ^ BitOperations.RotateLeft(value, 24);
        value ^= BitOperations.RotateLeft(value, 34) ^ BitOperations.RotateLeft(value, 48);
        value ^= BitOperations.RotateLeft(value, 4) ^ BitOperations.RotateLeft(value, 32);
        value = BitOperations.RotateLeft(value, 56);

        ulong modifiedSeed = seed ^ ((ulong)BinaryPrimitives.ReverseEndianness((uint)seed) << 32);
        return BitOperations.RotateLeft(value ^ (Secret4To8 - modifiedSeed), 32);
    }
}
