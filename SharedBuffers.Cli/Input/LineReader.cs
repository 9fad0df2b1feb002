namespace SharedBuffers.Cli.Input;

/// <summary>Splits a stream into lines that end in LF or CRLF; the last one may lack its end.</summary>
internal sealed class LineReader(Stream stream, int maxLineLength = InputBuffer.DefaultMaxRecordLength) : IDisposable
{
    private readonly InputBuffer _buffer = new(stream, maxLineLength);

    /// <summary>1-based number of the line that <see cref="TryRead"/> returned last.</summary>
    public long LineNumber { get; private set; }

    /// <summary>Bytes of the lines returned so far.</summary>
    public long Consumed => _buffer.Consumed;

    /// <summary>The next line without its end. The span is good until the next call.</summary>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        LineNumber++;
        int searched = 0;
        while (true)
        {
            ReadOnlySpan<byte> available = _buffer.Available;
            int length = available[searched..].IndexOf((byte)'\n');
            if (length >= 0)
            {
                length += searched;
                line = TrimCarriageReturn(available[..length]);
                _buffer.Consume(length + 1);
                return true;
            }

            searched = available.Length;
            if (!_buffer.Fill(LineNumber))
            {
                line = TrimCarriageReturn(_buffer.Available);
                _buffer.Consume(searched);
                return searched > 0;
            }
        }
    }

    public void Dispose() => _buffer.Dispose();

    private static ReadOnlySpan<byte> TrimCarriageReturn(ReadOnlySpan<byte> line) => line is [.., (byte)'\r'] ? line[..^1] : line;
}
