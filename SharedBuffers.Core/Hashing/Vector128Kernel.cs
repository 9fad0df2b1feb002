using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using static SharedBuffers.Hashing.XxHashConstants;

namespace SharedBuffers.Hashing;

/// <summary>XXH3's stripe steps, two lanes at a time (SSE2 or NEON). Twin: <see cref="ScalarKernel"/>.</summary>
internal readonly unsafe struct Vector128Kernel : IStripeKernel
{
    public static bool IsSupported => Sse2.IsSupported || AdvSimd.IsSupported;

    public static void Accumulate(ulong* lanes, byte* source, byte* secret, int stripes)
    {
        // SAFETY: the caller gives stripes * 64 bytes, eight lanes, and 64 + 8 * (stripes - 1) bytes of the secret; unaligned loads throughout.
        Vector128<ulong> acc0 = Vector128.Load(lanes);
        Vector128<ulong> acc1 = Vector128.Load(lanes + 2);
        Vector128<ulong> acc2 = Vector128.Load(lanes + 4);
        Vector128<ulong> acc3 = Vector128.Load(lanes + 6);
        for (int n = 0; n < stripes; n++)
        {
            acc0 += Step(source, secret);
            acc1 += Step(source + 16, secret + 16);
            acc2 += Step(source + 32, secret + 32);
            acc3 += Step(source + 48, secret + 48);
            source += XxHash3.StripeLengthBytes;
            secret += 8;
        }

        acc0.Store(lanes);
        acc1.Store(lanes + 2);
        acc2.Store(lanes + 4);
        acc3.Store(lanes + 6);
    }

    public static void Scramble(ulong* lanes, byte* secret)
    {
        // SAFETY: eight lanes and 64 bytes of the secret.
        for (int i = 0; i < XxHash3.LaneCount; i += 2)
        {
            Vector128<ulong> lane = Vector128.Load(lanes + i);
            lane ^= lane >> 47;
            lane ^= Vector128.Load(secret + i * 8).AsUInt64();
            Vector128<uint> prime = Vector128.Create(Prime32_1);
            Vector128<ulong> low = MultiplyEven(lane.AsUInt32(), prime);
            Vector128<ulong> high = MultiplyEven((lane >> 32).AsUInt32(), prime);
            (low + (high << 32)).Store(lanes + i);
        }
    }

    /// <summary>What two words of the input add to their lanes: the neighbour word, and the product of the halves of (word xor secret).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Step(byte* source, byte* secret)
    {
        // SAFETY: the caller gives 16 bytes of a stripe and 16 bytes of the secret.
        Vector128<ulong> word = Vector128.Load(source).AsUInt64();
        Vector128<ulong> value = word ^ Vector128.Load(secret).AsUInt64();
        Vector128<ulong> neighbour = Vector128.Shuffle(word, Vector128.Create(1UL, 0UL));
        return neighbour + MultiplyEven(value.AsUInt32(), (value >> 32).AsUInt32());
    }

    /// <summary>The 64-bit products of the even 32-bit elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> MultiplyEven(Vector128<uint> left, Vector128<uint> right) => Sse2.IsSupported
        ? Sse2.Multiply(left, right)
        : AdvSimd.MultiplyWideningLower(AdvSimd.ExtractNarrowingLower(left.AsUInt64()), AdvSimd.ExtractNarrowingLower(right.AsUInt64()));
}
