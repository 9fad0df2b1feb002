namespace SharedBuffers.Memory;

/// <summary>Files that are gone when their last handle is, also when the process dies, and that only their owner may read.</summary>
/// <remarks>On Unix the name is removed as soon as the file is open; on Windows the system deletes it with the last handle.</remarks>
internal static class TemporaryFile
{
    /// <summary>Creates one.</summary>
    /// <param name="directory">Folder, or null for the system's temporary folder.</param>
    /// <param name="length">Bytes, all zero. Where the file system can, they are taken now, so that a full disk is an exception here and not a fault when a mapping is written.</param>
    /// <exception cref="IOException">There is no room, or the operating system refuses.</exception>
    public static FileStream Create(string? directory, long length = 0)
    {
        string path = Path.Combine(directory ?? Path.GetTempPath(), $"sharedbuffers-{Guid.NewGuid():N}.tmp");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            BufferSize = 0,
            Options = FileOptions.DeleteOnClose,
            PreallocationSize = length,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var stream = new FileStream(path, options);
        try
        {
            if (!OperatingSystem.IsWindows())
            {
                File.Delete(path);
            }

            stream.SetLength(length);
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }
}
