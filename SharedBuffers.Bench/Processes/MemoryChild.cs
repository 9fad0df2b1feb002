using SharedBuffers.Bench.Peers;
using SharedBuffers.Memory;

namespace SharedBuffers.Bench.Processes;

/// <summary>Holds a data set with every page of it touched, and waits to be looked at.</summary>
internal static class MemoryChild
{
    public const string Mapped = "mapped";
    public const string Dictionary = "dictionary";
    public const string Nothing = "nothing";

    public static void Run(string kind, string path, Entries entries)
    {
        switch (kind)
        {
            case Mapped:
                using (MemoryRegion region = MemoryRegion.OpenFile(path))
                {
                    long sum = 0;
                    for (long offset = 0; offset < region.Length; offset += Environment.SystemPageSize)
                    {
                        sum += region.View.Read<byte>(offset);
                    }

                    BenchProcess.Say("sum", sum);
                    BenchProcess.WaitForParent();
                }

                break;
            case Dictionary:
                Dictionary<string, ulong> dictionary = HeapStore.FillText(entries);
                BenchProcess.Say("count", dictionary.Count);
                GC.Collect();
                BenchProcess.WaitForParent();
                GC.KeepAlive(dictionary);
                break;
            case Nothing:
                BenchProcess.WaitForParent();
                break;
            default:
                throw new ArgumentException($"Unknown kind '{kind}'.", nameof(kind));
        }
    }
}
