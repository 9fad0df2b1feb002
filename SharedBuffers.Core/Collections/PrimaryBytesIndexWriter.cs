using SharedBuffers.Indexes;
using SharedBuffers.Layout;

namespace SharedBuffers.Collections;

/// <summary>The index of byte-string keys that lie before their records: it holds references only, and reads keys back where hashes meet.</summary>
internal sealed class PrimaryBytesIndexWriter(string name, ArrayBuilder array, KeyKind keyKind)
    : IndexWriter(name, array, keyKind, IndexRole.Primary), IKeySource
{
    private ReferenceTableBuilder? _table;

    public override long Count => Table.Count;

    protected override IEnumerable<ulong> DroppedUnits => Table.DroppedReferences().Select(offset => (ulong)offset / Unit);

    private ReferenceTableBuilder Table =>
        _table ??= new ReferenceTableBuilder(Share(Array.Bundle.Options.Duplicates), this, describe: key => KeyKinds.Describe(KeyKind, key));

    public override void Add(ReadOnlySpan<byte> key, long offset) => Table.Add(key, offset);

    // The seed of the table is 0, as that of the hash.
    public override void Add(StoredKey key, long offset) => Table.Add(key.Hash, offset);

    public ReadOnlySpan<byte> GetKey(long reference) => Array.WrittenRecords.GetKey(reference).AsSpan();

    public override void Dispose()
    {
        _table?.Dispose();
        base.Dispose();
    }

    protected override void WriteTable(Stream destination, IEnumerable<ulong> excluded) => Table.Build(destination);
}
