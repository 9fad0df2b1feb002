using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static SharedBuffers.Hashing.XxHashConstants;

namespace SharedBuffers.Hashing;

/// <summary>
/// XXH3, 64 bits, seeded: the hash of the native layout, for keys and for checksums.
/// </summary>
/// <remarks>
/// <para>Source: "xxHash fast digest algorithm", sections XXH3 (the specification that comes with the reference implementation). The result is that of
/// <c>XXH3_64bits_withSeed</c>, whatever the vector instructions of the machine.</para>
/// <para>This file has the entry points and the inputs of up to 16 bytes; <c>XxHash3.Medium.cs</c> goes up to 240 bytes, <c>XxHash3.Long.cs</c> has the rest.
/// Inputs of more than 240 bytes can also come in parts: <see cref="XxHash3Accumulator"/>.</para>
/// <para>Stateless, thread-safe, allocates nothing, O(length). Little-endian hosts only: on a big-endian one the result would differ, and the library does not run there.
/// Not a cryptographic hash: who knows the seed can make keys that collide.</para>
/// </remarks>
public static unsafe partial class XxHash3
{
    // Words of the default secret, already combined where the specification combines them: secret[0:4]^secret[4:8], [8:16]^[16:24] and so on.
    private const ulong Secret1To3 = 0x87275A9B;
    internal const ulong Secret4To8 = 0xC73AB174C5ECD5A2;
    internal const ulong Secret9To16Low = 0x6782737BEA4239B9;
    internal const ulong Secret9To16High = 0xAF56BC3B0996523A;
    internal const ulong Secret17To32FirstLow = 0xBE4BA423396CFEB8;
    internal const ulong Secret17To32FirstHigh = 0x1CAD21F72C81017C;
    internal const ulong Secret17To32LastLow = 0xDB979083E96DD4DE;
    internal const ulong Secret17To32LastHigh = 0x1F67B3B7A4A44072;
    private const ulong SecretEmpty = 0x8726F9105DC21DDC;

    /// <summary>Hashes a span of bytes.</summary>
    /// <param name="source">The bytes; may be empty.</param>
    /// <param name="seed">Selects one of 2^64 hash functions.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash64(ReadOnlySpan<byte> source, ulong seed = 0)
    {
        fixed (byte* p = &MemoryMarshal.GetReference(source))
        {
            return Hash64(p, source.Length, seed);
        }
    }

    /// <summary>The hash of the 8 little-endian bytes of <paramref name="value"/>, without storing them.</summary>
    /// <param name="value">The key.</param>
    /// <param name="seed">Selects one of 2^64 hash functions.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash64(ulong value, ulong seed = 0) => Mix4To8(BitOperations.RotateLeft(value, 32), 8, seed);

    /// <summary>The hash of the 4 little-endian bytes of <paramref name="value"/>, without storing them.</summary>
    /// <param name="value">The key.</param>
    /// <param name="seed">Selects one of 2^64 hash functions.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash64(uint value, ulong seed = 0) => Mix4To8(value | ((ulong)value << 32), 4, seed);

    /// <summary>The hash of the 8 little-endian bytes of <paramref name="value"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Hash64(ulong value, in XxHash3Seed seed) => Mix4To8(BitOperations.RotateLeft(value, 32), 8, seed);

    /// <summary>Hashes <paramref name="length"/> bytes at <paramref name="source"/>. The caller vouches that they are readable; a length of 0 reads nothing.</summary>
    /// <remarks>Inlined is what an index of short string keys needs, 9 to 32 bytes; all other lengths cost a call.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Hash64(byte* source, long length, ulong seed = 0)
    {
        if ((ulong)(length - 9) <= 16 - 9)
        {
            return Hash9To16(source, (uint)length, seed);
        }

        return (ulong)(length - 17) <= 32 - 17 ? Hash17To32(source, (uint)length, seed) : HashOtherLength(source, length, seed);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong HashOtherLength(byte* source, long length, ulong seed) => length switch
    {
        <= 8 => Hash0To8(source, (uint)length, seed),
        <= 128 => Hash33To128(source, (uint)length, seed),
        <= MediumMaxLength => Hash129To240(source, (uint)length, seed),
        _ => HashLong(source, length, seed),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Hash0To8(byte* source, uint length, ulong seed)
    {
        // SAFETY: the caller vouched for length bytes. From 4 bytes on both words lie inside; below, the three bytes read are the first, the middle and the last.
        if (length >= 4)
        {
            ulong first = Unsafe.ReadUnaligned<uint>(source);
            ulong last = Unsafe.ReadUnaligned<uint>(source + length - 4);
            return Mix4To8(last | (first << 32), length, seed);
        }

        if (length == 0)
        {
            return XxHash64.Avalanche(seed ^ SecretEmpty);
        }

        uint combined = source[length - 1] | (length << 8) | ((uint)source[0] << 16) | ((uint)source[length >> 1] << 24);
        return XxHash64.Avalanche((Secret1To3 + seed) ^ combined);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix4To8(ulong combined, uint length, ulong seed) => Mix4To8(combined, length, new XxHash3Seed(seed));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix4To8(ulong combined, uint length, in XxHash3Seed seed)
    {
        ulong value = seed.Word4To8 ^ combined;
        value ^= BitOperations.RotateLeft(value, 49) ^ BitOperations.RotateLeft(value, 24);
        value *= PrimeMx2;
        value ^= (value >> 35) + length;
        value *= PrimeMx2;
        return value ^ (value >> 28);
    }

    /// <summary>The hash of 4 to 8 bytes, of which the first four and, in the upper half, the last four are given.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Hash4To8(ulong ends, uint length, in XxHash3Seed seed) => Mix4To8(BitOperations.RotateLeft(ends, 32), length, seed);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Hash9To16(byte* source, uint length, ulong seed)
    {
        // SAFETY: the caller vouched for length >= 9 bytes: the first eight and the last eight are inside.
        ulong low = (Secret9To16Low + seed) ^ Unsafe.ReadUnaligned<ulong>(source);
        ulong high = (Secret9To16High - seed) ^ Unsafe.ReadUnaligned<ulong>(source + length - 8);
        return Avalanche(length + BinaryPrimitives.ReverseEndianness(low) + high + WideMath.MultiplyFold(low, high));
    }

    /// <summary>The hash of 9 to 16 bytes, of which the first eight and the last eight are given.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Hash9To16(ulong firstWord, ulong lastWord, uint length, in XxHash3Seed seed)
    {
        ulong low = seed.FirstWord9To16 ^ firstWord;
        ulong high = seed.LastWord9To16 ^ lastWord;
        return Avalanche(length + BinaryPrimitives.ReverseEndianness(low) + high + WideMath.MultiplyFold(low, high), seed);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Avalanche(ulong value)
    {
        value = (value ^ (value >> 37)) * PrimeMx1;
        return value ^ (value >> 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Avalanche(ulong value, in XxHash3Seed seed)
    {
        value = (value ^ (value >> 37)) * seed.MixFactor;
        return value ^ (value >> 32);
    }
}
