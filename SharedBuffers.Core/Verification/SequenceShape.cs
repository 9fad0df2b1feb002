using SharedBuffers.Layout;

namespace SharedBuffers.Verification;

/// <summary>The header of a sequence, checked: what its elements are, how many, and where they start. Their bytes are known to be there.</summary>
/// <param name="Code">Typecode of the elements, <c>T</c> or <c>t</c> for pointers.</param>
/// <param name="Count">Elements.</param>
/// <param name="Data">Offset of the first element from the start of the records.</param>
/// <param name="Size">Bytes of an element.</param>
internal readonly record struct SequenceShape(byte Code, long Count, long Data, int Size)
{
    /// <summary>Elements are 32-bit pointers.</summary>
    public const byte NarrowPointers = (byte)'T';

    /// <summary>Elements are 64-bit pointers.</summary>
    public const byte WidePointers = (byte)'t';

    public bool IsPointers => Code is NarrowPointers or WidePointers;

    public bool IsFloat => Code is (byte)ValueTypeCode.Float32 or (byte)ValueTypeCode.Float64;

    public bool IsSigned => Code is (byte)ValueTypeCode.Int8 or (byte)ValueTypeCode.Int16 or (byte)ValueTypeCode.Int32 or (byte)ValueTypeCode.Int64;
}
