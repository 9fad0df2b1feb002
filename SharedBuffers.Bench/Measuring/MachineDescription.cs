using System.Globalization;
using System.Reflection;
using System.Runtime;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SharedBuffers.Bench.Measuring;

/// <summary>Where and with what a run was made; without it a number means nothing.</summary>
internal sealed record MachineDescription(
    string Processor,
    int Processors,
    string Memory,
    string Caches,
    string System,
    string Runtime,
    string VectorBits,
    string GarbageCollector,
    string HugePages,
    string Library,
    string LoadAverage)
{
    public static MachineDescription OfThisMachine() => new(
        Field("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString(),
        Environment.ProcessorCount,
        string.Create(CultureInfo.InvariantCulture, $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1L << 30):0.0} GiB"),
        DescribeCaches(),
        $"{RuntimeInformation.OSDescription} ({RuntimeInformation.OSArchitecture})",
        RuntimeInformation.FrameworkDescription,
        Vector512.IsHardwareAccelerated ? "512" : Vector256.IsHardwareAccelerated ? "256" : Vector128.IsHardwareAccelerated ? "128" : "none",
        GCSettings.IsServerGC ? "server" : "workstation, concurrent",
        FirstLine("/sys/kernel/mm/transparent_hugepage/enabled") ?? "unknown",
        typeof(Memory.MemoryRegion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown",
        FirstLine("/proc/loadavg") ?? "unknown");

    /// <summary>Name and value of everything, in the order of a reader's interest.</summary>
    public IEnumerable<(string Name, string Value)> Facts() =>
    [
        ("Processor", $"{Processor}, {Processors} visible"),
        ("Caches", Caches),
        ("Memory", Memory),
        ("System", System),
        ("Huge pages", HugePages),
        ("Runtime", $"{Runtime}, vectors of {VectorBits} bits, garbage collector {GarbageCollector}"),
        ("Library", Library),
        ("Load average at the start", LoadAverage),
    ];

    private static string DescribeCaches()
    {
        const string Root = "/sys/devices/system/cpu/cpu0/cache";
        if (!Directory.Exists(Root))
        {
            return "unknown";
        }

        IEnumerable<string> caches = Directory.EnumerateDirectories(Root, "index*").Order(StringComparer.Ordinal).Select(folder =>
            $"L{FirstLine(Path.Combine(folder, "level"))} {FirstLine(Path.Combine(folder, "type"))} {FirstLine(Path.Combine(folder, "size"))}");
        return string.Join(", ", caches);
    }

    private static string? FirstLine(string path) => File.Exists(path) ? File.ReadLines(path).FirstOrDefault()?.Trim() : null;

    private static string? Field(string path, string name)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        string? line = File.ReadLines(path).FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal));
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
