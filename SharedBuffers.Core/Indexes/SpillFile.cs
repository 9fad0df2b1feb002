using Microsoft.Win32.SafeHandles;
using SharedBuffers.Diagnostics;
using SharedBuffers.Memory;

namespace SharedBuffers.Indexes;

/// <summary>The temporary file of a builder.</summary>
internal sealed class SpillFile : IDisposable
{
    private readonly FileStream _stream;

    /// <summary>Creates the file.</summary>
    /// <param name="directory">Folder, or null for the system's temporary folder.</param>
    public SpillFile(string? directory) => _stream = TemporaryFile.Create(directory);

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
