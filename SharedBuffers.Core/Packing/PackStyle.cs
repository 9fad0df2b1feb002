namespace SharedBuffers.Packing;

/// <summary>Where the encoding leaves freedom, which of two equally readable images is written.</summary>
public enum PackStyle
{
    /// <summary>Every value with a typecode starts at a multiple of 8, so that numbers inside it can be read as aligned spans.</summary>
    Aligned,

    /// <summary>Values follow one another without padding, exactly as the 1.x library places them: equal input gives its bytes.</summary>
    Compatible,
}
