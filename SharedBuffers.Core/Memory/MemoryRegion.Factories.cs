using Microsoft.Win32.SafeHandles;

namespace SharedBuffers.Memory;

public abstract partial class MemoryRegion
{
    /// <summary>Maps a file, or copies it into native memory.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mode">Map it, or copy it.</param>
    /// <param name="access">Read-only unless numeric slots are to be changed in place. <see cref="MapAccess.ReadWrite"/> needs <see cref="LoadMode.Map"/>.</param>
    /// <param name="offset">First byte of the file that the region shows; any value, not only multiples of the page size.</param>
    /// <param name="length">Bytes that the region shows; null for all that follow <paramref name="offset"/>.</param>
    /// <remarks>Mapping is O(1) in the size of the file. The file is opened with read and delete sharing, so that a new version can be renamed over it.</remarks>
    /// <exception cref="FileNotFoundException">No such file.</exception>
    /// <exception cref="DirectoryNotFoundException">No such folder.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read (or written, with <see cref="MapAccess.ReadWrite"/>).</exception>
    /// <exception cref="IOException"><paramref name="path"/> is a directory, or the operating system refuses.</exception>
    /// <exception cref="Diagnostics.CorruptBufferException">The file is empty or shorter than <paramref name="offset"/> and <paramref name="length"/> ask for.</exception>
    public static MemoryRegion OpenFile(string path, LoadMode mode = LoadMode.Map, MapAccess access = MapAccess.ReadOnly, long offset = 0, long? length = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (length is { } wanted)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(wanted, nameof(length));
        }

        return mode switch
        {
            LoadMode.Map => MappedFileRegion.Open(path, access, offset, length),
            LoadMode.Copy or LoadMode.CopyToHugePages when access == MapAccess.ReadOnly => NativeRegion.CopyFile(path, offset, length, hugePages: mode == LoadMode.CopyToHugePages),
            LoadMode.Copy or LoadMode.CopyToHugePages => throw new ArgumentException($"A copy has no file to write to: LoadMode.{mode} goes with MapAccess.ReadOnly only.", nameof(access)),
            _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "Unknown load mode."),
        };
    }

    /// <summary>Maps a file that is still being written, read-only and as long as it is now. The handle stays its owner's.</summary>
    internal static MemoryRegion OpenWritten(SafeFileHandle handle, string name) => MappedFileRegion.Open(handle, name);

    /// <summary>
    /// Maps zeroed bytes of a temporary file, for reading and writing. The file has no name that anybody could find, and is gone with the region or the process, whichever ends first.
    /// </summary>
    /// <param name="length">Bytes, at least 1.</param>
    /// <param name="directory">Folder of a disk with room; null for the system's temporary folder.</param>
    /// <exception cref="IOException">There is no room on the disk, or the operating system refuses.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    /// <exception cref="DirectoryNotFoundException">No such folder.</exception>
    public static MemoryRegion CreateTemporary(long length, string? directory = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        return MappedFileRegion.CreateTemporary(directory, length);
    }

    /// <summary>Allocates zeroed native memory, aligned to 64 bytes and outside the garbage-collected heap.</summary>
    /// <param name="length">Bytes; 0 is allowed.</param>
    /// <exception cref="OutOfMemoryException">The memory is not to be had.</exception>
    public static MemoryRegion Allocate(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return new NativeRegion(length, writable: true, "memory");
    }

    /// <summary>Copies bytes into native memory of their own: what is read from the region cannot change when the source does.</summary>
    public static MemoryRegion CopyOf(ReadOnlySpan<byte> bytes)
    {
        var region = new NativeRegion(bytes.Length, writable: true, "memory", zeroed: false);
        bytes.CopyTo(region.View.AsWritableSpan());
        return region;
    }
}
