namespace SharedBuffers.Tests.Support;

/// <summary>Gives at most a few bytes a read, as pipes do, so that refills happen in every place of a record.</summary>
internal sealed class TricklingStream(byte[] bytes, int chunk) : MemoryStream(bytes, writable: false)
{
    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, chunk));

    public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, chunk)]);
}
