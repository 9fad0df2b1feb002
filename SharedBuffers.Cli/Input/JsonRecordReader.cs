using System.Text;
using System.Text.Json;
using SharedBuffers.Cli.Columns;

namespace SharedBuffers.Cli.Input;

/// <summary>JSON lines: one object a line, blank lines skipped. A property that is not there leaves its column unset, <c>null</c> makes it null.</summary>
internal sealed class JsonRecordReader(Stream stream, IReadOnlyList<Column> columns, int maxLineLength = InputBuffer.DefaultMaxRecordLength) : IRecordReader
{
    private readonly LineReader _lines = new(stream, maxLineLength);
    private readonly byte[][] _names = [.. columns.Select(column => Encoding.UTF8.GetBytes(column.Name))];
    private readonly JsonValueReader _values = new(columns);
    private readonly bool[] _seen = new bool[columns.Count];
    private readonly SortedSet<string> _ignored = new(StringComparer.Ordinal);

    public long LineNumber => _lines.LineNumber;

    public long Consumed => _lines.Consumed;

    public IEnumerable<string> Warnings
    {
        get
        {
            foreach ((Column column, bool seen) in columns.Zip(_seen))
            {
                if (!seen)
                {
                    yield return $"column '{column.Name}' of the schema never occurs in the input";
                }
            }

            if (_ignored.Count > 0)
            {
                yield return $"not in the schema, left out: {string.Join(", ", _ignored)}";
            }
        }
    }

    public bool Read(Record record)
    {
        while (_lines.TryRead(out ReadOnlySpan<byte> line))
        {
            if (line.TrimStart(" \t"u8).IsEmpty)
            {
                continue;
            }

            record.Clear();
            try
            {
                ReadObject(line, record);
            }
            catch (JsonException e)
            {
                throw new InputException(LineNumber, JsonMessages.Describe(e));
            }
            catch (InvalidOperationException e) when (e is not ObjectDisposedException)
            {
                // The reader says so of escapes that are no character, and of bytes that are not UTF-8.
                throw new InputException(LineNumber, $"a string is not valid Unicode: {e.Message}");
            }

            return true;
        }

        return false;
    }

    public void Dispose() => _lines.Dispose();

    private void ReadObject(ReadOnlySpan<byte> line, Record record)
    {
        var json = new Utf8JsonReader(line);
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            throw new InputException(LineNumber, $"a JSON object is expected, not {JsonMessages.Name(json.TokenType)}");
        }

        int expected = 0;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            int column = FindColumn(ref json, expected);
            if (column < 0)
            {
                Ignore(ref json);
                continue;
            }

            expected = column + 1;
            _seen[column] = true;
            if (record.GetState(column) != CellState.Unset)
            {
                throw new InputException(LineNumber, $"'{columns[column].Name}' stands there twice");
            }

            json.Read();
            _values.Read(ref json, record, column, LineNumber);
        }

        // The object ended; whatever follows it on the line makes the reader throw.
        json.Read();
    }

    /// <summary>Records mostly name their properties in the same order, so the column after the last one is tried first.</summary>
    private int FindColumn(ref Utf8JsonReader json, int expected)
    {
        if (expected < _names.Length && json.ValueTextEquals(_names[expected]))
        {
            return expected;
        }

        for (int i = 0; i < _names.Length; i++)
        {
            if (json.ValueTextEquals(_names[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private void Ignore(ref Utf8JsonReader json)
    {
        if (_ignored.Count < 32)
        {
            _ignored.Add(json.GetString()!);
        }

        json.Read();
        json.Skip();
    }
}
