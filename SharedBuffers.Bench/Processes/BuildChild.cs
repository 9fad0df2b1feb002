using System.Diagnostics;
using SharedBuffers.Bench.Measuring;
using SharedBuffers.Bench.Peers;
using SharedBuffers.Collections;
using SharedBuffers.Indexes;

namespace SharedBuffers.Bench.Processes;

/// <summary>Builds one store from generated entries in a process of its own, so that the peak of its memory is the build's.</summary>
internal static class BuildChild
{
    public const string Mapper = "mapper";
    public const string Merge = "merge";
    public const string Records = "records";
    public const string MergeRecords = "merge-records";
    public const string Dictionary = "dictionary";
    public const string Frozen = "frozen";
    public const string Sqlite = "sqlite";
    public const string Lmdb = "lmdb";
    public const string Cdb = "cdb";

    public static void Run(string kind, string path, Entries entries)
    {
        long idle = ProcessMemory.PeakResident() ?? 0;
        double cpu = Process.GetCurrentProcess().TotalProcessorTime.TotalNanoseconds;
        long start = Stopwatch.GetTimestamp();
        using var anonymous = new AnonymousPeak();
        object? kept = Build(kind, path, entries);
        BenchProcess.Say("wall", Stopwatch.GetElapsedTime(start).TotalNanoseconds);
        BenchProcess.Say("cpu", Process.GetCurrentProcess().TotalProcessorTime.TotalNanoseconds - cpu);
        BenchProcess.Say("anonymous", anonymous.Stop());
        BenchProcess.Say("peak", ProcessMemory.PeakResident() ?? 0);
        BenchProcess.Say("idle", idle);
        GC.KeepAlive(kept);
    }

    private static object? Build(string kind, string path, Entries entries)
    {
        switch (kind)
        {
            case Mapper:
                MapperStore.Write(path, entries);
                return null;
            case Merge:
                StringIdMapper.Merge(MapperStore.PartPaths(path), path);
                return null;
            case Records:
                RecordStores.Write(path, entries);
                return null;
            case MergeRecords:
                MappedDictionary.Merge(MapperStore.PartPaths(path), path);
                return null;
            case Dictionary:
                return entries.IsText ? HeapStore.FillText(entries) : HeapStore.FillNumbers(entries);
            case Frozen:
                return HeapStore.Frozen(entries);
            case Sqlite:
                SqliteStore.Write(path, entries);
                return null;
            case Lmdb:
                LmdbStore.Write(path, entries);
                return null;
            case Cdb:
                CdbStore.Write(path, entries);
                return null;
            default:
                throw new ArgumentException($"Unknown kind '{kind}'.", nameof(kind));
        }
    }
}
