using SharedBuffers.Schemas;

namespace SharedBuffers.Tests.Schemas;

/// <summary>One record as an old and a new program know it, and as one that changed a type.</summary>
public static partial class Evolved
{
    [SharedStruct(Name = "Record")]
    public sealed partial class Old
    {
        public int Id { get; set; }

        public short Wider { get; set; }

        public string Removed { get; set; } = "";

        public double OldName { get; set; }

        public OldPart? Part { get; set; }
    }

    [SharedStruct(Name = "Part")]
    public sealed partial class OldPart
    {
        public int A { get; set; }

        public string B { get; set; } = "";
    }

    [SharedStruct(Name = "Record")]
    public sealed partial class Newer
    {
        public NewPart? Part { get; set; }

        public decimal? Added { get; set; }

        public double NewName { get; set; } = 7;

        public long Wider { get; set; }

        public int Id { get; set; }
    }

    [SharedStruct(Name = "Part")]
    public sealed partial class NewPart
    {
        public string B { get; set; } = "";

        public List<int> C { get; set; } = [];

        public long A { get; set; }
    }

    [SharedStruct(Name = "Record")]
    public sealed partial class Kept
    {
        public short Wider { get; set; }

        [Slot("OldName")]
        public double Renamed { get; set; }

        public int Id { get; set; }
    }

    [SharedStruct(Name = "Record")]
    public sealed partial class Changed
    {
        public string Id { get; set; } = "";

        public OldPart? Part { get; set; }
    }
}
