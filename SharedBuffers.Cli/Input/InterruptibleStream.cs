namespace SharedBuffers.Cli.Input;

/// <summary>
/// Reads standard input or a pipe so that waiting for it can be cancelled: the operating system offers no way to take back a read that has begun, so another thread does it
/// and is left behind. It reads into a buffer of its own, which nobody else sees before the read is done.
/// </summary>
internal sealed class InterruptibleStream(Stream stream, CancellationToken cancellation) : ReadOnlyStream
{
    private readonly byte[] _buffer = new byte[1 << 16];

    public override int Read(Span<byte> buffer)
    {
        int length = Math.Min(buffer.Length, _buffer.Length);
        int read = Task.Run(() => stream.Read(_buffer, 0, length), CancellationToken.None).WaitAsync(cancellation).GetAwaiter().GetResult();
        _buffer.AsSpan(0, read).CopyTo(buffer);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        // A read that was left behind still uses the stream: the end of the process closes it.
        if (disposing && !cancellation.IsCancellationRequested)
        {
            stream.Dispose();
        }

        base.Dispose(disposing);
    }
}
