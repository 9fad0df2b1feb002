using SharedBuffers.Schemas;

namespace SharedBuffers.Tests.Verification;

/// <summary>What a <see cref="Sample"/> contains.</summary>
[SharedStruct]
public partial class Detail
{
    public int Code;

    public string Text = "";
}
