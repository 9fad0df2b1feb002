using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static SharedBuffers.Hashing.XxHashConstants;

namespace SharedBuffers.Hashing;

/// <summary>XXH3's stripe steps, four lanes at a time (AVX2). Twin: <see cref="ScalarKernel"/>.</summary>
internal readonly unsafe struct Vector256Kernel : IStripeKernel
{
    public static bool IsSupported => Avx2.IsSupported;

    public static void Accumulate(ulong* lanes, byte* source, byte* secret, int stripes)
    {
        // SAFETY: the caller gives stripes * 64 bytes, eight lanes, and 64 + 8 * (stripes - 1) bytes of the secret; unaligned loads throughout.
        Vector256<ulong> acc0 = Vector256.Load(lanes);
        Vector256<ulong> acc1 = Vector256.Load(lanes + 4);
        for (int n = 0; n < stripes; n++)
        {
            acc0 += Step(source, secret);
            acc1 += Step(source + 32, secret + 32);
            source += XxHash3.StripeLengthBytes;
            secret += 8;
        }

        acc0.Store(lanes);
        acc1.Store(lanes + 4);
    }

    public static void Scramble(ulong* lanes, byte* secret)
    {
        // SAFETY: eight lanes and 64 bytes of the secret.
        for (int i = 0; i < XxHash3.LaneCount; i += 4)
        {
            Vector256<ulong> lane = Vector256.Load(lanes + i);
            lane ^= lane >> 47;
            lane ^= Vector256.Load(secret + i * 8).AsUInt64();
            Vector256<uint> prime = Vector256.Create(Prime32_1);
            Vector256<ulong> low = Avx2.Multiply(lane.AsUInt32(), prime);
            Vector256<ulong> high = Avx2.Multiply((lane >> 32).AsUInt32(), prime);
            (low + (high << 32)).Store(lanes + i);
        }
    }

    /// <summary>What four words of the input add to their lanes: the neighbour word, and the product of the halves of (word xor secret).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Step(byte* source, byte* secret)
    {
        // SAFETY: the caller gives 32 bytes of a stripe and 32 bytes of the secret.
        Vector256<ulong> word = Vector256.Load(source).AsUInt64();
        Vector256<ulong> value = word ^ Vector256.Load(secret).AsUInt64();
        Vector256<ulong> neighbour = Avx2.Shuffle(word.AsUInt32(), 0b01_00_11_10).AsUInt64();
        return neighbour + Avx2.Multiply(value.AsUInt32(), (value >> 32).AsUInt32());
    }
}
