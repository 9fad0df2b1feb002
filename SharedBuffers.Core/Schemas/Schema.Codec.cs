using SharedBuffers.Diagnostics;

namespace SharedBuffers.Schemas;

/// <summary>The schema as bytes: data, never code. <c>docs/format/schema.md</c> specifies them.</summary>
public sealed partial class Schema
{
    /// <summary>The schema and every schema it can reach, as bytes. Equal schemas give equal bytes.</summary>
    /// <exception cref="InvalidOperationException">More than 4,096 schemas, a name or user data too long for its count, element types nested more than 8 deep,
    /// or two reachable schemas with one typecode.</exception>
    public byte[] ToBytes() => SchemaWriter.Write(this);

    /// <summary>Reads a schema and those it refers to. Nothing is executed, and no count is trusted before the bytes for it are there.</summary>
    /// <param name="bytes">All the bytes that <see cref="ToBytes"/> gave, and no others.</param>
    /// <param name="offset">Where the bytes start in their file; only used in messages.</param>
    /// <returns>The root schema.</returns>
    /// <exception cref="CorruptBufferException">The bytes contradict the format.</exception>
    public static Schema Read(ReadOnlySpan<byte> bytes, long offset = 0) => new SchemaReader(bytes, offset).Read();
}
