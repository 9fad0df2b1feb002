using System.Text;
using System.Text.Unicode;
using SharedBuffers.Cli.Columns;
using SharedBuffers.Schemas;

namespace SharedBuffers.Cli.Input;

/// <summary>
/// CSV and TSV: the first line names the columns. An empty cell is null, except in a string column, where it is the empty string.
/// Cells of list and set columns are JSON arrays.
/// </summary>
internal sealed class DelimitedRecordReader : IRecordReader
{
    private readonly DelimitedReader _reader;
    private readonly IReadOnlyList<Column> _columns;
    private readonly JsonValueReader _arrays;
    private readonly string[] _header;

    /// <summary>Field of the input for each column.</summary>
    private readonly int[] _fields;

    public DelimitedRecordReader(Stream stream, InputFormat format, IReadOnlyList<Column> columns)
    {
        _columns = columns;
        _arrays = new JsonValueReader(columns);
        _reader = Open(stream, format);
        try
        {
            _header = ReadHeader(_reader);
            _fields = [.. columns.Select(column => Array.IndexOf(_header, column.Name))];
            int missing = Array.IndexOf(_fields, -1);
            if (missing >= 0)
            {
                throw new InputException(_reader.LineNumber, $"the header has no column '{columns[missing].Name}'; it has {string.Join(", ", _header)}");
            }
        }
        catch
        {
            _reader.Dispose();
            throw;
        }
    }

    public long LineNumber => _reader.LineNumber;

    public long Consumed => _reader.Consumed;

    public IEnumerable<string> Warnings
    {
        get
        {
            string[] ignored = [.. _header.Where((_, index) => !_fields.Contains(index))];
            return ignored.Length > 0 ? [$"not in the schema, left out: {string.Join(", ", ignored)}"] : [];
        }
    }

    public static DelimitedReader Open(Stream stream, InputFormat format) =>
        format == InputFormat.Csv ? new DelimitedReader(stream, (byte)',', quoting: true) : new DelimitedReader(stream, (byte)'\t', quoting: false);

    /// <summary>Reads the names of the columns: each one once.</summary>
    public static string[] ReadHeader(DelimitedReader reader)
    {
        if (!reader.Read())
        {
            throw new InputException(0, "the input is empty: its first line must name the columns");
        }

        string[] header = new string[reader.FieldCount];
        for (int i = 0; i < header.Length; i++)
        {
            header[i] = GetText(reader, i, "header");
            if (header.AsSpan(0, i).Contains(header[i]))
            {
                throw new InputException(reader.LineNumber, $"the header names column '{header[i]}' twice");
            }
        }

        return header;
    }

    /// <summary>Refuses a record that has not as many fields as the header.</summary>
    public static void CheckFieldCount(DelimitedReader reader, int expected)
    {
        if (reader.FieldCount != expected)
        {
            throw new InputException(reader.LineNumber, $"{reader.FieldCount} fields, but the header names {expected}");
        }
    }

    public bool Read(Record record)
    {
        if (!_reader.Read())
        {
            return false;
        }

        CheckFieldCount(_reader, _header.Length);
        record.Clear();
        for (int column = 0; column < _fields.Length; column++)
        {
            ReadCell(_reader.GetField(_fields[column]), record, column);
        }

        return true;
    }

    public void Dispose() => _reader.Dispose();

    private static string GetText(DelimitedReader reader, int field, string what)
    {
        ReadOnlySpan<byte> text = reader.GetField(field);
        return Utf8.IsValid(text) ? Encoding.UTF8.GetString(text) : throw new InputException(reader.LineNumber, $"{what}: not valid UTF-8");
    }

    private void ReadCell(ReadOnlySpan<byte> text, Record record, int column)
    {
        ColumnType type = _columns[column].Type;
        if (type is { Kind: SlotKind.String, Shape: ColumnShape.Scalar })
        {
            if (!Utf8.IsValid(text))
            {
                throw new InputException(LineNumber, $"column '{_columns[column].Name}': not valid UTF-8");
            }

            record.SetBytes(column, text);
            return;
        }

        text = text.Trim(" \t"u8);
        if (text.IsEmpty)
        {
            record.SetNull(column);
        }
        else if (type.Shape != ColumnShape.Scalar)
        {
            _arrays.ReadArray(text, record, column, LineNumber);
        }
        else if (!TryReadScalar(text, record, column, type.Kind))
        {
            throw new InputException(LineNumber, $"column '{_columns[column].Name}': '{Encoding.UTF8.GetString(text)}' does not fit {type}");
        }
    }

    private bool TryReadScalar(ReadOnlySpan<byte> text, Record record, int column, SlotKind kind)
    {
        switch (kind)
        {
            case SlotKind.Bytes:
                record.SetBytesFromScratch(column, Base64Text.Decode(text, record.Scratch(text.Length), LineNumber, _columns[column].Name));
                return true;
            case SlotKind.Bool:
                bool isTrue = Ascii.EqualsIgnoreCase(text, "true"u8);
                record.SetInteger(column, isTrue ? 1 : 0);
                return isTrue || Ascii.EqualsIgnoreCase(text, "false"u8);
            case SlotKind.Float32 or SlotKind.Float64:
                bool isFloat = NumberText.TryParseFloat(text, kind, out double number);
                record.SetFloat(column, number);
                return isFloat;
            default:
                bool isInteger = NumberText.TryParseInteger(text, kind, out long integer);
                record.SetInteger(column, integer);
                return isInteger;
        }
    }
}
