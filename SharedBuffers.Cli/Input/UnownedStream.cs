namespace SharedBuffers.Cli.Input;

/// <summary>Reads from a stream that someone else disposes.</summary>
internal sealed class UnownedStream(Stream stream) : ReadOnlyStream
{
    public override int Read(Span<byte> buffer) => stream.Read(buffer);
}
