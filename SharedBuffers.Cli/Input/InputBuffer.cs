using System.Buffers;

namespace SharedBuffers.Cli.Input;

/// <summary>
/// Bytes of a stream that were read and not used yet, in one pooled array that grows with the longest record. Knows nothing of lines or fields.
/// A UTF-8 byte order mark at the start is skipped.
/// </summary>
internal sealed class InputBuffer : IDisposable
{
    /// <summary>Longest record, in bytes. It bounds the memory that a file without line ends can take.</summary>
    public const int DefaultMaxRecordLength = 64 << 20;

    private readonly Stream _stream;
    private readonly int _maxRecordLength;
    private byte[] _array;
    private int _start;
    private int _end;
    private bool _endOfStream;

    public InputBuffer(Stream stream, int maxRecordLength = DefaultMaxRecordLength, int initialLength = 1 << 16)
    {
        _stream = stream;
        _maxRecordLength = maxRecordLength;
        _array = ArrayPool<byte>.Shared.Rent(initialLength);
        SkipByteOrderMark();
    }

    /// <summary>What is there, from the first unused byte.</summary>
    public ReadOnlySpan<byte> Available => _array.AsSpan(_start, _end - _start);

    /// <summary>Bytes used so far.</summary>
    public long Consumed { get; private set; }

    /// <summary>Marks bytes as used; spans taken before stay valid until <see cref="Fill"/>.</summary>
    public void Consume(int count)
    {
        _start += count;
        Consumed += count;
    }

    /// <summary>Reads more bytes behind the available ones. False at the end of the stream.</summary>
    /// <param name="line">For the message when the record is too long.</param>
    public bool Fill(long line)
    {
        if (_endOfStream)
        {
            return false;
        }

        if (_start > 0)
        {
            Available.CopyTo(_array);
            _end -= _start;
            _start = 0;
        }

        if (_end == _array.Length)
        {
            Grow(line);
        }

        int read = _stream.Read(_array, _end, _array.Length - _end);
        _end += read;
        _endOfStream = read == 0;
        return read > 0;
    }

    public void Dispose()
    {
        byte[] array = _array;
        _array = [];
        _start = _end = 0;
        _endOfStream = true;
        if (array.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(array);
        }
    }

    private void Grow(long line)
    {
        if (_end >= _maxRecordLength)
        {
            throw new InputException(line, $"the record is longer than {_maxRecordLength:N0} bytes, which is the limit");
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent(_array.Length * 2);
        Available.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_array);
        _array = larger;
    }

    private void SkipByteOrderMark()
    {
        while (_end < 3 && Fill(line: 1))
        {
        }

        if (Available.StartsWith("\uFEFF"u8))
        {
            Consume(3);
        }
        else if (Available is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            throw new InputException(1, "the input is UTF-16; convert it to UTF-8 first");
        }
    }
}
