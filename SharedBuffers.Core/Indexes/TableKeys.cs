using SharedBuffers.Layout;

namespace SharedBuffers.Indexes;

/// <summary>The keys of one kind of table as .NET values: what mappers with one value a key and with several have in common.</summary>
internal abstract class TableKeys<TKey>
{
    /// <summary>The kind of table that has such keys.</summary>
    public abstract HashTableKind Kind { get; }

    /// <summary>Equality of keys, for copies in collections of the base class library; null where it is that of the type.</summary>
    public virtual IEqualityComparer<TKey>? Comparer => null;

    /// <summary>The key and what the slot has for a value, at a position of the table; false for an empty slot.</summary>
    public abstract bool TryRead(RawTable table, long position, out TKey key, out ulong slotValue);

    /// <summary>The key for messages.</summary>
    public abstract string Describe(TKey key);
}
