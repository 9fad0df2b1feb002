using SharedBuffers.Cli.Columns;
using SharedBuffers.Cli.Input;
using SharedBuffers.Indexes;

namespace SharedBuffers.Cli.Building;

/// <summary>What <c>build</c> was asked for, checked as far as the arguments alone allow.</summary>
internal sealed record BuildRequest
{
    public required string Input { get; init; }

    public required InputFormat Format { get; init; }

    public required string Key { get; init; }

    /// <summary>Null: what the type of the column suggests.</summary>
    public KeyType? KeyType { get; init; }

    /// <summary>Null: inferred from the input.</summary>
    public IReadOnlyList<Column>? Columns { get; init; }

    public required string Output { get; init; }

    /// <summary>Files to cut the records into, with a manifest; null for one file without.</summary>
    public int? Shards { get; init; }

    public DuplicatePolicy Duplicates { get; init; }

    public required long MemoryBudget { get; init; }

    public required string TempDirectory { get; init; }
}
