namespace SharedBuffers.Layout;

/// <summary>Which 16 bytes of a key longer than that are hashed, where keys are displaced: two words, each from the first or from the last 16 bytes.</summary>
/// <remarks>Bit 0 takes the lower word from the last 16 bytes, bit 1 the upper one.</remarks>
internal enum SampledWords : byte
{
    /// <summary>The first 16 bytes.</summary>
    First = 0,

    /// <summary>The eight bytes before the last eight, and the eight behind the first eight.</summary>
    Inner = 1,

    /// <summary>The first eight bytes, and the last eight.</summary>
    Outer = 2,

    /// <summary>The last 16 bytes.</summary>
    Last = 3,
}
