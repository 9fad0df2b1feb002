using System.Collections;
using System.Diagnostics.CodeAnalysis;
using SharedBuffers.Values;

namespace SharedBuffers.Collections;

/// <summary>A key and its records, as the enumeration of a <see cref="MappedMultiDictionary{TKey, TView}"/> meets them.</summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="TView">The generated view of the records' type, or <c>ObjectView</c>.</typeparam>
[SuppressMessage("Performance", "CA1815", Justification = "Sequences are not compared; compare keys and records.")]
public readonly struct MappedGroup<TKey, TView> : IGrouping<TKey, TView>
    where TKey : notnull
    where TView : struct, IObjectView<TView>
{
    internal MappedGroup(TKey key, MappedRecords<TView> records)
    {
        Key = key;
        Records = records;
    }

    /// <summary>The key.</summary>
    public TKey Key { get; }

    /// <summary>Its records; at least one.</summary>
    public MappedRecords<TView> Records { get; }

    /// <summary>Enumerates the records without allocation.</summary>
    public MappedRecords<TView>.Enumerator GetEnumerator() => Records.GetEnumerator();

    /// <summary>Splits into key and records.</summary>
    public void Deconstruct(out TKey key, out MappedRecords<TView> records) => (key, records) = (Key, Records);

    IEnumerator<TView> IEnumerable<TView>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
