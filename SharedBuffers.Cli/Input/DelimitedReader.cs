using System.Buffers;

namespace SharedBuffers.Cli.Input;

/// <summary>
/// Splits a stream into records and fields. With quoting it reads CSV as RFC 4180 has it: a field in double quotes may hold delimiters, line ends and doubled quotes.
/// Without, it reads TSV: a line is a record, a tab ends a field, nothing is escaped. Blank lines are skipped.
/// </summary>
/// <remarks>A quote inside a field that does not start with one is an ordinary character, as most writers and readers of CSV have it.</remarks>
internal sealed class DelimitedReader : IDisposable
{
    private const byte Quote = (byte)'"';
    private const byte LineFeed = (byte)'\n';

    private readonly InputBuffer _buffer;
    private readonly byte _delimiter;
    private readonly bool _quoting;
    private readonly List<Field> _fields = [];
    private byte[] _unescaped = [];
    private long _nextLine = 1;
    private int _recordLength;

    public DelimitedReader(Stream stream, byte delimiter, bool quoting, int maxRecordLength = InputBuffer.DefaultMaxRecordLength)
    {
        _buffer = new InputBuffer(stream, maxRecordLength);
        _delimiter = delimiter;
        _quoting = quoting;
    }

    /// <summary>1-based line on which the current record starts.</summary>
    public long LineNumber { get; private set; }

    /// <summary>Bytes of the records read so far.</summary>
    public long Consumed => _buffer.Consumed;

    public int FieldCount => _fields.Count;

    /// <summary>Reads the next record; its fields are good until the next call.</summary>
    public bool Read()
    {
        do
        {
            _buffer.Consume(_recordLength);
            _recordLength = 0;
            _fields.Clear();
            LineNumber = _nextLine;
            if (PeekAt(0) < 0)
            {
                return false;
            }

            while (ReadField())
            {
            }
        }
        while (_fields is [{ Length: 0, Quoted: false }]);

        return true;
    }

    /// <summary>A field of the current record, quotes removed. The span is good until the next call of this method.</summary>
    public ReadOnlySpan<byte> GetField(int index)
    {
        Field field = _fields[index];
        ReadOnlySpan<byte> raw = _buffer.Available.Slice(field.Start, field.Length);
        return field.Escaped ? Unescape(raw) : raw;
    }

    public void Dispose()
    {
        _buffer.Dispose();
        if (_unescaped.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_unescaped);
            _unescaped = [];
        }
    }

    /// <summary>Reads a field from <see cref="_recordLength"/> on; false when it was the last of its record.</summary>
    private bool ReadField() => _quoting && PeekAt(_recordLength) == Quote ? ReadQuoted() : ReadPlain();

    private bool ReadPlain()
    {
        int start = _recordLength;
        int searched = start;
        while (true)
        {
            ReadOnlySpan<byte> available = _buffer.Available;
            int found = available[searched..].IndexOfAny(_delimiter, LineFeed);
            if (found >= 0)
            {
                int end = searched + found;
                bool more = available[end] == _delimiter;
                bool carriageReturn = !more && end > start && available[end - 1] == '\r';
                _fields.Add(new Field(start, end - start - (carriageReturn ? 1 : 0), Quoted: false, Escaped: false));
                _recordLength = end + 1;
                _nextLine += more ? 0 : 1;
                return more;
            }

            searched = available.Length;
            if (!_buffer.Fill(LineNumber))
            {
                bool carriageReturn = searched > start && available[searched - 1] == '\r';
                _fields.Add(new Field(start, searched - start - (carriageReturn ? 1 : 0), Quoted: false, Escaped: false));
                _recordLength = searched;
                return false;
            }
        }
    }

    private bool ReadQuoted()
    {
        long openedOn = _nextLine;
        int start = _recordLength + 1;
        int position = start;
        bool escaped = false;
        while (true)
        {
            ReadOnlySpan<byte> rest = _buffer.Available[position..];
            int quote = rest.IndexOf(Quote);
            _nextLine += rest[..(quote < 0 ? rest.Length : quote)].Count(LineFeed);
            if (quote < 0)
            {
                position += rest.Length;
                if (!_buffer.Fill(LineNumber))
                {
                    throw new InputException(openedOn, "the quote that starts this field is never closed");
                }

                continue;
            }

            position += quote + 1;
            if (PeekAt(position) == Quote)
            {
                escaped = true;
                position++;
                continue;
            }

            _fields.Add(new Field(start, position - 1 - start, Quoted: true, escaped));
            return EndQuoted(position);
        }
    }

    /// <summary>What follows a closing quote: a delimiter, a line end or the end of the input.</summary>
    private bool EndQuoted(int position)
    {
        int next = PeekAt(position);
        if (next == '\r' && PeekAt(position + 1) is -1 or LineFeed)
        {
            next = PeekAt(++position);
        }

        _recordLength = next < 0 ? position : position + 1;
        if (next == _delimiter)
        {
            return true;
        }

        if (next is not (-1 or LineFeed))
        {
            throw new InputException(_nextLine, "after a closing quote there must be a delimiter or the end of the line; a quote inside a quoted field is written twice");
        }

        _nextLine += next < 0 ? 0 : 1;
        return false;
    }

    /// <summary>The byte at an offset from the start of the record, or -1 at the end of the input.</summary>
    private int PeekAt(int offset)
    {
        while (offset >= _buffer.Available.Length)
        {
            if (!_buffer.Fill(LineNumber))
            {
                return -1;
            }
        }

        return _buffer.Available[offset];
    }

    private ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> raw)
    {
        if (_unescaped.Length < raw.Length)
        {
            if (_unescaped.Length > 0)
            {
                ArrayPool<byte>.Shared.Return(_unescaped);
            }

            _unescaped = ArrayPool<byte>.Shared.Rent(raw.Length);
        }

        int length = 0;
        while (raw.IndexOf(Quote) is var quote and >= 0)
        {
            raw[..(quote + 1)].CopyTo(_unescaped.AsSpan(length));
            length += quote + 1;
            raw = raw[(quote + 2)..];
        }

        raw.CopyTo(_unescaped.AsSpan(length));
        return _unescaped.AsSpan(0, length + raw.Length);
    }

    /// <param name="Start">Offset from the start of the record.</param>
    /// <param name="Length">Bytes, without the quotes around.</param>
    /// <param name="Quoted">Whether the field stood in quotes.</param>
    /// <param name="Escaped">Whether it holds doubled quotes.</param>
    private readonly record struct Field(int Start, int Length, bool Quoted, bool Escaped);
}
