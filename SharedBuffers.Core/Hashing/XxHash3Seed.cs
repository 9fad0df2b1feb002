using System.Buffers.Binary;

namespace SharedBuffers.Hashing;

/// <summary>A seed of XXH3 combined with the secret, for those who hash many short inputs under one seed: each word of an input then takes one exclusive or.</summary>
internal readonly struct XxHash3Seed
{
    /// <summary>Combines.</summary>
    /// <param name="seed">Selects one of 2^64 hash functions.</param>
    public XxHash3Seed(ulong seed)
    {
        Value = seed;
        Word4To8 = XxHash3.Secret4To8 - (seed ^ ((ulong)BinaryPrimitives.ReverseEndianness((uint)seed) << 32));
        FirstWord9To16 = XxHash3.Secret9To16Low + seed;
        LastWord9To16 = XxHash3.Secret9To16High - seed;
        FirstLow = XxHash3.Secret17To32FirstLow + seed;
        FirstHigh = XxHash3.Secret17To32FirstHigh - seed;
        LastLow = XxHash3.Secret17To32LastLow + seed;
        LastHigh = XxHash3.Secret17To32LastHigh - seed;
    }

    /// <summary>The seed itself.</summary>
    public ulong Value { get; }

    /// <summary>For the word that 4 to 8 bytes make.</summary>
    public ulong Word4To8 { get; }

    /// <summary>For the first eight of 9 to 16 bytes.</summary>
    public ulong FirstWord9To16 { get; }

    /// <summary>For the last eight of 9 to 16 bytes.</summary>
    public ulong LastWord9To16 { get; }

    /// <summary>For the first eight of 17 to 32 bytes.</summary>
    public ulong FirstLow { get; }

    /// <summary>For the eight bytes after those.</summary>
    public ulong FirstHigh { get; }

    /// <summary>For the first eight of the last sixteen bytes.</summary>
    public ulong LastLow { get; }

    /// <summary>For the last eight bytes.</summary>
    public ulong LastHigh { get; }
}
