using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace SharedBuffers.Indexes;

/// <summary>
/// From keys to one unsigned number each, read in place from mapped bytes: what <see cref="StringIdMapper"/>, <see cref="UInt32IdMapper"/>,
/// <see cref="UInt64IdMapper"/> and <see cref="ObjectIdMapper"/> have in common.
/// </summary>
/// <typeparam name="TKey">Type of the keys in the interfaces of the base class library.</typeparam>
/// <remarks>
/// <para>Opening is O(1), a lookup is O(1) and allocates nothing; its cost is about one miss of the processor's caches. Values are 64-bit here; files keep them in 32
/// bits where all fit. A file with several values a key opens too: its first value counts.</para>
/// <para>Thread safety: immutable, any number of threads may read concurrently. <see cref="IdTable.Dispose"/> must not run concurrently with reads; after it every
/// access throws <see cref="ObjectDisposedException"/>.</para>
/// </remarks>
[SuppressMessage("Naming", "CA1710", Justification = "Id mapper is the name that users of the Python library know; it is a dictionary by its interface.")]
public abstract partial class IdMapper<TKey> : IdTable<TKey>, IReadOnlyDictionary<TKey, ulong>
    where TKey : notnull
{
    private protected IdMapper(RawTable table, TableKeys<TKey> codec, IDisposable? owner)
        : base(table.ForFirstValues(), codec, owner)
    {
    }

    /// <summary>The values in the order of the keys.</summary>
    public ValueCollection Values => new(this);

    IEnumerable<TKey> IReadOnlyDictionary<TKey, ulong>.Keys => Keys;

    IEnumerable<ulong> IReadOnlyDictionary<TKey, ulong>.Values => Values;

    /// <summary>The value of a key.</summary>
    /// <exception cref="KeyNotFoundException">There is no such key; the message names it.</exception>
    public ulong this[TKey key]
    {
        get
        {
            if (!TryGetValue(key, out ulong value))
            {
                ThrowNotFound(key);
            }

            return value;
        }
    }

    /// <summary>Looks a key up.</summary>
    /// <returns>Whether it is there; if not, <paramref name="value"/> is 0.</returns>
    public abstract bool TryGetValue(TKey key, [MaybeNullWhen(false)] out ulong value);

    /// <summary>Whether a key is there.</summary>
    public bool ContainsKey(TKey key) => TryGetValue(key, out _);

    /// <summary>The pairs in the order of the table: that of the hashes, or that of the keys where integer keys became places; never that in which they were added. The enumerator is a struct; keys that are objects are made as it goes.</summary>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<KeyValuePair<TKey, ulong>> IEnumerable<KeyValuePair<TKey, ulong>>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Copies everything into a dictionary of the base class library.</summary>
    public Dictionary<TKey, ulong> ToDictionary()
    {
        var copy = new Dictionary<TKey, ulong>(Count, Codec.Comparer);
        foreach ((TKey key, ulong value) in this)
        {
            copy.Add(key, value);
        }

        return copy;
    }
}
