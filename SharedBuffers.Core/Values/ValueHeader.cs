using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Values;

/// <summary>The typecode in front of a dynamic value, and where the payload behind it starts.</summary>
internal static class ValueHeader
{
    /// <summary>A typecode and seven bytes of padding, for everything that is not a number.</summary>
    public const int Size = 8;

    /// <summary>Reads a typecode. It must be one that a value can have.</summary>
    public static ValueTypeCode ReadCode(MemoryRegion region, long offset)
    {
        var code = (ValueTypeCode)region.Read<byte>(offset);
        if (!IsKnown(code))
        {
            ThrowHelper.Corrupt($"0x{(byte)code:x2} is not the typecode of a value", offset);
        }

        return code;
    }

    /// <summary>Offset of the payload of a value at <paramref name="offset"/>: numbers and bools follow their typecode at once.</summary>
    public static long PayloadOffset(ValueTypeCode code, long offset) => IsScalar(code) ? offset + 1 : offset + Size;

    /// <summary>Whether the payload is a number or a bool.</summary>
    public static bool IsScalar(ValueTypeCode code) => code == ValueTypeCode.Bool || NumericCode.IsNumeric(code);

    private static bool IsKnown(ValueTypeCode code) => code switch
    {
        >= ValueTypeCode.FirstUser => true,
        ValueTypeCode.Bool or ValueTypeCode.Bytes or ValueTypeCode.String or ValueTypeCode.Buffer => true,
        ValueTypeCode.MappedTuple or ValueTypeCode.MappedList or ValueTypeCode.ProxiedTuple or ValueTypeCode.ProxiedList => true,
        ValueTypeCode.MappedSet or ValueTypeCode.ProxiedSet or ValueTypeCode.MappedMap or ValueTypeCode.ProxiedMap => true,
        ValueTypeCode.NdArray or ValueTypeCode.Decimal or ValueTypeCode.DateTime or ValueTypeCode.Date => true,
        _ => NumericCode.IsNumeric(code),
    };
}
