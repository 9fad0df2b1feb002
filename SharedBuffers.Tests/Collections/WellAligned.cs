using SharedBuffers.Schemas;

namespace SharedBuffers.Tests.Collections;

/// <summary>A record of one size whose rows start with more bytes of padding than the least.</summary>
[SharedStruct(Alignment = 16)]
internal sealed partial class WellAligned
{
    public long Number;
}
