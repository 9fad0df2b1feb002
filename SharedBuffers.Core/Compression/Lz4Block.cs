using System.Runtime.InteropServices;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Compression;

/// <summary>
/// LZ4 blocks, without the frame format around them: what compressed strings and byte values of a file hold behind their length.
/// </summary>
/// <remarks>
/// <para>Source: "LZ4 Block Format Description" (revision 2022-07-31). A block is a run of sequences: a token byte (literal length, match length), literals,
/// a 16-bit distance back into the output, and more length bytes where four bits do not suffice.</para>
/// <para><b>Decoding</b> trusts nothing: whatever the bytes, the result is exactly the destination or a <see cref="CorruptBufferException"/>, and no byte outside the two
/// spans is touched. Blocks that end earlier than the end-of-block rules for encoders allow are accepted, as they say what they say.</para>
/// <para><b>Encoding</b> is greedy over one hash table. Equal input gives equal bytes, on every machine; another encoder may give others.</para>
/// <para>Stateless, thread-safe, no allocation on the heap, O(length). Little-endian hosts only.</para>
/// </remarks>
public static unsafe partial class Lz4Block
{
    /// <summary>A match is at least this long, and its length is stored minus this.</summary>
    private const int MinMatchLength = 4;

    /// <summary>Largest value of a four-bit length; it means that more bytes follow.</summary>
    private const int LongLength = 15;

    private const int DistanceLengthBytes = 2;

    private const int MaxDistance = ushort.MaxValue;

    /// <summary>Decodes a block whose decoded length is known.</summary>
    /// <param name="source">The block, all of it and nothing more.</param>
    /// <param name="destination">Receives the data; as long as the data. Its content is unspecified after an exception. Must not overlap the source.</param>
    /// <exception cref="CorruptBufferException">The block is damaged, or does not decode to exactly as many bytes as the destination has.</exception>
    public static void Decode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        fixed (byte* input = &MemoryMarshal.GetReference(source), output = &MemoryMarshal.GetReference(destination))
        {
            Decode(input, source.Length, output, destination.Length);
        }
    }

    /// <summary>Encodes a block.</summary>
    /// <param name="source">The data; may be empty.</param>
    /// <param name="destination">Receives the block; <see cref="MaxEncodedLength"/> bytes always suffice. Must not overlap the source.</param>
    /// <returns>The length of the block.</returns>
    /// <exception cref="ArgumentException">The block does not fit the destination.</exception>
    public static int Encode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (!TryEncode(source, destination, out int written))
        {
            ThrowHelper.Argument($"The block does not fit {destination.Length} bytes; {MaxEncodedLength(source.Length)} always suffice for {source.Length}.", nameof(destination));
        }

        return written;
    }

    /// <summary>Encodes a block if it fits. With a destination as short as the block may be to be worth keeping, data that does not shrink is given up early.</summary>
    /// <param name="source">The data; may be empty.</param>
    /// <param name="destination">Receives the block; its content is unspecified when the block does not fit. Must not overlap the source.</param>
    /// <param name="written">The length of the block, or 0.</param>
    /// <returns>Whether the block fitted.</returns>
    public static bool TryEncode(ReadOnlySpan<byte> source, Span<byte> destination, out int written)
    {
        fixed (byte* input = &MemoryMarshal.GetReference(source), output = &MemoryMarshal.GetReference(destination))
        {
            return TryEncode(input, source.Length, output, destination.Length, out written);
        }
    }

    /// <summary>An upper bound for the length of a block: data that does not compress grows by one byte in 255 and a few more.</summary>
    /// <param name="length">Length of the data, in bytes.</param>
    public static long MaxEncodedLength(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return length + length / 255L + 16;
    }
}
