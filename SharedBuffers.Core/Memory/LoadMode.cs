namespace SharedBuffers.Memory;

/// <summary>How the bytes of a file come into memory.</summary>
public enum LoadMode
{
    /// <summary>
    /// Map the file: opening costs microseconds whatever the size, pages arrive at first touch and are shared between processes.
    /// The file must not be truncated or rewritten in place while it is mapped: reading past a truncated end kills the process. Files published by rename are safe.
    /// </summary>
    Map,

    /// <summary>
    /// Copy the file into native memory: opening costs a read of the whole file, and nothing that happens to the file afterwards can disturb the reader.
    /// For files on network shares or in folders that others write to.
    /// </summary>
    Copy,

    /// <summary>
    /// As <see cref="Copy"/>, into pages of 2 MiB where the system has them: lookups in tables of hundreds of megabytes spend less time on translating addresses.
    /// To keep the pages shared between processes, map the file and take <see cref="MemoryAdvice.HugePages"/> instead.
    /// </summary>
    CopyToHugePages,
}
