using System.Runtime.InteropServices;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Memory;

/// <summary>A region in native memory: anonymous, or a private copy of a file.</summary>
internal sealed unsafe class NativeRegion : MemoryRegion
{
    /// <summary>A cache line, so that tables inside keep the alignment that their files gave them.</summary>
    private const nuint Alignment = 64;

    /// <summary>Memory that can lie in pages of this size starts at one, so that the first and the last can be large too.</summary>
    private const nuint HugePage = 2 << 20;

    private readonly long _allocated;
    private void* _memory;

    /// <summary>Allocates.</summary>
    /// <param name="length">Bytes; 0 is allowed.</param>
    /// <param name="writable">Whether views may write.</param>
    /// <param name="name">For messages.</param>
    /// <param name="zeroed">Whether to clear the memory; false when every byte is about to be written anyway.</param>
    public NativeRegion(long length, bool writable, string name, bool zeroed = true)
    {
        Name = name;
        IsWritable = writable;
        _memory = NativeMemory.AlignedAlloc(checked((nuint)Math.Max(length, 1)), length >= (long)HugePage ? HugePage : Alignment);
        if (zeroed)
        {
            // SAFETY: length bytes of the allocation just made.
            NativeMemory.Clear(_memory, checked((nuint)length));
        }

        _allocated = Math.Max(length, 1);
        GC.AddMemoryPressure(_allocated);
        Attach((byte*)_memory, length);
    }

    public override string Name { get; }

    /// <summary>Reads a part of a file into native memory.</summary>
    public static NativeRegion CopyFile(string path, long offset, long? length, bool hugePages)
    {
        using FileStream stream = FileOpening.OpenForRead(path);
        long size = FileOpening.CheckRange(path, stream.Length, offset, length);
        var region = new NativeRegion(size, writable: false, path, zeroed: false);
        try
        {
            if (hugePages)
            {
                // Before the first byte is written: what a page is, is decided when it is first touched.
                Paging.Advise((byte*)region._memory, size, MemoryAdvice.HugePages);
            }

            for (long done = 0; done < size;)
            {
                // SAFETY: the destination is [done, done + chunk) of the allocation of size bytes just made.
                int chunk = (int)Math.Min(size - done, 1 << 26);
                int read = RandomAccess.Read(stream.SafeFileHandle, new Span<byte>((byte*)region._memory + done, chunk), offset + done);
                if (read == 0)
                {
                    ThrowHelper.Corrupt($"The file '{path}' became shorter while it was being copied: {size} bytes expected, {done} read.", offset + done);
                }

                done += read;
            }

            return region;
        }
        catch
        {
            region.Dispose();
            throw;
        }
    }

    private protected override void Release(bool disposing)
    {
        if (_memory is null)
        {
            // The allocation itself failed: the finalizer of the half-made object comes here.
            return;
        }

        NativeMemory.AlignedFree(_memory);
        _memory = null;
        GC.RemoveMemoryPressure(_allocated);
    }
}
