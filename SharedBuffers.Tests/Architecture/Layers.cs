namespace SharedBuffers.Tests.Architecture;

/// <summary>The layers of SharedBuffers.Core and what each may use. <c>docs/architecture.md</c> says why.</summary>
internal static class Layers
{
    private static readonly string[] s_foundation = ["Diagnostics", "Layout", "Hashing", "Memory"];

    /// <summary>Folder by folder, from the bottom: the layers that it may use besides itself.</summary>
    public static IReadOnlyDictionary<string, string[]> Allowed { get; } = new Dictionary<string, string[]>
    {
        ["Diagnostics"] = [],
        ["Layout"] = [],
        ["Hashing"] = ["Diagnostics"],
        ["Compression"] = ["Diagnostics"],
        ["Memory"] = ["Diagnostics", "Layout"],
        ["Files"] = s_foundation,
        ["Schemas"] = s_foundation,
        ["Values"] = [.. s_foundation, "Compression", "Schemas"],
        ["Packing"] = [.. s_foundation, "Compression", "Schemas", "Values"],
        ["Indexes"] = [.. s_foundation, "Compression", "Files", "Schemas", "Values", "Packing"],
        ["Collections"] = [.. s_foundation, "Compression", "Files", "Schemas", "Values", "Packing", "Indexes"],

        // Verification reads the bytes on its own: an error in a view or a packer must not certify itself.
        ["Verification"] = [.. s_foundation, "Compression", "Files", "Schemas"],
    };

    /// <summary>Where pointer arithmetic may stand: whole layers, and inside others the files whose name starts like this (the raw tables and what compares their keys).</summary>
    public static IReadOnlyDictionary<string, string[]> UnsafeCode { get; } = new Dictionary<string, string[]>
    {
        ["Memory"] = [""],
        ["Hashing"] = [""],
        ["Compression"] = [""],
        ["Indexes"] = ["Raw", "Key", "IRaw"],
        ["Packing"] = ["PackBuffer"],
    };
}
