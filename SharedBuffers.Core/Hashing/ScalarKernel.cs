using System.Runtime.CompilerServices;
using static SharedBuffers.Hashing.XxHashConstants;

namespace SharedBuffers.Hashing;

/// <summary>XXH3's stripe steps without vector instructions.</summary>
internal readonly unsafe struct ScalarKernel : IStripeKernel
{
    public static bool IsSupported => true;

    public static void Accumulate(ulong* lanes, byte* source, byte* secret, int stripes)
    {
        // SAFETY: the caller gives stripes * 64 bytes, eight lanes, and 64 + 8 * (stripes - 1) bytes of the secret.
        for (int n = 0; n < stripes; n++)
        {
            for (int i = 0; i < XxHash3.LaneCount; i++)
            {
                ulong word = Unsafe.ReadUnaligned<ulong>(source + i * 8);
                ulong value = word ^ Unsafe.ReadUnaligned<ulong>(secret + i * 8);
                lanes[i ^ 1] += word;
                lanes[i] += (ulong)(uint)value * (value >> 32);
            }

            source += XxHash3.StripeLengthBytes;
            secret += 8;
        }
    }

    public static void Scramble(ulong* lanes, byte* secret)
    {
        // SAFETY: eight lanes and 64 bytes of the secret.
        for (int i = 0; i < XxHash3.LaneCount; i++)
        {
            ulong lane = lanes[i];
            lane ^= lane >> 47;
            lane ^= Unsafe.ReadUnaligned<ulong>(secret + i * 8);
            lanes[i] = lane * Prime32_1;
        }
    }
}
