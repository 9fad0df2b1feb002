using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static SharedBuffers.Hashing.XxHashConstants;

namespace SharedBuffers.Hashing;

/// <summary>XXH3's stripe steps, all eight lanes at once (AVX-512). Twin: <see cref="ScalarKernel"/>.</summary>
internal readonly unsafe struct Vector512Kernel : IStripeKernel
{
    /// <summary>Not on machines that have the instructions but slow down when they run: <see cref="Vector512.IsHardwareAccelerated"/> knows them.</summary>
    public static bool IsSupported => Avx512F.IsSupported && Vector512.IsHardwareAccelerated;

    public static void Accumulate(ulong* lanes, byte* source, byte* secret, int stripes)
    {
        // SAFETY: the caller gives stripes * 64 bytes, eight lanes, and 64 + 8 * (stripes - 1) bytes of the secret; unaligned loads throughout.
        Vector512<ulong> acc = Vector512.Load(lanes);
        for (int n = 0; n < stripes; n++)
        {
            acc += Step(source, secret);
            source += XxHash3.StripeLengthBytes;
            secret += 8;
        }

        acc.Store(lanes);
    }

    public static void Scramble(ulong* lanes, byte* secret)
    {
        // SAFETY: eight lanes and 64 bytes of the secret.
        Vector512<ulong> lane = Vector512.Load(lanes);
        lane ^= lane >> 47;
        lane ^= Vector512.Load(secret).AsUInt64();
        Vector512<uint> prime = Vector512.Create(Prime32_1);
        Vector512<ulong> low = Avx512F.Multiply(lane.AsUInt32(), prime);
        Vector512<ulong> high = Avx512F.Multiply((lane >> 32).AsUInt32(), prime);
        (low + (high << 32)).Store(lanes);
    }

    /// <summary>What eight words of the input add to their lanes: the neighbour word, and the product of the halves of (word xor secret).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Step(byte* source, byte* secret)
    {
        // SAFETY: the caller gives 64 bytes of a stripe and 64 bytes of the secret.
        Vector512<ulong> word = Vector512.Load(source).AsUInt64();
        Vector512<ulong> value = word ^ Vector512.Load(secret).AsUInt64();
        Vector512<ulong> neighbour = Avx512F.Shuffle(word.AsUInt32(), 0b01_00_11_10).AsUInt64();
        return neighbour + Avx512F.Multiply(value.AsUInt32(), (value >> 32).AsUInt32());
    }
}
