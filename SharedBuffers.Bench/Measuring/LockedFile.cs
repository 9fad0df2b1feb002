using SharedBuffers.Memory;

namespace SharedBuffers.Bench.Measuring;

/// <summary>
/// Keeps the pages of a file in memory, large ones where the system can, whoever maps them: systems that take back what was not used for a moment, as many virtual machines do, would make page faults of lookups.
/// </summary>
internal sealed class LockedFile : IDisposable
{
    private readonly MemoryRegion _region;

    public LockedFile(string path)
    {
        _region = MemoryRegion.OpenFile(path);
        LargePages.Load(_region);
    }

    public void Dispose() => _region.Dispose();
}
