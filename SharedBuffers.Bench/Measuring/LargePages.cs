using SharedBuffers.Memory;

namespace SharedBuffers.Bench.Measuring;

/// <summary>What every file goes through before it is asked: "Pages" in docs/benchmarks.md.</summary>
internal static class LargePages
{
    /// <summary>Reads a file into pages of 2 MiB where the system has them, touches and locks them. Before anything else reads it.</summary>
    public static void Load(MemoryRegion region)
    {
        region.TryAdvise(MemoryAdvice.HugePages);
        region.WarmUp();
        region.TryLock();
    }
}
