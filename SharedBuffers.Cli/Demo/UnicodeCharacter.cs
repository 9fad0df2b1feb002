using SharedBuffers.Schemas;

namespace SharedBuffers.Cli.Demo;

/// <summary>A character of the Unicode Character Database: the record of the demo, with slots of every shape.</summary>
[SharedStruct]
internal sealed partial class UnicodeCharacter
{
    public uint CodePoint { get; set; }

    /// <summary>Unique: the 65 control characters, which have no name of their own, go by their code point label.</summary>
    public string Name { get; set; } = "";

    /// <summary>General category, such as <c>Lu</c>.</summary>
    public string Category { get; set; } = "";

    public string Block { get; set; } = "";

    /// <summary>The Unicode version that brought the character; null for private use and surrogates before versions were kept.</summary>
    public string? Age { get; set; }

    public byte CombiningClass { get; set; }

    public bool Mirrored { get; set; }

    /// <summary>½ is 0.5; null for what is no number.</summary>
    public double? NumericValue { get; set; }

    public uint? Uppercase { get; set; }

    public uint? Lowercase { get; set; }

    public uint? Titlecase { get; set; }

    /// <summary>Code points that the character decomposes into; empty for most.</summary>
    public uint[] Decomposition { get; set; } = [];

    /// <summary>Corrected, alternate and abbreviated names.</summary>
    public List<string> Aliases { get; set; } = [];

    /// <summary>Scripts that use the character.</summary>
    public HashSet<string> Scripts { get; set; } = [];

    /// <summary>Binary properties, such as <c>White_Space</c>.</summary>
    public HashSet<string> Properties { get; set; } = [];
}
