namespace SharedBuffers.Memory;

/// <summary>What stands under a path and is no regular file: what a rename would take away from those who use it.</summary>
/// <remarks>.NET tells folders apart and nothing else. Linux is asked; on other systems only folders are known, and all else counts as a file.</remarks>
internal static unsafe class SpecialFile
{
    /// <summary>What stands there, with its article, symbolic links followed; null for a regular file, for nothing, and for what the system does not tell.</summary>
    public static string? Describe(string path)
    {
        if (Directory.Exists(path))
        {
            return "a directory";
        }

        return OperatingSystem.IsLinux() && TryReadMode(path, out ushort mode)
            ? (mode & NativeMethods.FileTypeMask) switch
            {
                NativeMethods.FileTypeFifo => "a FIFO",
                NativeMethods.FileTypeCharacterDevice => "a character device",
                NativeMethods.FileTypeBlockDevice => "a block device",
                NativeMethods.FileTypeSocket => "a socket",
                _ => null,
            }
            : null;
    }

    private static bool TryReadMode(string path, out ushort mode)
    {
        byte* status = stackalloc byte[NativeMethods.StatusLength];
        mode = 0;
        try
        {
            if (NativeMethods.StatX(NativeMethods.WorkingFolder, path, 0, NativeMethods.StatusTypeMask, status) != 0)
            {
                return false;
            }
        }
        catch (EntryPointNotFoundException)
        {
            // C libraries of before 2018.
            return false;
        }

        // SAFETY: the mode lies in the status, which the system has filled.
        mode = *(ushort*)(status + NativeMethods.StatusModeOffset);
        return true;
    }
}
