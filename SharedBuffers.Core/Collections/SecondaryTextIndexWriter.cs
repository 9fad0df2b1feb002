using SharedBuffers.Indexes;
using SharedBuffers.Layout;

namespace SharedBuffers.Collections;

/// <summary>An index of text keys that lie in its table, beside the offsets of the records.</summary>
internal sealed class SecondaryTextIndexWriter(string name, ArrayBuilder array, DuplicatePolicy duplicates)
    : IndexWriter(name, array, KeyKind.Utf8, IndexRole.Secondary)
{
    private const int Unit = 8;

    private InlineKeyTableBuilder? _table;

    protected override long Count => Table.Count;

    private InlineKeyTableBuilder Table => _table ??= new InlineKeyTableBuilder(Share(Array.Bundle, Name, duplicates));

    public void Add(ReadOnlySpan<byte> key, long offset) => Table.Add(key, (ulong)offset / Unit);

    public override void Dispose() => _table?.Dispose();

    protected override void WriteTable(Stream destination) => Table.Build(destination);
}
