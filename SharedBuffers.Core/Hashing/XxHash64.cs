using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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
    public static ulong Hash64(ReadOnlySpan<byte> source, ulong seed = 0) => Hash64(ref MemoryMarshal.GetReference(source), source.Length, seed);

    /// <summary>Hashes <paramref name="length"/> bytes at <paramref name="source"/>. The caller vouches that they are readable; a length of 0 reads nothing.</summary>
    internal static ulong Hash64(byte* source, long length, ulong seed = 0)
    {
        // SAFETY: the pointer only becomes a reference; what is read through it is what the caller vouched for.
        return Hash64(ref Unsafe.AsRef<byte>(source), (nint)length, seed);
    }

    // By reference, not by pointer: a span that is pinned first is hashed in a method of its own, and most of what is hashed is a few words long.
    private static ulong Hash64(ref byte source, nint length, ulong seed)
    {
        ulong acc = seed + Prime64_5;
        nint position = 0;
        if (length >= StripeLengthBytes)
        {
            acc = HashStripes(ref source, length, seed);
            position = length & ~(nint)(StripeLengthBytes - 1);
        }

        // SAFETY: what is left is less than a stripe: each bit of the length says whether so many bytes are there. The caller vouched for [source, source + length).
        acc += (ulong)length;
        if ((length & 16) != 0)
        {
            acc = AddWord(acc, ReadWord(ref source, position));
            acc = AddWord(acc, ReadWord(ref source, position + 8));
            position += 16;
        }

        if ((length & 8) != 0)
        {
            acc = AddWord(acc, ReadWord(ref source, position));
            position += 8;
        }

        if ((length & 4) != 0)
        {
            acc = (BitOperations.RotateLeft(acc ^ (Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref source, position)) * Prime64_1), 23) * Prime64_2) + Prime64_3;
            position += 4;
        }

        for (; position < length; position++)
        {
            acc = BitOperations.RotateLeft(acc ^ (Unsafe.Add(ref source, position) * Prime64_5), 11) * Prime64_1;
        }

        return Avalanche(acc);
    }

    /// <summary>The four lanes of all whole stripes, merged.</summary>
    private static ulong HashStripes(ref byte source, nint length, ulong seed)
    {
        ulong acc1 = seed + unchecked(Prime64_1 + Prime64_2);
        ulong acc2 = seed + Prime64_2;
        ulong acc3 = seed;
        ulong acc4 = seed - Prime64_1;

        // SAFETY: every stripe lies in [0, length), checked by the condition.
        for (nint position = 0; position <= length - StripeLengthBytes; position += StripeLengthBytes)
        {
            acc1 = Round(acc1, ReadWord(ref source, position));
            acc2 = Round(acc2, ReadWord(ref source, position + 8));
            acc3 = Round(acc3, ReadWord(ref source, position + 16));
            acc4 = Round(acc4, ReadWord(ref source, position + 24));
        }

        ulong acc = BitOperations.RotateLeft(acc1, 1) + BitOperations.RotateLeft(acc2, 7) + BitOperations.RotateLeft(acc3, 12) + BitOperations.RotateLeft(acc4, 18);
        return Merge(Merge(Merge(Merge(acc, acc1), acc2), acc3), acc4);
    }

    // SAFETY: the caller's word lies in its bytes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong ReadWord(ref byte source, nint position) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref source, position));

    /// <summary>The final mix of XXH64, which XXH3 uses for its shortest inputs too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Avalanche(ulong acc)
    {
        acc = (acc ^ (acc >> 33)) * Prime64_2;
        acc = (acc ^ (acc >> 29)) * Prime64_3;
        return acc ^ (acc >> 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong AddWord(ulong acc, ulong word) => (BitOperations.RotateLeft(acc ^ Round(0, word), 27) * Prime64_1) + Prime64_4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Round(ulong acc, ulong lane) => BitOperations.RotateLeft(acc + lane * Prime64_2, 31) * Prime64_1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Merge(ulong acc, ulong lane) => (acc ^ Round(0, lane)) * Prime64_1 + Prime64_4;
}
