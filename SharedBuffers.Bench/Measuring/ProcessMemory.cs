using System.Globalization;

namespace SharedBuffers.Bench.Measuring;

/// <summary>What the kernel says about the memory of a process, in bytes. Linux only: elsewhere everything is null.</summary>
internal static class ProcessMemory
{
    /// <summary>Proportional set size: each page counts for 1/n when n processes share it, so the sum over processes is what they really take together.</summary>
    public static long? ProportionalSetSize(int process) => ReadKilobytes($"/proc/{process}/smaps_rollup", "Pss:");

    /// <summary>The largest resident size the process ever had.</summary>
    public static long? PeakResident() => ReadKilobytes("/proc/self/status", "VmHWM:");

    /// <summary>The part of the resident size, now, that is no file's: the heap, native memory, stacks.</summary>
    public static long? Anonymous() => ReadKilobytes("/proc/self/status", "RssAnon:");

    private static long? ReadKilobytes(string path, string field)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        foreach (string line in File.ReadLines(path))
        {
            if (line.StartsWith(field, StringComparison.Ordinal))
            {
                string number = line[field.Length..].Replace("kB", "", StringComparison.Ordinal).Trim();
                return long.Parse(number, CultureInfo.InvariantCulture) * 1024;
            }
        }

        return null;
    }
}
