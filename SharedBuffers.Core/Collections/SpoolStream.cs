using SharedBuffers.Indexes;

namespace SharedBuffers.Collections;

/// <summary>Bytes that wait in a temporary file until their section can be written. Write-only; <see cref="CopyContent"/> gives them back.</summary>
internal sealed class SpoolStream(string? directory) : Stream
{
    private const int CopyLength = 1 << 18;

    private readonly SpillFile _file = new(directory);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _file.Length;

    public override long Position
    {
        get => Length;
        set => throw new NotSupportedException("A spool is written from start to end.");
    }

    /// <summary>Writes everything to another stream.</summary>
    public void CopyContent(Stream destination)
    {
        byte[] buffer = new byte[CopyLength];
        for (long done = 0; done < Length;)
        {
            Span<byte> part = buffer.AsSpan(0, (int)Math.Min(buffer.Length, Length - done));
            _file.Read(done, part);
            destination.Write(part);
            done += part.Length;
        }
    }

    public override void Write(ReadOnlySpan<byte> buffer) => _file.Append(buffer);

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("A spool is read with CopyContent.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("A spool is written from start to end.");

    public override void SetLength(long value) => throw new NotSupportedException("A spool is as long as what is written to it.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file.Dispose();
        }

        base.Dispose(disposing);
    }
}
