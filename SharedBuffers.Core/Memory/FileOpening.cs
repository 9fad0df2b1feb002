using SharedBuffers.Diagnostics;

namespace SharedBuffers.Memory;

/// <summary>Opens files with one distinct, clear message for everything that can be wrong with a path or a size.</summary>
internal static class FileOpening
{
    /// <summary>Opens for reading; others may read, delete and rename, not write.</summary>
    public static FileStream OpenForRead(string path) => Open(path, FileAccess.Read, FileShare.Read | FileShare.Delete);

    /// <summary>Opens for reading and writing in place; others may do the same.</summary>
    public static FileStream OpenForReadWrite(string path) => Open(path, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>Bytes to map when the file has <paramref name="fileLength"/> and the caller asks for a part of it.</summary>
    public static long CheckRange(string path, long fileLength, long offset, long? length)
    {
        if (fileLength == 0)
        {
            ThrowHelper.Corrupt($"The file '{path}' is empty: there is nothing to map.");
        }

        long available = fileLength - offset;
        if (available <= 0 || length > available)
        {
            ThrowHelper.Corrupt($"The file '{path}' has {fileLength} bytes; {(length is { } l ? $"{l} bytes" : "data")} at offset {offset} were asked for.", offset);
        }

        return length ?? available;
    }

    private static FileStream Open(string path, FileAccess access, FileShare share)
    {
        try
        {
            // bufferSize 0: nothing is read through the stream, a buffer would be waste.
            return new FileStream(path, FileMode.Open, access, share, bufferSize: 0);
        }
        catch (UnauthorizedAccessException) when (Directory.Exists(path))
        {
            // What systems say of a directory is that access is denied. Asked only then: the question costs each opening a system call, and the first one milliseconds.
            throw new IOException($"'{path}' is a directory, not a file.");
        }
    }
}
