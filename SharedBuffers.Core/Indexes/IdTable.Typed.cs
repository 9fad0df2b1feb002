using SharedBuffers.Diagnostics;

namespace SharedBuffers.Indexes;

/// <summary>A table from keys to unsigned numbers in mapped bytes: what mappers with one value a key and with several have in common.</summary>
/// <typeparam name="TKey">Type of the keys in the interfaces of the base class library.</typeparam>
/// <inheritdoc cref="IdTable" path="/remarks"/>
public abstract partial class IdTable<TKey> : IdTable
    where TKey : notnull
{
    private protected IdTable(RawTable table, TableKeys<TKey> codec, IDisposable? owner)
        : base(table, owner) => Codec = codec;

    /// <summary>
    /// The keys in the order of the table: that of their hashes, or of the keys where they are integers with few gaps. It is the same for equal content, and has no meaning. The order in which pairs were added is not stored; where it matters,
    /// add ascending numbers as values and sort by them.
    /// </summary>
    public KeyCollection Keys => new(this);

    private protected TableKeys<TKey> Codec { get; }

    private protected void ThrowNotFound(TKey key) => ThrowHelper.KeyNotFound($"The key {Codec.Describe(key)} is not in the index.");
}
