using SharedBuffers.Indexes;
using SharedBuffers.Layout;

namespace SharedBuffers.Collections;

/// <summary>An index of byte-string keys that lie in its table, beside the offsets of the records.</summary>
/// <param name="name">Name of the index.</param>
/// <param name="array">The array.</param>
/// <param name="keyKind">What the keys are.</param>
/// <param name="duplicates">What happens to repeated keys; null to keep all records of a key.</param>
internal sealed class SecondaryBytesIndexWriter(string name, ArrayBuilder array, KeyKind keyKind, DuplicatePolicy? duplicates)
    : IndexWriter(name, array, keyKind, IndexRole.Secondary)
{
    private InlineKeyTableBuilder? _table;

    public override long Count => Table.Count;

    private InlineKeyTableBuilder Table => _table ??= new InlineKeyTableBuilder(
        Share(duplicates ?? default), isMulti: duplicates is null, describe: key => KeyKinds.Describe(KeyKind, key), remembersDropped: DecidesRecords);

    public override void Add(ReadOnlySpan<byte> key, long offset) => Table.Add(key, (ulong)offset / Unit);

    // The seed of the table is 0, as that of the hash.
    public override void Add(StoredKey key, long offset) => Table.Add(key.Bytes, key.Hash, (ulong)offset / Unit);

    protected override IEnumerable<ulong> DroppedUnits => Table.DroppedValues();

    public override void Dispose()
    {
        _table?.Dispose();
        base.Dispose();
    }

    protected override void WriteTable(Stream destination, IEnumerable<ulong> excluded) => Table.Build(destination, excluded);
}
