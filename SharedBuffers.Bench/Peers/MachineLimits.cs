using SharedBuffers.Bench.Data;
using SharedBuffers.Bench.Measuring;
using SharedBuffers.Hashing;
using SharedBuffers.Memory;

namespace SharedBuffers.Bench.Peers;

/// <summary>What no lookup can beat: random loads over the same mapped bytes, dependent and not, and hashing the key.</summary>
internal sealed class MachineLimits : IDisposable
{
    /// <summary>A processor fetches lines of this size.</summary>
    private const int Line = 64;

    private readonly MemoryRegion _region;
    private readonly ulong _lines;

    /// <summary>Loads go over the pages of a file, mapped as the library maps it and kept in memory.</summary>
    public MachineLimits(string path)
    {
        _region = MemoryRegion.OpenFile(path);
        _lines = (ulong)(_region.Length / Line);
        LargePages.Load(_region);
    }

    public void Dispose() => _region.Dispose();

    /// <summary>One random load for each operation, none waiting for another.</summary>
    public Contender IndependentLoads(int operations) => new("one random load", Role.Limit, round =>
    {
        ulong sum = 0;
        for (int i = 0; i < operations; i++)
        {
            sum += Load((ulong)round * (uint)operations + (uint)i);
        }

        return sum;
    });

    /// <summary><paramref name="loads"/> random loads for each operation, each address depending on the bytes loaded before: a pointer chase.</summary>
    public Contender DependentLoads(int operations, int loads) => new(loads == 1 ? "one dependent load" : $"{loads} dependent loads", Role.Limit, round =>
    {
        ulong zero = Lookup.Zero;
        ulong loaded = 0;
        ulong next = (ulong)round * (uint)operations * (uint)loads;
        for (int i = 0; i < operations * loads; i++)
        {
            loaded = Load(next);
            next += 1 + (loaded & zero);
        }

        return next + loaded;
    });

    /// <summary>XXH3 of the key, nothing else.</summary>
    public static Contender HashKeys(TextQueries queries, int operations) => new("XXH3 of the key", Role.Limit, round =>
    {
        ulong sum = 0;
        int first = round % Math.Max(1, queries.Count / operations) * operations;
        for (int query = first; query < first + operations; query++)
        {
            sum += XxHash3.Hash64(queries.Utf8(query));
        }

        return sum;
    });

    private ulong Load(ulong sequence)
    {
        // SplitMix64 as the source of addresses costs about a nanosecond and is not predictable.
        ulong line = Math.BigMul(KeySpace.Number((long)sequence), _lines, out _);
        return _region.Read<ulong>((long)line * Line);
    }
}
