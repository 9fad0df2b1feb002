using SharedBuffers.Bench.Data;

namespace SharedBuffers.Bench.Measuring;

/// <summary>How lookups follow each other.</summary>
internal enum Pattern
{
    /// <summary>No lookup waits for another: the processor overlaps them, and the time is throughput.</summary>
    Independent,

    /// <summary>Which key comes next depends on the value just read: the time is latency.</summary>
    Dependent,
}

/// <summary>One way to look a key up. A struct, so that the loops are compiled for it alone and the call is inlined where the peer's own call is.</summary>
internal interface ILookup
{
    /// <summary>Looks the key of a query up; <paramref name="value"/> is 0 when it is not there.</summary>
    bool TryGet(int query, out ulong value);
}

/// <summary>The loops around a lookup: the same for every contender.</summary>
internal static class Lookup
{
    /// <summary>Always 0, which neither the compiler nor the processor knows: it makes an address depend on a value without changing it.</summary>
    public static ulong Zero { get; set; }

    /// <summary>A contender that asks for other keys in each round, as long as the queries last.</summary>
    public static Contender Contender<TLookup>(string name, Role role, TLookup lookup, Pattern pattern, Queries queries, int operations)
        where TLookup : struct, ILookup
    {
        int windows = Math.Max(1, queries.Count / operations);
        return pattern == Pattern.Independent
            ? new Contender(name, role, round => Independent(lookup, round % windows * operations, operations))
            : new Contender(name, role, round => Dependent(lookup, round % windows * operations, operations));
    }

    /// <summary>Digest of the answers: found keys and the sum of their values.</summary>
    public static ulong Independent<TLookup>(TLookup lookup, int first, int count)
        where TLookup : struct, ILookup
    {
        ulong digest = 0;
        int end = first + count;
        for (int query = first; query < end; query++)
        {
            if (lookup.TryGet(query, out ulong value))
            {
                digest += value + 1;
            }
        }

        return digest;
    }

    private static ulong Dependent<TLookup>(TLookup lookup, int first, int count)
        where TLookup : struct, ILookup
    {
        ulong zero = Zero;
        ulong digest = 0;
        int query = first;
        for (int i = 0; i < count; i++)
        {
            if (lookup.TryGet(query, out ulong value))
            {
                digest += value + 1;
            }

            query += 1 + (int)(value & zero);
        }

        return digest;
    }
}
