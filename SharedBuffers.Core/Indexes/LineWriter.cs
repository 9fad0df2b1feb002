using SharedBuffers.Layout;

namespace SharedBuffers.Indexes;

/// <summary>Writes the lines of integer keys: entries at ascending slots, and in every slot between them the entry that comes next.</summary>
/// <remarks>
/// The slots behind the last entry repeat that one. An empty table has three home lines and one more. A lookup reads its home and the line behind it, so two lines
/// with the greatest key and two with the least leave no key that could meet itself.
/// </remarks>
internal sealed class LineWriter(Stream destination, TableGeometry geometry)
{
    /// <summary>Home lines of an empty table.</summary>
    public const ulong EmptyHomes = 3;

    private readonly SparseWriter _lines = new(destination, HashTableHeader.LineLength);
    private readonly int _slotsPerLine = HashTableHeader.LineLength / (2 * geometry.ValueWidth);
    private ulong _next;
    private ulong _lastKey;
    private ulong _lastValue;

    /// <summary>Puts an entry at its slot; slots ascend.</summary>
    public void Put(ulong slot, ulong mixedKey, ulong value)
    {
        _lastKey = mixedKey;
        _lastValue = value;
        FillTo(slot + 1);
    }

    /// <summary>Fills what is left of so many lines.</summary>
    public void Finish(ulong lines)
    {
        if (_next == 0)
        {
            _lastKey = geometry.Kind == HashTableKind.UInt32Keys ? uint.MaxValue : ulong.MaxValue;
            FillTo(2 * (ulong)_slotsPerLine);
            _lastKey = 0;
        }

        FillTo(lines * (ulong)_slotsPerLine);
        _lines.Finish(lines * HashTableHeader.LineLength);
    }

    private void FillTo(ulong end)
    {
        for (; _next < end; _next++)
        {
            Span<byte> line = _lines.At(_next / (ulong)_slotsPerLine);
            Span<byte> entry = line[((int)(_next % (ulong)_slotsPerLine) * 2 * geometry.ValueWidth)..];
            SlotValue.Write(entry[..geometry.ValueWidth], _lastKey);
            SlotValue.Write(entry.Slice(geometry.ValueWidth, geometry.ValueWidth), _lastValue);
        }
    }
}
