using Microsoft.Win32.SafeHandles;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Memory;

/// <summary>Writes to places of a file, with the errors that callers expect.</summary>
internal static class FileBytes
{
    /// <summary>Writes all bytes at an offset.</summary>
    /// <exception cref="IOException">The disk is full, or the file may not become so large.</exception>
    public static void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        try
        {
            RandomAccess.Write(file, bytes, offset);
        }
        catch (ArgumentOutOfRangeException e)
        {
            // .NET takes EFBIG for a mistake of the caller. FAT has files of up to 4 GiB, and processes have limits.
            ThrowHelper.IO_FileTooLarge(offset + bytes.Length, e);
        }
    }
}
