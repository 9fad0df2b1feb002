using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SharedBuffers.Hashing;
using SharedBuffers.Layout;

namespace SharedBuffers.Indexes;

/// <summary>A hash of two words of a key and its length, for sets of keys that these tell apart: one multiplication, whatever the length of the key.</summary>
/// <remarks>
/// The 128-bit product of the words, each joined by exclusive or with a number that XXH3 makes of the seed, folded onto itself: a step of XXH3 for 17 bytes and more, without what follows it. Which
/// words are read is chosen for a set of keys, by who has all of them; keys that differ elsewhere only have one hash, under every seed.
/// </remarks>
internal readonly struct SampledHash
{
    private readonly ulong _lowFromEnd;
    private readonly ulong _highFromEnd;
    private readonly ulong _low;
    private readonly ulong _high;

    /// <summary>Makes the numbers.</summary>
    /// <param name="seed">Selects one of 2^64 hash functions.</param>
    /// <param name="words">The words that are read.</param>
    public SampledHash(ulong seed, SampledWords words)
    {
        _lowFromEnd = KeySample.MaskOf(words, 0);
        _highFromEnd = KeySample.MaskOf(words, 1);
        _low = XxHash3.Hash64(seed, 0);
        _high = XxHash3.Hash64(seed, 1);
    }

    /// <summary>Hashes a key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Hash(ReadOnlySpan<byte> key) => Hash(KeySample.Of(key, _lowFromEnd, _highFromEnd));

    /// <summary>Hashes a key of 4 bytes or more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong HashOfWords(ReadOnlySpan<byte> key) => Hash(KeySample.OfWords(key, _lowFromEnd, _highFromEnd));

    /// <summary>Hashes what was taken of a key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Hash(in KeySample sample) => WideMath.MultiplyFold(sample.Low ^ _low, sample.High ^ (_high + sample.Length));

    /// <summary>Hashes a key of 4 bytes or more that lies in registers.</summary>
    /// <param name="first">Its first 16 bytes; of a key of up to 16, the two words that are read.</param>
    /// <param name="last">Its last 16 bytes, or the same two words.</param>
    /// <param name="length">Bytes of the key.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Hash(Vector128<byte> first, Vector128<byte> last, uint length)
    {
        Vector128<ulong> words = Vector128.ConditionalSelect(Vector128.Create(_lowFromEnd, _highFromEnd), last.AsUInt64(), first.AsUInt64());
        return Hash(new KeySample(words.ToScalar(), words.GetElement(1), length));
    }
}
