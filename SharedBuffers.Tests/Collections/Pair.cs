using SharedBuffers.Schemas;

namespace SharedBuffers.Tests.Collections;

/// <summary>A small record of a second type, for files with several arrays.</summary>
[SharedStruct]
public partial struct Pair
{
    public int Left;

    public int Right;
}
