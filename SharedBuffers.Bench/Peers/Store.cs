using SharedBuffers.Bench.Data;
using SharedBuffers.Bench.Measuring;

namespace SharedBuffers.Bench.Peers;

/// <summary>Something that holds keys and 64-bit values and can be asked for them.</summary>
internal abstract class Store : IDisposable
{
    public abstract string Name { get; }

    public virtual Role Role => Role.Peer;

    /// <summary>Lookups of the keys of <paramref name="queries"/>, which are of the kind that the store was filled with.</summary>
    public abstract Contender Lookups(Queries queries, Pattern pattern, int operations);

    public abstract void Dispose();

    protected Contender Contender<TLookup>(TLookup lookup, Pattern pattern, Queries queries, int operations)
        where TLookup : struct, ILookup => Lookup.Contender(Name, Role, lookup, pattern, queries, operations);
}

/// <summary>What kind of keys a store holds, how many, how long.</summary>
/// <param name="Count">Entries.</param>
/// <param name="TextLength">Bytes of a text key, or 0 for 64-bit keys.</param>
internal readonly record struct Entries(long Count, int TextLength)
{
    public bool IsText => TextLength > 0;

    /// <summary>Entry indexes in the order of their keys, for stores that are built best in it.</summary>
    public long[] InKeyOrder()
    {
        var order = new long[Count];
        var keys = new ulong[Count];
        for (long i = 0; i < Count; i++)
        {
            order[i] = i;
            keys[i] = KeySpace.Number(i);
        }

        Array.Sort(keys, order);
        return order;
    }

    public Queries Queries(int count, bool miss = false) =>
        IsText ? new TextQueries(count, TextLength, Count, miss) : new NumberQueries(count, Count, miss);
}
