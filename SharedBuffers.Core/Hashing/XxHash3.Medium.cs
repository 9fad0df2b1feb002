using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
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
        ulong first = WideMath.MultiplyFold(Unsafe.ReadUnaligned<ulong>(source) ^ (Secret17To32FirstLow + seed), Unsafe.ReadUnaligned<ulong>(source + 8) ^ (Secret17To32FirstHigh - seed));
        ulong second = WideMath.MultiplyFold(Unsafe.ReadUnaligned<ulong>(last) ^ (Secret17To32LastLow + seed), Unsafe.ReadUnaligned<ulong>(last + 8) ^ (Secret17To32LastHigh - seed));
        return Avalanche(length * Prime64_1 + first + second);
    }

    /// <summary>The hash of 17 to 32 bytes, of which the first sixteen and the last sixteen are given.</summary>
    /// <remarks>PERF: experiment integer registers. Words meet the seed in vectors: four numbers come out of them, where eight would be loaded and changed.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Hash17To32(Vector128<byte> firstBytes, Vector128<byte> lastBytes, uint length, in XxHash3Seed seed)
    {
        Vector128<ulong> first = firstBytes.AsUInt64() ^ seed.First17To32;
        Vector128<ulong> last = lastBytes.AsUInt64() ^ seed.Last17To32;
        return Avalanche(
            length * seed.LengthFactor + WideMath.MultiplyFold(first.ToScalar(), first.GetElement(1)) + WideMath.MultiplyFold(last.ToScalar(), last.GetElement(1)), seed);
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
