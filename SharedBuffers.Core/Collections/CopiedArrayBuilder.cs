using SharedBuffers.Files;
using SharedBuffers.Layout;
using SharedBuffers.Memory;
using SharedBuffers.Schemas;

namespace SharedBuffers.Collections;

/// <summary>An array under construction whose records come from arrays of other files, as the bytes that they are there.</summary>
internal sealed class CopiedArrayBuilder : ArrayBuilder
{
    private IndexWriter? _keyIndex;

    public CopiedArrayBuilder(BundleBuilder bundle, string name, Schema schema, KeyKind keyKind, SectionStream? section)
        : base(bundle, name, keyKind, schema, section)
    {
    }

    internal override IndexWriter? KeyIndex => _keyIndex;

    /// <summary>Bytes at the start of rows that belong to no record.</summary>
    public int HeadLength => Records.Alignment;

    /// <summary>Says which index decides which records there are.</summary>
    public void SetKeyIndex(IndexWriter index) => _keyIndex = index;

    /// <inheritdoc cref="RecordWriter.BeginRows"/>
    public long BeginRows(long start, bool sharesValues)
    {
        BeforeAdd();
        return Records.BeginRows(start, sharesValues);
    }

    /// <inheritdoc cref="RecordWriter.AppendRows"/>
    public void AppendRows(BufferView rows, long start, long end) => Records.AppendRows(rows, start, end);

    /// <summary>Lists a record that was copied.</summary>
    public void Add(long offset)
    {
        BeforeAdd();
        Added(offset);
    }
}
