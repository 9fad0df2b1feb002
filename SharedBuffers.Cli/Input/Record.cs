using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using SharedBuffers.Cli.Columns;
using SharedBuffers.Schemas;

namespace SharedBuffers.Cli.Input;

/// <summary>
/// One record of the input, typed by its columns. Readers fill it, the packer reads it; it is cleared and used again, so that a million records cost no garbage.
/// </summary>
internal sealed class Record(IReadOnlyList<Column> columns)
{
    private readonly Cell[] _cells = new Cell[columns.Count];
    private Cell[] _elements = new Cell[64];
    private byte[] _text = new byte[1 << 10];
    private int _elementCount;
    private int _textLength;

    public IReadOnlyList<Column> Columns { get; } = columns;

    public void Clear()
    {
        Array.Clear(_cells);
        _elementCount = 0;
        _textLength = 0;
    }

    public CellState GetState(int column) => _cells[column].State;

    /// <summary>Value of an integer or bool column; unsigned ones as the same 64 bits.</summary>
    public long GetInteger(int column) => _cells[column].Bits;

    public double GetFloat(int column) => BitConverter.Int64BitsToDouble(_cells[column].Bits);

    /// <summary>UTF-8 of a string column, or the bytes of a bytes column.</summary>
    public ReadOnlySpan<byte> GetBytes(int column) => GetBytes(_cells[column]);

    /// <summary>Elements of a list or set.</summary>
    public int GetCount(int column) => _cells[column].Length;

    public long GetInteger(int column, int index) => Element(column, index).Bits;

    public double GetFloat(int column, int index) => BitConverter.Int64BitsToDouble(Element(column, index).Bits);

    public ReadOnlySpan<byte> GetBytes(int column, int index) => GetBytes(Element(column, index));

    public void SetNull(int column) => _cells[column] = new Cell { State = CellState.Null };

    public void SetInteger(int column, long value) => _cells[column] = new Cell { State = CellState.Value, Bits = value };

    public void SetFloat(int column, double value) => SetInteger(column, BitConverter.DoubleToInt64Bits(value));

    public void SetBytes(int column, ReadOnlySpan<byte> bytes) => _cells[column] = Keep(bytes);

    /// <summary>Room for <paramref name="length"/> bytes that the caller fills before it calls <see cref="SetBytesFromScratch"/> or <see cref="AddBytesFromScratch"/>.</summary>
    public Span<byte> Scratch(int length)
    {
        ReserveText(length);
        return _text.AsSpan(_textLength);
    }

    public void SetBytesFromScratch(int column, int length) => _cells[column] = KeepScratch(length);

    public void BeginList(int column) => _cells[column] = new Cell { State = CellState.Value, Start = _elementCount };

    public void AddInteger(int column, long value) => Add(column, new Cell { State = CellState.Value, Bits = value });

    public void AddFloat(int column, double value) => AddInteger(column, BitConverter.DoubleToInt64Bits(value));

    public void AddBytes(int column, ReadOnlySpan<byte> bytes) => Add(column, Keep(bytes));

    public void AddBytesFromScratch(int column, int length) => Add(column, KeepScratch(length));

    /// <summary>Text of a single value, for messages.</summary>
    public string Describe(int column) => Describe(_cells[column], Columns[column].Type.Kind);

    /// <summary>Text of an element of a list or set, for messages.</summary>
    public string Describe(int column, int index) => Describe(Element(column, index), Columns[column].Type.Kind);

    private string Describe(in Cell cell, SlotKind kind) => kind switch
    {
        SlotKind.String => Encoding.UTF8.GetString(GetBytes(cell)),
        SlotKind.Bytes => Convert.ToHexStringLower(GetBytes(cell)),
        SlotKind.UInt64 => ((ulong)cell.Bits).ToString(CultureInfo.InvariantCulture),
        SlotKind.Float32 or SlotKind.Float64 => BitConverter.Int64BitsToDouble(cell.Bits).ToString(CultureInfo.InvariantCulture),
        _ => cell.Bits.ToString(CultureInfo.InvariantCulture),
    };

    private ReadOnlySpan<byte> GetBytes(in Cell cell) => _text.AsSpan(cell.Start, cell.Length);

    private ref readonly Cell Element(int column, int index)
    {
        ref readonly Cell list = ref _cells[column];
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)list.Length, nameof(index));
        return ref _elements[list.Start + index];
    }

    private void Add(int column, Cell element)
    {
        if (_elementCount == _elements.Length)
        {
            Array.Resize(ref _elements, _elementCount * 2);
        }

        _elements[_elementCount++] = element;
        _cells[column].Length++;
    }

    private Cell Keep(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Scratch(bytes.Length));
        return KeepScratch(bytes.Length);
    }

    private Cell KeepScratch(int length)
    {
        var cell = new Cell { State = CellState.Value, Start = _textLength, Length = length };
        _textLength += length;
        return cell;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ReserveText(int length)
    {
        if (_text.Length - _textLength < length)
        {
            Array.Resize(ref _text, checked((int)Math.Max(_textLength + (long)length, Math.Min(_text.Length * 2L, Array.MaxLength))));
        }
    }

    private struct Cell
    {
        public long Bits;

        /// <summary>First byte in the text, or first element of a list.</summary>
        public int Start;

        /// <summary>Bytes of text, or elements of a list.</summary>
        public int Length;

        public CellState State;
    }
}
