using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SharedBuffers.Indexes;

/// <summary>Equality of short byte strings, made to be inlined into a lookup: two overlapping loads a side cover every length of a step.</summary>
internal static unsafe class KeyBytes
{
    /// <summary>Whether <paramref name="length"/> bytes at both places are equal. The caller has checked that they are there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equal(byte* left, byte* right, nuint length)
    {
        // SAFETY: every load below lies in [0, length) of both sides: the last one of each step ends at length and starts at or after 0.
        if (length >= 16)
        {
            if (length > 32)
            {
                return EqualLong(left, right, length);
            }

            nuint last = length - 16;
            Vector128<byte> difference = (Vector128.Load(left) ^ Vector128.Load(right)) | (Vector128.Load(left + last) ^ Vector128.Load(right + last));
            return difference == Vector128<byte>.Zero;
        }

        if (length >= 8)
        {
            nuint last = length - 8;
            return ((Read<ulong>(left) ^ Read<ulong>(right)) | (Read<ulong>(left + last) ^ Read<ulong>(right + last))) == 0;
        }

        if (length >= 4)
        {
            nuint last = length - 4;
            return ((Read<uint>(left) ^ Read<uint>(right)) | (Read<uint>(left + last) ^ Read<uint>(right + last))) == 0;
        }

        // First, middle and last byte are all there is of 1 to 3.
        return length == 0 || (left[0] == right[0] && left[length >> 1] == right[length >> 1] && left[length - 1] == right[length - 1]);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool EqualLong(byte* left, byte* right, nuint length)
    {
        // SAFETY: the caller has checked that length bytes, which are more than 32, are there on both sides.
        nuint last = length - 32;
        for (nuint i = 0; i < last; i += 32)
        {
            if (Vector256.Load(left + i) != Vector256.Load(right + i))
            {
                return false;
            }
        }

        return Vector256.Load(left + last) == Vector256.Load(right + last);
    }

    // SAFETY: the callers above name the bytes that make this one good.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Read<T>(byte* p) => Unsafe.ReadUnaligned<T>(p);
}
