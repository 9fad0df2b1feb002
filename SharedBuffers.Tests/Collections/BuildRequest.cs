using SharedBuffers.Collections;
using SharedBuffers.Diagnostics;
using SharedBuffers.Indexes;

namespace SharedBuffers.Tests.Collections;

/// <summary>What a test of failures wants of a build, whatever is built.</summary>
internal sealed record BuildRequest(string Path)
{
    /// <summary>So many entries go beyond the least memory budget in every kind of builder.</summary>
    public const int SpillingCount = 70_000;

    public int Count { get; init; } = SpillingCount;

    public string? TempDirectory { get; init; }

    public long MemoryBudget { get; init; } = IndexBuildOptions.LeastMemoryBudget;

    public IProgress<WorkProgress>? Progress { get; init; }

    public CancellationToken CancellationToken { get; init; }

    /// <summary>The entry instead of which the source throws.</summary>
    public int ThrowsAt { get; init; } = -1;

    public BuildOptions Options => new() { MemoryBudget = MemoryBudget, TempDirectory = TempDirectory, Progress = Progress, CancellationToken = CancellationToken };

    public IndexBuildOptions IndexOptions => new() { MemoryBudget = MemoryBudget, TempDirectory = TempDirectory, Progress = Progress, CancellationToken = CancellationToken };

    /// <summary>The numbers to build from.</summary>
    public IEnumerable<int> Source()
    {
        for (int i = 0; i < Count; i++)
        {
            if (i == ThrowsAt)
            {
                throw new FormatException($"line {i}");
            }

            yield return i;
        }
    }
}
