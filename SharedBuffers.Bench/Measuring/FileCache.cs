namespace SharedBuffers.Bench.Measuring;

/// <summary>The page cache's part of one file.</summary>
internal static class FileCache
{
    /// <summary>
    /// Forces the file to the disk and asks the system to forget its pages. Only pages that no process maps go.
    /// </summary>
    /// <returns>Whether the system took the request.</returns>
    public static bool Drop(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        using Microsoft.Win32.SafeHandles.SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.FlushToDisk(file);
        return NativeMethods.FileAdvise(file, 0, 0, NativeMethods.AdviceDontNeed) == 0;
    }

    /// <summary>Reads the file once, so that its pages are in memory.</summary>
    public static void Warm(string path)
    {
        using Microsoft.Win32.SafeHandles.SafeFileHandle file = File.OpenHandle(path);
        var buffer = new byte[1 << 20];
        long offset = 0;
        for (int read; (read = RandomAccess.Read(file, buffer, offset)) > 0;)
        {
            offset += read;
        }
    }
}
