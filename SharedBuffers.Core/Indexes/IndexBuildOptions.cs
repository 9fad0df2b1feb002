using SharedBuffers.Diagnostics;

namespace SharedBuffers.Indexes;

/// <summary>How an index is built. None of it but <see cref="Duplicates"/> and <see cref="DiscardRepeatedPairs"/> changes a byte of the result.</summary>
public sealed record IndexBuildOptions
{
    /// <summary>The default of <see cref="MemoryBudget"/>: 256 MiB.</summary>
    public const long DefaultMemoryBudget = 256L << 20;

    /// <summary>The least budget that is honoured: 1 MiB. Smaller values count as this.</summary>
    public const long LeastMemoryBudget = 1L << 20;

    /// <summary>What happens to repeated keys where a key has one value. Builders of multi mappers keep all values and do not ask.</summary>
    public DuplicatePolicy Duplicates { get; init; }

    /// <summary>
    /// Whether a pair of key and value that was added before is dropped in silence. A multi mapper then has each value of a key once, where it came first; elsewhere the
    /// policy sees only pairs whose values differ.
    /// </summary>
    public bool DiscardRepeatedPairs { get; init; }

    /// <summary>
    /// Bytes of memory for entries in flight. Beyond it they go to a temporary file; the result is the same. A single budget reaches about a thousand times
    /// as many bytes of entries; inputs beyond that need more memory than the budget.
    /// </summary>
    public long MemoryBudget { get; init; } = DefaultMemoryBudget;

    /// <summary>Folder for the temporary file; null for the system's. It must have room for about the size of the keys and 16 to 20 bytes an entry.</summary>
    public string? TempDirectory { get; init; }

    /// <summary>Told how far the final phase is, in entries times passes, on the building thread.</summary>
    public IProgress<WorkProgress>? Progress { get; init; }

    /// <summary>Stops the final phase. Temporary files are gone when <see cref="OperationCanceledException"/> arrives.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Share of slots to fill, in percent, instead of what suits the kind. For experiments: it changes the bytes.</summary>
    internal int? FillPercent { get; init; }
}
