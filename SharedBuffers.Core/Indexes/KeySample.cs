using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SharedBuffers.Layout;

namespace SharedBuffers.Indexes;

/// <summary>What <see cref="SampledHash"/> reads of a key: two words and the length.</summary>
/// <param name="Low">The lower word.</param>
/// <param name="High">The upper word.</param>
/// <param name="Length">Bytes of the key.</param>
internal readonly record struct KeySample(ulong Low, ulong High, uint Length)
{
    private const nuint Pair = 16;
    private const nuint Word = 8;
    private const nuint HalfWord = 4;

    /// <summary>Takes the words of a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="words">Which, if the key has more than 16 bytes.</param>
    public static KeySample Of(ReadOnlySpan<byte> key, SampledWords words) => Of(key, MaskOf(words, 0), MaskOf(words, 1));

    /// <summary>The same for words given as masks: all ones where a word is taken from the last 16 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static KeySample Of(ReadOnlySpan<byte> key, ulong lowFromEnd, ulong highFromEnd)
    {
        // SAFETY: of more than 16 bytes a word lies in the first 16 or in the last 16; of 9 to 16 bytes the words are the first eight and the last eight.
        ref byte first = ref MemoryMarshal.GetReference(key);
        nuint length = (uint)key.Length;
        if (length > Pair)
        {
            return new KeySample(ReadWord(ref first, (length - Pair) & (nuint)lowFromEnd), ReadWord(ref first, Word + ((length - Pair) & (nuint)highFromEnd)), (uint)length);
        }

        return length > Word ? new KeySample(ReadWord(ref first, 0), ReadWord(ref first, length - Word), (uint)length) : new KeySample(OfFew(ref first, length), 0, (uint)length);
    }

    /// <summary>All ones where a word is taken from the last 16 bytes.</summary>
    /// <param name="words">The words.</param>
    /// <param name="word">0 for the lower one, 1 for the upper one.</param>
    public static ulong MaskOf(SampledWords words, int word) => (((int)words >> word) & 1) != 0 ? ulong.MaxValue : 0;

    // Up to 8 bytes: the first four and the last four, or the first, the middle and the last.
    private static ulong OfFew(ref byte first, nuint length)
    {
        // SAFETY: 4 bytes or more hold the first four and the last four; fewer, but any, hold the first, the middle and the last.
        if (length >= HalfWord)
        {
            return Unsafe.ReadUnaligned<uint>(ref first) | ((ulong)Unsafe.ReadUnaligned<uint>(ref Unsafe.AddByteOffset(ref first, length - HalfWord)) << 32);
        }

        return length == 0 ? 0 : first | ((ulong)Unsafe.AddByteOffset(ref first, length / 2) << 8) | ((ulong)Unsafe.AddByteOffset(ref first, length - 1) << 16);
    }

    // SAFETY: the caller's word lies in its key.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong ReadWord(ref byte first, nuint offset) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.AddByteOffset(ref first, offset));
}
