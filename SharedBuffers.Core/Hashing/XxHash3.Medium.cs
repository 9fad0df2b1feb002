using System.Runtime.CompilerServices;
using static SharedBuffers.Hashing.XxHashConstants;

namespace SharedBuffers.Hashing;

public static unsafe partial class XxHash3
{
    /// <summary>Longest input that is hashed in one accumulator; longer ones go through stripes.</summary>
    internal const int MediumMaxLength = 240;

    private const int ChunkLengthBytes = 16;

    /// <summary>Where the chunks beyond the first 128 bytes start in the secret.</summary>
    private const int LateChunkSecretOffset = 3;

    /// <summary>Where the last chunk of an input of 129 to 240 bytes lies in the secret.</summary>
    private const int LastChunkSecretOffset = 119;

    /// <summary>The commonest string keys: one chunk from the start, one from the end, and the secret as constants in the code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Hash17To32(byte* source, uint length, ulong seed)
    {
        // SAFETY: the caller vouched for length >= 17 bytes: the first sixteen and the last sixteen are inside.
        byte* last = source + length - ChunkLengthBytes;
        return Hash17To32(
            Unsafe.ReadUnaligned<ulong>(source), Unsafe.ReadUnaligned<ulong>(source + 8), Unsafe.ReadUnaligned<ulong>(last), Unsafe.ReadUnaligned<ulong>(last + 8), length, new XxHash3Seed(seed));
    }

    /// <summary>The hash of 17 to 32 bytes, of which the first sixteen and the last sixteen are given.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Hash17To32(ulong first0, ulong first1, ulong last0, ulong last1, uint length, in XxHash3Seed seed)
    {
        ulong first = WideMath.MultiplyFold(first0 ^ seed.FirstLow, first1 ^ seed.FirstHigh);
        ulong second = WideMath.MultiplyFold(last0 ^ seed.LastLow, last1 ^ seed.LastHigh);
        return Avalanche(length * Prime64_1 + first + second);
    }

    private static ulong Hash33To128(byte* source, uint length, ulong seed)
    {
        // SAFETY: the caller vouched for length > 32 bytes. Chunk i from the start and chunk i from the end are inside because 16 * (i + 1) <= length whenever round i runs.
        byte* secret = DefaultSecret;
        byte* end = source + length;
        ulong acc = length * Prime64_1;

        // The order of the rounds does not matter, a sum is a sum: the branches are the specification's loop, unrolled.
        if (length > 64)
        {
            if (length > 96)
            {
                acc += MixChunk(source + 48, secret + 96, seed) + MixChunk(end - 64, secret + 112, seed);
            }

            acc += MixChunk(source + 32, secret + 64, seed) + MixChunk(end - 48, secret + 80, seed);
        }

        acc += MixChunk(source + 16, secret + 32, seed) + MixChunk(end - 32, secret + 48, seed);
        acc += MixChunk(source, secret, seed) + MixChunk(end - 16, secret + 16, seed);
        return Avalanche(acc);
    }

    private static ulong Hash129To240(byte* source, uint length, ulong seed)
    {
        // SAFETY: the caller vouched for length > 128 bytes; chunk i is inside because 16 * (i + 1) <= length for every i < chunks.
        byte* secret = DefaultSecret;
        ulong acc = length * Prime64_1;
        for (int i = 0; i < 8; i++)
        {
            acc += MixChunk(source + i * ChunkLengthBytes, secret + i * ChunkLengthBytes, seed);
        }

        acc = Avalanche(acc);
        int chunks = (int)(length / ChunkLengthBytes);
        for (int i = 8; i < chunks; i++)
        {
            acc += MixChunk(source + i * ChunkLengthBytes, secret + (i - 8) * ChunkLengthBytes + LateChunkSecretOffset, seed);
        }

        acc += MixChunk(source + length - ChunkLengthBytes, secret + LastChunkSecretOffset, seed);
        return Avalanche(acc);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong MixChunk(byte* chunk, byte* secret, ulong seed)
    {
        // SAFETY: the caller gives 16 bytes of the input and 16 bytes of the secret.
        ulong left = Unsafe.ReadUnaligned<ulong>(chunk) ^ (Unsafe.ReadUnaligned<ulong>(secret) + seed);
        ulong right = Unsafe.ReadUnaligned<ulong>(chunk + 8) ^ (Unsafe.ReadUnaligned<ulong>(secret + 8) - seed);
        return WideMath.MultiplyFold(left, right);
    }
}
