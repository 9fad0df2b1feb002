using NUnit.Framework;
using SharedBuffers.Bench.Allocations;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Bench;

/// <summary>The gate: no read path allocates more than <c>expected-allocations.json</c> says. Times are never gated.</summary>
public sealed class ReadPathAllocationTests
{
    [Test]
    public void ReadPaths_Each_AllocateWhatIsExpected()
    {
        using var folder = new TemporaryFolder();
        using var paths = new ReadPaths(folder.Root);

        string[] differences = [.. AllocationGate.Differences(paths, AllocationGate.Expected(RepositoryRoot.Combine("SharedBuffers.Bench", AllocationGate.FileName)))];

        Assert.That(differences, Is.Empty);
    }

    [Test]
    public void Measure_PathThatAllocates_CountsItsBytes()
    {
        byte[][] kept = [[]];
        var path = new ReadPath("array", () => (kept[0] = new byte[1000]).Length);

        Assert.That(path.Measure(0), Is.InRange(1000, 1100));
    }
}
