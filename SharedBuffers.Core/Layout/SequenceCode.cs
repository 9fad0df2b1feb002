namespace SharedBuffers.Layout;

/// <summary>
/// First byte of a sequence or set payload: how its elements are stored. Numeric sequences use the codes of <see cref="ValueTypeCode"/>;
/// these are the others. <c>docs/format/values.md</c> has the byte maps.
/// </summary>
internal static class SequenceCode
{
    /// <summary>32-bit pointers, relative to the first byte of the sequence, to values with their typecode.</summary>
    public const byte Pointers32 = (byte)'T';

    /// <summary>64-bit pointers, relative to the first byte of the sequence, to values with their typecode.</summary>
    public const byte Pointers64 = (byte)'t';

    /// <summary>Sets only: 7 bytes of bits for the integers 0 to 55.</summary>
    public const byte Bitmap56 = (byte)'m';

    /// <summary>Sets only: 15 bytes of bits for the integers 0 to 119.</summary>
    public const byte Bitmap120 = (byte)'M';

    /// <summary>The pointer that stands for null.</summary>
    public const long NullPointer = 1;

    /// <summary>Count in the 24 bits of a narrow header that says: the count follows in 8 bytes.</summary>
    public const int LongCount = 0xFFFFFF;
}
