using System.Numerics;
using System.Runtime.CompilerServices;
using static SharedBuffers.Hashing.XxHashConstants;

namespace SharedBuffers.Hashing;

/// <summary>
/// XXH64: the 64-bit hash of the xxHash family that came before XXH3. Files of the 1.x layout use it for strings; the native layout uses <see cref="XxHash3"/>.
/// </summary>
/// <remarks>
/// Source: "xxHash fast digest algorithm", section XXH64 (the specification that comes with the reference implementation). Stateless, thread-safe, allocates nothing,
/// O(length). Little-endian hosts only: on a big-endian one the result would differ, and the library does not run there.
/// Not a cryptographic hash.
/// </remarks>
public static unsafe class XxHash64
{
    private const int StripeLengthBytes = 32;

    /// <summary>Hashes a span of bytes.</summary>
    /// <param name="source">The bytes; may be empty.</param>
    /// <param name="seed">Selects one of 2^64 hash functions.</param>
    public static ulong Hash64(ReadOnlySpan<byte> source, ulong seed = 0)
    {
        fixed (byte* p = source)
        {
            return Hash64(p, source.Length, seed);
        }
    }

    /// <summary>Hashes <paramref name="length"/> bytes at <paramref name="source"/>. The caller vouches that they are readable; a length of 0 reads nothing.</summary>
    internal static ulong Hash64(byte* source, long length, ulong seed = 0)
    {
        byte* p = source;
        byte* end = source + length;
        ulong acc;

        // SAFETY: every read below lies in [p, end), checked by the loop conditions; the caller vouched for [source, source + length).
        if (length >= StripeLengthBytes)
        {
            ulong acc1 = seed + unchecked(Prime64_1 + Prime64_2);
            ulong acc2 = seed + Prime64_2;
            ulong acc3 = seed;
            ulong acc4 = seed - Prime64_1;
            byte* lastStripe = end - StripeLengthBytes;
            do
            {
                acc1 = Round(acc1, Unsafe.ReadUnaligned<ulong>(p));
                acc2 = Round(acc2, Unsafe.ReadUnaligned<ulong>(p + 8));
                acc3 = Round(acc3, Unsafe.ReadUnaligned<ulong>(p + 16));
                acc4 = Round(acc4, Unsafe.ReadUnaligned<ulong>(p + 24));
                p += StripeLengthBytes;
            }
            while (p <= lastStripe);

            acc = BitOperations.RotateLeft(acc1, 1) + BitOperations.RotateLeft(acc2, 7) + BitOperations.RotateLeft(acc3, 12) + BitOperations.RotateLeft(acc4, 18);
            acc = Merge(acc, acc1);
            acc = Merge(acc, acc2);
            acc = Merge(acc, acc3);
            acc = Merge(acc, acc4);
        }
        else
        {
            acc = seed + Prime64_5;
        }

        acc += (ulong)length;

        for (; end - p >= 8; p += 8)
        {
            acc = BitOperations.RotateLeft(acc ^ Round(0, Unsafe.ReadUnaligned<ulong>(p)), 27) * Prime64_1 + Prime64_4;
        }

        if (end - p >= 4)
        {
            acc = BitOperations.RotateLeft(acc ^ (Unsafe.ReadUnaligned<uint>(p) * Prime64_1), 23) * Prime64_2 + Prime64_3;
            p += 4;
        }

        for (; p < end; p++)
        {
            acc = BitOperations.RotateLeft(acc ^ (*p * Prime64_5), 11) * Prime64_1;
        }

        return Avalanche(acc);
    }

    /// <summary>The final mix of XXH64, which XXH3 uses for its shortest inputs too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Avalanche(ulong acc)
    {
        acc = (acc ^ (acc >> 33)) * Prime64_2;
        acc = (acc ^ (acc >> 29)) * Prime64_3;
        return acc ^ (acc >> 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Round(ulong acc, ulong lane) => BitOperations.RotateLeft(acc + lane * Prime64_2, 31) * Prime64_1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Merge(ulong acc, ulong lane) => (acc ^ Round(0, lane)) * Prime64_1 + Prime64_4;
}
