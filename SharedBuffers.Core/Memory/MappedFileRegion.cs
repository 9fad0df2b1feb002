using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Memory;

/// <summary>A region over a mapped file: one view of one mapping, its pointer acquired once.</summary>
internal sealed unsafe class MappedFileRegion : MemoryRegion
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _accessor;
    private readonly SafeFileHandle _handle;
    private readonly long _fileOffset;

    private MappedFileRegion(string path, MemoryMappedFile file, SafeFileHandle handle, MemoryMappedViewAccessor accessor, long fileOffset, long length, bool writable)
    {
        Name = path;
        _fileOffset = fileOffset;
        _handle = handle;
        IsWritable = writable;
        _file = file;
        _accessor = accessor;

        byte* pointer = null;
        accessor.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);

        // The view starts at the page that holds the offset asked for; PointerOffset is the way from there to the offset.
        Attach(pointer + accessor.PointerOffset, length);
    }

    /// <summary>Takes over the mapping of another region.</summary>
    private MappedFileRegion(MappedFileRegion other)
    {
        Name = other.Name;
        IsWritable = other.IsWritable;
        _file = other._file;
        _accessor = other._accessor;
        _handle = other._handle;
        _fileOffset = other._fileOffset;
        long length = other.Length;
        Attach(other.Surrender(), length);
    }

    public override string Name { get; }

    public static MappedFileRegion Open(string path, MapAccess access, long offset, long? length)
    {
        bool writable = access == MapAccess.ReadWrite;
        MemoryMappedFileAccess mapAccess = writable ? MemoryMappedFileAccess.ReadWrite : MemoryMappedFileAccess.Read;
        FileStream stream = writable ? FileOpening.OpenForReadWrite(path) : FileOpening.OpenForRead(path);
        MemoryMappedFile? file = null;
        try
        {
            long size = FileOpening.CheckRange(path, stream.Length, offset, length);

            // Capacity 0 takes the file's length and never grows it. The mapping owns the stream from here on.
            file = MemoryMappedFile.CreateFromFile(stream, mapName: null, capacity: 0, mapAccess, HandleInheritability.None, leaveOpen: false);
            return MapView(path, file, stream.SafeFileHandle, offset, size, writable);
        }
        catch
        {
            file?.Dispose();
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Maps a file that its writer has open, for reading what was written so far. The handle stays the writer's.</summary>
    public static MappedFileRegion Open(SafeFileHandle handle, string name)
    {
        long size = FileOpening.CheckRange(name, RandomAccess.GetLength(handle), 0, null);
        var file = MemoryMappedFile.CreateFromFile(handle, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        try
        {
            return MapView(name, file, handle, 0, size, writable: false);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Maps zeroed bytes of a file without a name, which lives as long as the region.</summary>
    public static MappedFileRegion CreateTemporary(string? directory, long length)
    {
        FileStream stream = TemporaryFile.Create(directory, length);
        MemoryMappedFile? file = null;
        try
        {
            file = MemoryMappedFile.CreateFromFile(stream, mapName: null, capacity: 0, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
            return MapView("temporary memory", file, stream.SafeFileHandle, 0, length, writable: true);
        }
        catch
        {
            file?.Dispose();
            stream.Dispose();
            throw;
        }
    }

    /// <summary>
    /// A region over the same memory, cleared; this one counts as disposed. So memory can be used again and no view of what was there can ever show what comes.
    /// </summary>
    /// <param name="usedLength">Bytes from the start that may be other than zero.</param>
    public MappedFileRegion Recycle(long usedLength)
    {
        const int MaxPart = 1 << 30;
        for (long done = 0; done < usedLength; done += MaxPart)
        {
            View.Slice(done, Math.Min(MaxPart, usedLength - done)).AsWritableSpan().Clear();
        }

        return new MappedFileRegion(this);
    }

    private static MappedFileRegion MapView(string name, MemoryMappedFile file, SafeFileHandle handle, long offset, long size, bool writable)
    {
        MemoryMappedViewAccessor accessor = file.CreateViewAccessor(offset, size, writable ? MemoryMappedFileAccess.ReadWrite : MemoryMappedFileAccess.Read);
        try
        {
            if (accessor.SafeMemoryMappedViewHandle.ByteLength < checked((ulong)accessor.PointerOffset + (ulong)size))
            {
                ThrowHelper.Corrupt($"The operating system mapped fewer bytes of '{name}' than the {size} asked for.");
            }

            return new MappedFileRegion(name, file, handle, accessor, offset, size, writable);
        }
        catch
        {
            accessor.Dispose();
            throw;
        }
    }

    internal override void ReadWithoutMapping(long offset, Span<byte> destination)
    {
        if (IsWritable || _handle.IsClosed)
        {
            base.ReadWithoutMapping(offset, destination);
            return;
        }

        CheckBounds(offset, destination.Length);
        while (destination.Length > 0)
        {
            int read = RandomAccess.Read(_handle, destination, _fileOffset + offset);
            if (read == 0)
            {
                ThrowHelper.Corrupt($"'{Name}' became shorter than the {Length} bytes that were mapped", offset);
            }

            offset += read;
            destination = destination[read..];
        }
    }

    internal override void ForgetPages()
    {
        Paging.Forget(GetPointer(0, Length), Length);
        GC.KeepAlive(this);
    }

    private protected override void DropFromCache()
    {
        if (!_handle.IsClosed)
        {
            Paging.DropFromCache((int)_handle.DangerousGetHandle());
        }
    }

    private protected override void Release(bool disposing)
    {
        // From a finalizer the wrapped objects may be finalized already; the view's own safe handle then unmaps once its reference is given back.
        _accessor.SafeMemoryMappedViewHandle.ReleasePointer();
        if (disposing)
        {
            _accessor.Dispose();
            _file.Dispose();
        }
    }
}
