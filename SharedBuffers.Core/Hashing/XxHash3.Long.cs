using System.Runtime.CompilerServices;
using static SharedBuffers.Hashing.XxHashConstants;

namespace SharedBuffers.Hashing;

public static unsafe partial class XxHash3
{
    internal const int LaneCount = 8;
    internal const int StripeLengthBytes = 64;
    internal const int StripesPerBlock = (SecretLength - StripeLengthBytes) / 8;

    private const int BlockLengthBytes = StripesPerBlock * StripeLengthBytes;

    /// <summary>Where the secret for the last stripe, the scramble and the final merge starts.</summary>
    private const int LastStripeSecretOffset = SecretLength - 71;
    private const int ScrambleSecretOffset = SecretLength - StripeLengthBytes;
    private const int MergeSecretOffset = 11;

    /// <summary>The instructions to use on this machine. The choice is a constant for the just-in-time compiler and never changes a result.</summary>
    private static ulong HashLong(byte* source, long length, ulong seed)
    {
        if (Vector512Kernel.IsSupported)
        {
            return HashLong<Vector512Kernel>(source, length, seed);
        }

        if (Vector256Kernel.IsSupported)
        {
            return HashLong<Vector256Kernel>(source, length, seed);
        }

        return Vector128Kernel.IsSupported ? HashLong<Vector128Kernel>(source, length, seed) : HashLong<ScalarKernel>(source, length, seed);
    }

    /// <summary>Hashes an input of more than 240 bytes with the given instructions, which the machine must have.</summary>
    [SkipLocalsInit]
    internal static ulong HashLong<TKernel>(byte* source, long length, ulong seed)
        where TKernel : struct, IStripeKernel
    {
        byte* derived = stackalloc byte[SecretLength];
        byte* secret = DefaultSecret;
        if (seed != 0)
        {
            DeriveSecret(derived, seed);
            secret = derived;
        }

        ulong* lanes = stackalloc ulong[LaneCount];
        InitializeLanes(lanes);

        // SAFETY: the caller vouched for length > 240 bytes. A block is taken only when a byte follows it, so the stripes of the last block end before the last byte,
        // and the last 64 bytes are inside.
        byte* p = source;
        long blocks = (length - 1) / BlockLengthBytes;
        for (long i = 0; i < blocks; i++)
        {
            TKernel.Accumulate(lanes, p, secret, StripesPerBlock);
            TKernel.Scramble(lanes, secret + ScrambleSecretOffset);
            p += BlockLengthBytes;
        }

        TKernel.Accumulate(lanes, p, secret, (int)((length - 1 - blocks * BlockLengthBytes) / StripeLengthBytes));
        TKernel.Accumulate(lanes, source + length - StripeLengthBytes, secret + LastStripeSecretOffset, 1);
        return Merge(lanes, secret, length);
    }

    internal static void InitializeLanes(ulong* lanes)
    {
        // SAFETY: the caller gives LaneCount words.
        lanes[0] = Prime32_3;
        lanes[1] = Prime64_1;
        lanes[2] = Prime64_2;
        lanes[3] = Prime64_3;
        lanes[4] = Prime64_4;
        lanes[5] = Prime32_2;
        lanes[6] = Prime64_5;
        lanes[7] = Prime32_1;
    }

    /// <summary>Accumulates stripes that may go past the end of a block: scrambles there and starts the next one.</summary>
    /// <param name="lanes">The accumulators.</param>
    /// <param name="source">The stripes.</param>
    /// <param name="secret">The secret of the seed.</param>
    /// <param name="stripes">How many; at least one byte of input must follow the last.</param>
    /// <param name="stripesInBlock">How many stripes of the current block are in the accumulators already.</param>
    /// <returns>The same after this call.</returns>
    internal static int AccumulateAcrossBlocks(ulong* lanes, byte* source, byte* secret, long stripes, int stripesInBlock)
    {
        if (Vector512Kernel.IsSupported)
        {
            return AccumulateAcrossBlocks<Vector512Kernel>(lanes, source, secret, stripes, stripesInBlock);
        }

        if (Vector256Kernel.IsSupported)
        {
            return AccumulateAcrossBlocks<Vector256Kernel>(lanes, source, secret, stripes, stripesInBlock);
        }

        return Vector128Kernel.IsSupported
            ? AccumulateAcrossBlocks<Vector128Kernel>(lanes, source, secret, stripes, stripesInBlock)
            : AccumulateAcrossBlocks<ScalarKernel>(lanes, source, secret, stripes, stripesInBlock);
    }

    /// <summary>The last stripe and the merge, for an input that came in parts.</summary>
    internal static ulong Finish(ulong* lanes, byte* lastStripe, byte* secret, long length)
    {
        ScalarKernel.Accumulate(lanes, lastStripe, secret + LastStripeSecretOffset, 1);
        return Merge(lanes, secret, length);
    }

    private static int AccumulateAcrossBlocks<TKernel>(ulong* lanes, byte* source, byte* secret, long stripes, int stripesInBlock)
        where TKernel : struct, IStripeKernel
    {
        // SAFETY: the caller vouched for stripes * 64 bytes; take never exceeds what is left of them, nor of the secret.
        while (stripes > 0)
        {
            int take = (int)Math.Min(stripes, StripesPerBlock - stripesInBlock);
            TKernel.Accumulate(lanes, source, secret + stripesInBlock * 8, take);
            source += (long)take * StripeLengthBytes;
            stripes -= take;
            stripesInBlock += take;
            if (stripesInBlock == StripesPerBlock)
            {
                TKernel.Scramble(lanes, secret + ScrambleSecretOffset);
                stripesInBlock = 0;
            }
        }

        return stripesInBlock;
    }

    private static ulong Merge(ulong* lanes, byte* secret, long length)
    {
        // SAFETY: eight lanes, and 64 bytes of the secret from offset 11 on.
        byte* key = secret + MergeSecretOffset;
        ulong result = (ulong)length * Prime64_1;
        for (int i = 0; i < LaneCount; i += 2)
        {
            result += WideMath.MultiplyFold(lanes[i] ^ Unsafe.ReadUnaligned<ulong>(key + i * 8), lanes[i + 1] ^ Unsafe.ReadUnaligned<ulong>(key + i * 8 + 8));
        }

        return Avalanche(result);
    }
}
