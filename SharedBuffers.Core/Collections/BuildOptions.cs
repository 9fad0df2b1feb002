using SharedBuffers.Diagnostics;
using SharedBuffers.Indexes;
using SharedBuffers.Packing;

namespace SharedBuffers.Collections;

/// <summary>
/// How a file is built. Only <see cref="Duplicates"/>, <see cref="DiscardRepeatedPairs"/>, <see cref="Packing"/>, <see cref="SharedValues"/> and <see cref="SharedRecords"/> change a byte of it.
/// </summary>
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

    /// <summary>
    /// How many recent records of an array are remembered so that records of the same bytes are stored once and several keys lead to them; 0, the default, stores every
    /// record. Bytes are compared, not values: records that merely compare equal, such as 1 and 1.0 in a slot for any value, stay apart.
    /// </summary>
    /// <remarks>
    /// <para>Memory for it is at most 64 MiB, however many are remembered, beside that of <see cref="MemoryBudget"/>; records beyond 1 MiB are not remembered. The oldest go
    /// first, and a record that was forgotten is stored again.</para>
    /// <para>An array then lists the records stored, of which there may be fewer than keys; those that only repeated keys led to are not among them. Keys cannot lie before records that
    /// have several: they lie in the table, which makes it larger by their length. Array files (<see cref="MappedArray"/>) know records by position and store them all.</para>
    /// </remarks>
    public int SharedRecords { get; init; }

    /// <summary>
    /// In indexes with several records a key: whether a record that was added under the same key before is left out. Records are the same when they are stored once, so that
    /// equal ones are found among those that <see cref="SharedRecords"/> remembers.
    /// </summary>
    public bool DiscardRepeatedPairs { get; init; }
}
