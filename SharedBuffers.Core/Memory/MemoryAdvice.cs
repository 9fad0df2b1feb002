namespace SharedBuffers.Memory;

/// <summary>What a process tells the operating system about how it will use a region: <see cref="MemoryRegion.TryAdvise"/>.</summary>
public enum MemoryAdvice
{
    /// <summary>The default: reading ahead around each fault. Best for nearly everything, and for files that are warmed up.</summary>
    Normal,

    /// <summary>
    /// No reading ahead. For files far larger than memory whose lookups lie anywhere: a fault reads one page and displaces no more than that.
    /// </summary>
    Random,

    /// <summary>
    /// Pages of 2 MiB where the system can: fewer misses of the address translation, which is a fifth to a third of a lookup in a large table. For a mapped file this drops the file
    /// from the page cache, as far as no one else has it mapped, because only a fresh read makes large pages: call it right after opening, and then
    /// <see cref="MemoryRegion.WarmUp(CancellationToken)"/>.
    /// </summary>
    HugePages,
}
