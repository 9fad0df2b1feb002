using SharedBuffers.Schemas;

namespace SharedBuffers.Tests.Generators;

/// <summary>A struct without equality of its own.</summary>
[SharedStruct]
public partial struct Span2
{
    public double From;

    public double To;
}

/// <summary>Structs that are left out when nothing is in them.</summary>
[SharedStruct]
public partial class OmittedStructs
{
    [Slot(OmitWhenDefault = true)]
    public Span2 Plain;

    [Slot(OmitWhenDefault = true)]
    public Corner Record;

    [Slot(OmitWhenDefault = true)]
    public Corner? Maybe;

    [field: Slot("renamed", OmitWhenDefault = true)]
    public int Number { get; set; }
}
