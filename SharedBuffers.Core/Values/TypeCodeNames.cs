using SharedBuffers.Layout;

namespace SharedBuffers.Values;

/// <summary>Words for typecodes in messages.</summary>
internal static class TypeCodeNames
{
    public static string Of(ValueTypeCode code) => code switch
    {
        ValueTypeCode.None => "null",
        >= ValueTypeCode.FirstUser => $"object of typecode 0x{(byte)code:x2}",
        _ => Enum.IsDefined(code) ? $"{code}" : $"value of unknown typecode 0x{(byte)code:x2}",
    };
}
