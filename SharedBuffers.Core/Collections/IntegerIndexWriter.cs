using System.Globalization;
using SharedBuffers.Indexes;
using SharedBuffers.Layout;

namespace SharedBuffers.Collections;

/// <summary>An index of integer keys: keys and record offsets lie side by side in the table.</summary>
/// <param name="name">Name of the index.</param>
/// <param name="array">The array.</param>
/// <param name="keyKind">What the keys are.</param>
/// <param name="role">Whether the keys also lie before the records.</param>
/// <param name="duplicates">What happens to repeated keys; null to keep all records of a key.</param>
internal sealed class IntegerIndexWriter(string name, ArrayBuilder array, KeyKind keyKind, IndexRole role, DuplicatePolicy? duplicates)
    : IndexWriter(name, array, keyKind, role)
{
    private IntegerTableBuilder? _table;

    public override long Count => Table.Count;

    private IntegerTableBuilder Table => _table ??= new IntegerTableBuilder(
        Share(duplicates ?? default), KeyKind.IsNarrow(), describe: Describe, isMulti: duplicates is null);

    protected override IEnumerable<ulong> DroppedUnits => Table.DroppedValues();

    public override void Add(StoredKey key, long offset) => Add(key.Bits, offset);

    public override void Add(ulong key, long offset) => Table.Add(key, (ulong)offset / Unit);

    public override void Dispose()
    {
        _table?.Dispose();
        base.Dispose();
    }

    /// <summary>The key for messages: as the caller wrote it, signed if it was.</summary>
    private string Describe(ulong bits) => KeyKind switch
    {
        KeyKind.Int32 => unchecked((int)bits).ToString(CultureInfo.InvariantCulture),
        KeyKind.Int64 => unchecked((long)bits).ToString(CultureInfo.InvariantCulture),
        _ => bits.ToString(CultureInfo.InvariantCulture),
    };

    protected override void WriteTable(Stream destination, IEnumerable<ulong> excluded) => Table.Build(destination, excluded);
}
