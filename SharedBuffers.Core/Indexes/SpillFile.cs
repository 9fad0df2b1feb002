using Microsoft.Win32.SafeHandles;
using SharedBuffers.Diagnostics;
using SharedBuffers.Memory;

namespace SharedBuffers.Indexes;

/// <summary>The temporary file of a builder. After a write that failed it takes and gives nothing more: a builder cannot go on with half of its entries.</summary>
internal sealed class SpillFile : IDisposable
{
    private readonly FileStream _stream;
    private bool _isBroken;

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
        Overwrite(offset, bytes);
        Length = offset + bytes.Length;
        return offset;
    }

    /// <summary>Writes over bytes appended before.</summary>
    public void Overwrite(long offset, ReadOnlySpan<byte> bytes)
    {
        CheckWhole();
        _isBroken = true;
        FileBytes.Write(Handle, bytes, offset);
        _isBroken = false;
    }

    /// <summary>Reads bytes appended before.</summary>
    public void Read(long offset, Span<byte> destination)
    {
        CheckWhole();
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

    private void CheckWhole()
    {
        if (_isBroken)
        {
            ThrowHelper.InvalidOperation_SpillFailed();
        }
    }
}
