using System.Buffers.Binary;

namespace SharedBuffers.Indexes;

/// <summary>Writes a value, or a mixed key, in as many bytes as there is room for: 4 or 8.</summary>
internal static class SlotValue
{
    /// <summary>Little-endian; the value fits.</summary>
    public static void Write(Span<byte> place, ulong value)
    {
        if (place.Length == sizeof(uint))
        {
            BinaryPrimitives.WriteUInt32LittleEndian(place, (uint)value);
        }
        else
        {
            BinaryPrimitives.WriteUInt64LittleEndian(place, value);
        }
    }
}
