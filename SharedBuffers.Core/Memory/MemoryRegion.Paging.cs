using SharedBuffers.Diagnostics;

namespace SharedBuffers.Memory;

public abstract unsafe partial class MemoryRegion
{
    /// <summary>Bytes between two looks at the cancellation token: some milliseconds of reading from a disk.</summary>
    private const long WarmUpChunk = 16 << 20;

    /// <summary>Brings every page of the region into memory and into this process, so that no read waits for a disk or takes a page fault.</summary>
    /// <remarks>
    /// <para>O(length); allocates nothing. On Linux the pages come by <c>madvise(MADV_POPULATE_READ)</c>, outside the runtime: a fault that a plain read of a mapped page
    /// takes would hold up a garbage collection of the whole process until the page is there, and a file that was truncated meanwhile is reported instead of being fatal.
    /// Elsewhere, and on older kernels, one byte of each page is read.</para>
    /// <para>Pages may leave memory again when it becomes short; <see cref="TryLock()"/> prevents that. May run beside reads.</para>
    /// </remarks>
    /// <exception cref="CorruptBufferException">The file became shorter than its mapping.</exception>
    /// <exception cref="ObjectDisposedException">The region was disposed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void WarmUp(CancellationToken cancellationToken = default) => WarmUp(0, Length, cancellationToken);

    internal void WarmUp(long offset, long length, CancellationToken cancellationToken)
    {
        byte* start = GetPointer(offset, length);
        for (long done = 0; done < length; done += WarmUpChunk)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!Paging.Populate(start + done, Math.Min(WarmUpChunk, length - done)))
            {
                ThrowHelper.Corrupt($"Pages of '{Name}' cannot be read: the file became shorter than the {Length} bytes that were mapped, or its disk fails", offset + done);
            }
        }

        GC.KeepAlive(this);
    }

    /// <summary>Tells the operating system how the region will be used.</summary>
    /// <returns>Whether it took the advice; false where it knows no such thing. Nothing but speed depends on it.</returns>
    /// <exception cref="ObjectDisposedException">The region was disposed.</exception>
    public bool TryAdvise(MemoryAdvice advice)
    {
        byte* start = GetPointer(0, Length);
        if (advice == MemoryAdvice.HugePages)
        {
            DropFromCache();
        }

        bool taken = Paging.Advise(start, Length, advice);
        GC.KeepAlive(this);
        return taken;
    }

    /// <summary>Keeps the region in memory until it is disposed, after reading what is not there yet.</summary>
    /// <returns>Whether the system did; false where the process may not lock that much (<c>ulimit -l</c>), or the system has no such call.</returns>
    /// <exception cref="ObjectDisposedException">The region was disposed.</exception>
    public bool TryLock() => TryLock(0, Length);

    internal bool TryLock(long offset, long length)
    {
        // The system locks whole pages: what shares a page with the range is locked too.
        bool locked = Paging.Lock(GetPointer(offset, length), length);
        GC.KeepAlive(this);
        return locked;
    }

    /// <summary>Copies bytes, from the file if there is one: then its pages do not enter this process, and none is faulted in one by one. For who reads a large file once, front to back.</summary>
    /// <param name="offset">Of the first byte.</param>
    /// <param name="destination">Receives them.</param>
    /// <exception cref="CorruptBufferException">The bytes are not there.</exception>
    internal virtual void ReadWithoutMapping(long offset, Span<byte> destination) => GetSpan(offset, destination.Length).CopyTo(destination);

    /// <summary>
    /// Takes the pages that were touched so far off this process's account, where they are those of a file: for who reads a large file once, front to back. They stay in the system's cache,
    /// and reading them again brings them back. May run beside reads.
    /// </summary>
    internal virtual void ForgetPages()
    {
    }

    /// <summary>Lets go of cached pages of the file behind the region, if there is one, so that the next read makes new ones.</summary>
    private protected virtual void DropFromCache()
    {
    }
}
