using SharedBuffers.Diagnostics;
using SharedBuffers.Indexes;
using SharedBuffers.Packing;

namespace SharedBuffers.Collections;

/// <summary>How a file is built. Only <see cref="Duplicates"/>, <see cref="Packing"/> and <see cref="SharedValues"/> change a byte of it.</summary>
public sealed record BuildOptions
{
    /// <summary>All defaults.</summary>
    public static BuildOptions Default { get; } = new();

    /// <summary>What happens to repeated keys. They are found when the file is published.</summary>
    public DuplicatePolicy Duplicates { get; init; }

    /// <summary>
    /// Bytes of memory for the indexes under construction, all together; 256 MiB by default. Beyond it their entries go to temporary files. Records never wait in memory.
    /// </summary>
    public long MemoryBudget { get; init; } = IndexBuildOptions.DefaultMemoryBudget;

    /// <summary>Folder for temporary files; null for the folder of the file itself. They have no name on Unix, so that nothing is left even by a killed process.</summary>
    public string? TempDirectory { get; init; }

    /// <summary>Told how far the build is, on the building thread.</summary>
    public IProgress<WorkProgress>? Progress { get; init; }

    /// <summary>Records that will come, for <see cref="Progress"/>; null when nobody knows.</summary>
    public long? ExpectedCount { get; init; }

    /// <summary>Looked at before each record and between the parts of an index.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>How values are packed.</summary>
    public PackOptions Packing { get; init; } = PackOptions.Default;

    /// <summary>
    /// How many recent values of an array are remembered so that equal strings and the same objects are stored once, and later records point to them; 0, the default, stores
    /// each where it is met, next to its record, which reads fastest.
    /// </summary>
    public int SharedValues { get; init; }
}
