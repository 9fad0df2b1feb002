using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace SharedBuffers.Indexes;

/// <summary>
/// From keys to any number of unsigned numbers each, read in place from mapped bytes: what <see cref="StringIdMultiMapper"/>, <see cref="UInt32IdMultiMapper"/>,
/// <see cref="UInt64IdMultiMapper"/> and <see cref="ObjectIdMultiMapper"/> have in common.
/// </summary>
/// <typeparam name="TKey">Type of the keys in the interfaces of the base class library.</typeparam>
/// <remarks>
/// <para>A key with one value costs what it costs in a mapper of one value a key. Several values of a key lie side by side elsewhere in the file, one more miss of the
/// processor's caches. Lookups allocate nothing and copy nothing. A file with one value a key opens too.</para>
/// <para>Thread safety: immutable, any number of threads may read concurrently. <see cref="IdTable.Dispose"/> must not run concurrently with reads; after it every
/// access throws <see cref="ObjectDisposedException"/>.</para>
/// </remarks>
[SuppressMessage("Naming", "CA1710", Justification = "Id mapper is the name that users of the Python library know; it is a lookup by its interface.")]
public abstract partial class IdMultiMapper<TKey> : IdTable<TKey>, ILookup<TKey, ulong>
    where TKey : notnull
{
    private protected IdMultiMapper(RawTable table, TableKeys<TKey> codec, IDisposable? owner)
        : base(table, codec, owner)
    {
    }

    /// <summary>Values of all keys together, as the header of the table has it. O(1).</summary>
    public long ValueCount => Table.ValueCount;

    /// <summary>The values of all keys, one after the other, in the order of the keys.</summary>
    public IdValueCollection Values => new(Table);

    /// <summary>The values of a key; none when it is absent, as in every <see cref="ILookup{TKey, TElement}"/>.</summary>
    public IdValues this[TKey key] => TryGetValues(key, out IdValues values) ? values : default;

    IEnumerable<ulong> ILookup<TKey, ulong>.this[TKey key] => this[key];

    /// <summary>Looks a key up.</summary>
    /// <returns>Whether it is there; if not, <paramref name="values"/> is empty.</returns>
    public abstract bool TryGetValues(TKey key, out IdValues values);

    /// <summary>The value of a key that was added first.</summary>
    /// <returns>Whether the key is there; if not, <paramref name="value"/> is 0.</returns>
    public bool TryGetFirst(TKey key, out ulong value)
    {
        bool found = TryGetValues(key, out IdValues values);
        value = found ? values[0] : 0;
        return found;
    }

    /// <summary>Whether a key is there.</summary>
    public bool Contains(TKey key) => TryGetValues(key, out _);

    /// <summary>Whether a key is there; the name that dictionaries have for it.</summary>
    public bool ContainsKey(TKey key) => TryGetValues(key, out _);

    /// <summary>Keys with their values, keys in the order of the table as in an <see cref="IdMapper{TKey}"/>, values in the order in which they were added. The enumerator is a struct; keys that are objects are made as it goes.</summary>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<IGrouping<TKey, ulong>> IEnumerable<IGrouping<TKey, ulong>>.GetEnumerator()
    {
        foreach (IdGroup<TKey> group in this)
        {
            yield return group;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable<IGrouping<TKey, ulong>>)this).GetEnumerator();

    /// <summary>Copies everything into a dictionary of the base class library.</summary>
    public Dictionary<TKey, ulong[]> ToDictionary()
    {
        var copy = new Dictionary<TKey, ulong[]>(Count, Codec.Comparer);
        foreach ((TKey key, IdValues values) in this)
        {
            copy.Add(key, values.ToArray());
        }

        return copy;
    }

    /// <summary>Copies everything into a lookup of the base class library.</summary>
    public ILookup<TKey, ulong> ToLookup()
    {
        return Pairs().ToLookup(pair => pair.Key, pair => pair.Value, Codec.Comparer);

        IEnumerable<(TKey Key, ulong Value)> Pairs()
        {
            foreach ((TKey key, IdValues values) in this)
            {
                foreach (ulong value in values)
                {
                    yield return (key, value);
                }
            }
        }
    }

    /// <summary>Turns what a search found into values.</summary>
    private protected bool Take(bool found, ulong slotValue, out IdValues values)
    {
        values = found ? Table.ValuesOf(slotValue) : default;
        return found;
    }
}
