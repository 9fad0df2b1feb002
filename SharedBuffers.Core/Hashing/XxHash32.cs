using System.Numerics;
using System.Runtime.CompilerServices;
using static SharedBuffers.Hashing.XxHashConstants;

namespace SharedBuffers.Hashing;

/// <summary>
/// XXH32: the 32-bit hash of the xxHash family. Files of the 1.x layout use it for their 32-bit string indexes; nothing new should.
/// </summary>
/// <remarks>
/// Source: "xxHash fast digest algorithm", section XXH32 (the specification that comes with the reference implementation). Stateless, thread-safe, allocates nothing,
/// O(length). Little-endian hosts only: on a big-endian one the result would differ, and the library does not run there.
/// Not a cryptographic hash.
/// </remarks>
public static unsafe class XxHash32
{
    private const int StripeLengthBytes = 16;

    /// <summary>Hashes a span of bytes.</summary>
    /// <param name="source">The bytes; may be empty.</param>
    /// <param name="seed">Selects one of 2^32 hash functions.</param>
    public static uint Hash32(ReadOnlySpan<byte> source, uint seed = 0)
    {
        fixed (byte* p = source)
        {
            return Hash32(p, source.Length, seed);
        }
    }

    /// <summary>Hashes <paramref name="length"/> bytes at <paramref name="source"/>. The caller vouches that they are readable; a length of 0 reads nothing.</summary>
    internal static uint Hash32(byte* source, long length, uint seed = 0)
    {
        byte* p = source;
        byte* end = source + length;
        uint acc;

        // SAFETY: every read below lies in [p, end), checked by the loop conditions; the caller vouched for [source, source + length).
        if (length >= StripeLengthBytes)
        {
            uint acc1 = seed + unchecked(Prime32_1 + Prime32_2);
            uint acc2 = seed + Prime32_2;
            uint acc3 = seed;
            uint acc4 = seed - Prime32_1;
            byte* lastStripe = end - StripeLengthBytes;
            do
            {
                acc1 = Round(acc1, Unsafe.ReadUnaligned<uint>(p));
                acc2 = Round(acc2, Unsafe.ReadUnaligned<uint>(p + 4));
                acc3 = Round(acc3, Unsafe.ReadUnaligned<uint>(p + 8));
                acc4 = Round(acc4, Unsafe.ReadUnaligned<uint>(p + 12));
                p += StripeLengthBytes;
            }
            while (p <= lastStripe);

            acc = BitOperations.RotateLeft(acc1, 1) + BitOperations.RotateLeft(acc2, 7) + BitOperations.RotateLeft(acc3, 12) + BitOperations.RotateLeft(acc4, 18);
        }
        else
        {
            acc = seed + Prime32_5;
        }

        acc += (uint)length;

        for (; end - p >= 4; p += 4)
        {
            acc = BitOperations.RotateLeft(acc + Unsafe.ReadUnaligned<uint>(p) * Prime32_3, 17) * Prime32_4;
        }

        for (; p < end; p++)
        {
            acc = BitOperations.RotateLeft(acc + *p * Prime32_5, 11) * Prime32_1;
        }

        acc = (acc ^ (acc >> 15)) * Prime32_2;
        acc = (acc ^ (acc >> 13)) * Prime32_3;
        return acc ^ (acc >> 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Round(uint acc, uint lane) => BitOperations.RotateLeft(acc + lane * Prime32_2, 13) * Prime32_1;
}
