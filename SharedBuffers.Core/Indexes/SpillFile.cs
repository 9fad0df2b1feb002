using Microsoft.Win32.SafeHandles;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Indexes;

/// <summary>
/// The temporary file of a builder. Only its owner may read it, and it is gone when the builder is, also when the process dies.
/// </summary>
/// <remarks>On Unix the name is removed as soon as the file is open; on Windows the system deletes it with the last handle.</remarks>
internal sealed class SpillFile : IDisposable
{
    private readonly FileStream _stream;

    /// <summary>Creates the file.</summary>
    /// <param name="directory">Folder, or null for the system's temporary folder.</param>
    public SpillFile(string? directory)
    {
        string path = Path.Combine(directory ?? Path.GetTempPath(), $"sharedbuffers-{Guid.NewGuid():N}.tmp");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            BufferSize = 0,
            Options = FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        _stream = new FileStream(path, options);
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(path);
        }
    }

    /// <summary>Bytes appended so far.</summary>
    public long Length { get; private set; }

    private SafeFileHandle Handle => _stream.SafeFileHandle;

    /// <summary>Writes at the end; returns where.</summary>
    public long Append(ReadOnlySpan<byte> bytes)
    {
        long offset = Length;
        RandomAccess.Write(Handle, bytes, offset);
        Length = offset + bytes.Length;
        return offset;
    }

    /// <summary>Writes over bytes appended before.</summary>
    public void Overwrite(long offset, ReadOnlySpan<byte> bytes) => RandomAccess.Write(Handle, bytes, offset);

    /// <summary>Reads bytes appended before.</summary>
    public void Read(long offset, Span<byte> destination)
    {
        while (destination.Length > 0)
        {
            int read = RandomAccess.Read(Handle, destination, offset);
            if (read == 0)
            {
                ThrowHelper.IO_SpillFileCut(offset);
            }

            offset += read;
            destination = destination[read..];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();
}
