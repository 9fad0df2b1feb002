using System.Buffers.Binary;
using System.Runtime.Intrinsics;

namespace SharedBuffers.Hashing;

/// <summary>A seed of XXH3 combined with the secret, for those who hash many short inputs under one seed: each word of an input then takes one exclusive or.</summary>
/// <remarks>PERF: experiment integer registers. The two factors are constants of XXH3. Multiplied with from here they take no register, where a constant in the code takes one.</remarks>
internal readonly struct XxHash3Seed
{
    /// <summary>Combines.</summary>
    /// <param name="seed">Selects one of 2^64 hash functions.</param>
    public XxHash3Seed(ulong seed)
    {
        Value = seed;
        LengthFactor = XxHashConstants.Prime64_1;
        MixFactor = XxHashConstants.PrimeMx1;
        Word4To8 = XxHash3.Secret4To8 - (seed ^ ((ulong)BinaryPrimitives.ReverseEndianness((uint)seed) << 32));
        FirstWord9To16 = XxHash3.Secret9To16Low + seed;
        LastWord9To16 = XxHash3.Secret9To16High - seed;
        First17To32 = Vector128.Create(XxHash3.Secret17To32FirstLow + seed, XxHash3.Secret17To32FirstHigh - seed);
        Last17To32 = Vector128.Create(XxHash3.Secret17To32LastLow + seed, XxHash3.Secret17To32LastHigh - seed);
    }

    /// <summary>The seed itself.</summary>
    public ulong Value { get; }

    /// <summary>What lengths are multiplied with.</summary>
    public ulong LengthFactor { get; }

    /// <summary>What the last step multiplies with.</summary>
    public ulong MixFactor { get; }

    /// <summary>For the word that 4 to 8 bytes make.</summary>
    public ulong Word4To8 { get; }

    /// <summary>For the first eight of 9 to 16 bytes.</summary>
    public ulong FirstWord9To16 { get; }

    /// <summary>For the last eight of 9 to 16 bytes.</summary>
    public ulong LastWord9To16 { get; }

    /// <summary>For the first sixteen of 17 to 32 bytes.</summary>
    public Vector128<ulong> First17To32 { get; }

    /// <summary>For the last sixteen.</summary>
    public Vector128<ulong> Last17To32 { get; }
}
