using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace SharedBuffers.Hashing;

/// <summary>
/// The hash that the 1.x format gives a value of any type, so that maps and object indexes find it again in another process. Knows bits and element hashes;
/// the types of values are the callers' business.
/// </summary>
/// <remarks>
/// <para>Source: the value encoding of the 1.x format; <c>docs/format/values.md</c> states the rules. Equal numbers hash alike whatever their type (1, 1.0 and true),
/// and so do a text and its UTF-8 bytes. No hash is 0: indexes use 0 as a mark of their own.</para>
/// <para>Sets differ on purpose: the 1.x library combines their elements in iteration order, which depends on the process that built the set. Here the element hashes are
/// sorted first, so equal sets hash alike; sets of up to one element agree with the 1.x library.</para>
/// </remarks>
internal static class StableHash
{
    /// <summary>Hash of null; also of 0 and 1, as in the 1.x library.</summary>
    public const ulong Null = 1;

    private const ulong TupleStart = 1626619511096549620;
    private const ulong SetStart = 8212431769940327799;
    private const int RotateBits = 5;

    /// <summary>What the 1.x library adds to negative exponents.</summary>
    private const int NegativeExponentBias = 0xFFFF;

    /// <summary>Scale that turns a mantissa into an integer: 2^48 - 1.</summary>
    private const double MantissaScale = 281474976710655.0;

    private const int StackTextLength = 256;

    /// <summary>Hash of an integer that fits 64 signed bits; <see cref="bool"/> is 0 or 1.</summary>
    public static ulong OfInt64(long value) => Finish((ulong)value);

    /// <summary>Hash of an unsigned integer, or of the low 64 bits (two's complement) of a longer one.</summary>
    public static ulong OfUInt64(ulong value) => Finish(value);

    /// <summary>Hash of a floating-point number: of the integer where it is one that fits 64 signed bits, otherwise of mantissa and exponent.</summary>
    public static ulong OfDouble(double value)
    {
        // 2^63 itself does not fit; both bounds are exact as doubles.
        if (value >= long.MinValue && value < 9223372036854775808.0 && Math.Truncate(value) == value)
        {
            return Finish((ulong)(long)value);
        }

        (double mantissa, int exponent) = Split(value);
        if (exponent < 0)
        {
            exponent += NegativeExponentBias;
        }

        return Finish(BitOperations.RotateLeft((ulong)exponent, RotateBits) ^ (ulong)(long)(mantissa * MantissaScale));
    }

    /// <summary>Hash of bytes, and of text given as UTF-8.</summary>
    public static ulong OfBytes(ReadOnlySpan<byte> value) => Finish(XxHash64.Hash64(value));

    /// <summary>Hash of text: that of its UTF-8 bytes. Allocates nothing; long text borrows a buffer.</summary>
    [SkipLocalsInit]
    public static ulong OfText(ReadOnlySpan<char> value)
    {
        int maxLength = Encoding.UTF8.GetMaxByteCount(value.Length);
        byte[]? rented = maxLength > StackTextLength ? ArrayPool<byte>.Shared.Rent(maxLength) : null;
        Span<byte> buffer = rented ?? stackalloc byte[StackTextLength];
        ulong hash = OfBytes(buffer[..Encoding.UTF8.GetBytes(value, buffer)]);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return hash;
    }

    /// <summary>Hash of a tuple from the hashes of its elements, in order.</summary>
    public static ulong OfTuple(ReadOnlySpan<ulong> elementHashes) => Combine(TupleStart, elementHashes);

    /// <summary>Hash of a set from the hashes of its elements, in any order.</summary>
    /// <param name="elementHashes">Sorted by this method.</param>
    public static ulong OfSet(Span<ulong> elementHashes)
    {
        elementHashes.Sort();
        return Combine(SetStart, elementHashes);
    }

    private static ulong Combine(ulong hash, ReadOnlySpan<ulong> elementHashes)
    {
        foreach (ulong element in elementHashes)
        {
            hash = BitOperations.RotateLeft(hash, RotateBits) ^ element;
        }

        return Finish(hash);
    }

    private static ulong Finish(ulong hash) => hash == 0 ? 1 : hash;

    /// <summary>Mantissa in [0.5, 1) and power of two, as C's frexp; infinities give ±1 and NaN gives 2, each with exponent 0, as the 1.x library has it.</summary>
    private static (double Mantissa, int Exponent) Split(double value)
    {
        if (double.IsNaN(value))
        {
            return (2.0, 0);
        }

        if (double.IsInfinity(value))
        {
            return (value > 0 ? 1.0 : -1.0, 0);
        }

        int exponent = Math.ILogB(value) + 1;

        // In two steps: 2^-exponent alone overflows for the smallest numbers.
        return (Math.ScaleB(Math.ScaleB(value, -exponent / 2), -exponent - (-exponent / 2)), exponent);
    }
}
