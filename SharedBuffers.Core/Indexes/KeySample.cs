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
        return key.Length >= (int)HalfWord ? OfWords(key, lowFromEnd, highFromEnd) : new KeySample(OfFew(key), 0, (uint)key.Length);
    }

    /// <summary>The same for a key of 4 bytes or more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static KeySample OfWords(ReadOnlySpan<byte> key, ulong lowFromEnd, ulong highFromEnd)
    {
        // SAFETY: of more than 16 bytes a word lies in the first 16 or in the last 16; of 9 to 16 bytes the words are the first eight and the last eight, of 4 to 8 the first four and the last four.
        ref byte first = ref MemoryMarshal.GetReference(key);
        nuint length = (uint)key.Length;
        if (length > Pair)
        {
            return new KeySample(ReadWord(ref first, (length - Pair) & (nuint)lowFromEnd), ReadWord(ref first, Word + ((length - Pair) & (nuint)highFromEnd)), (uint)length);
        }

        return length > Word
            ? new KeySample(ReadWord(ref first, 0), ReadWord(ref first, length - Word), (uint)length)
            : new KeySample(ReadHalfWord(ref first, 0) | ((ulong)ReadHalfWord(ref first, length - HalfWord) << 32), 0, (uint)length);
    }

    /// <summary>All ones where a word is taken from the last 16 bytes.</summary>
    /// <param name="words">The words.</param>
    /// <param name="word">0 for the lower one, 1 for the upper one.</param>
    public static ulong MaskOf(SampledWords words, int word) => (((int)words >> word) & 1) != 0 ? ulong.MaxValue : 0;

    // The first, the middle and the last byte.
    private static ulong OfFew(ReadOnlySpan<byte> key) => key.IsEmpty ? 0 : key[0] | ((ulong)key[key.Length / 2] << 8) | ((ulong)key[^1] << 16);

    // SAFETY: as below.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint ReadHalfWord(ref byte first, nuint offset) => Unsafe.ReadUnaligned<uint>(ref Unsafe.AddByteOffset(ref first, offset));

    // SAFETY: the caller's word lies in its key.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong ReadWord(ref byte first, nuint offset) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.AddByteOffset(ref first, offset));
}
