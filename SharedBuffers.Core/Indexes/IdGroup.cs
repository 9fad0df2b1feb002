using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace SharedBuffers.Indexes;

/// <summary>A key and its values.</summary>
/// <typeparam name="TKey">Type of the key.</typeparam>
[SuppressMessage("Naming", "CA1710", Justification = "A group by the name of its interface.")]
[SuppressMessage("Performance", "CA1815", Justification = "Groups are looked at, not compared.")]
public readonly struct IdGroup<TKey> : IGrouping<TKey, ulong>
{
    internal IdGroup(TKey key, IdValues values)
    {
        Key = key;
        Values = values;
    }

    /// <summary>The key.</summary>
    public TKey Key { get; }

    /// <summary>Its values, in the order in which they were added.</summary>
    public IdValues Values { get; }

    /// <summary>Enumerates the values.</summary>
    public IdValues.Enumerator GetEnumerator() => Values.GetEnumerator();

    /// <summary>Takes the group apart.</summary>
    public void Deconstruct(out TKey key, out IdValues values)
    {
        key = Key;
        values = Values;
    }

    IEnumerator<ulong> IEnumerable<ulong>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
