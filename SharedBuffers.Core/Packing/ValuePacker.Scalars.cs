using SharedBuffers.Layout;

namespace SharedBuffers.Packing;

public static partial class ValuePacker
{
    /// <summary>Appends a value that is neither a number nor a container.</summary>
    /// <returns>False when the type is not one of these; nothing was appended.</returns>
    private static bool TryAppendScalarObject(PackContext context, object value)
    {
        switch (value)
        {
            case ReadOnlyMemory<byte> memory:
                AppendHeader(context, ValueTypeCode.Buffer);
                PackBuffer(context, memory.Span);
                return true;
            case Memory<byte> memory:
                AppendHeader(context, ValueTypeCode.Buffer);
                PackBuffer(context, memory.Span);
                return true;
            case ArraySegment<byte> segment:
                AppendHeader(context, ValueTypeCode.Bytes);
                PackBytes(context, segment.AsSpan());
                return true;
            case Guid guid:
                AppendHeader(context, ValueTypeCode.Bytes);
                PackBytes(context, guid.ToByteArray(bigEndian: true).AsSpan());
                return true;
            default:
                return false;
        }
    }
}
