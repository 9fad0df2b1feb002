namespace SharedBuffers.Indexes;

/// <summary>The first bytes of canonical keys; <c>docs/format/object-keys.md</c>.</summary>
internal static class ObjectKeyFormat
{
    /// <summary>Null, nothing behind it.</summary>
    public const byte Null = 0x00;

    /// <summary>A floating-point number that is no integer: 8 bytes behind it.</summary>
    public const byte Float = 0x01;

    /// <summary>Text of more bytes than the short form has room for: u32 length, bytes.</summary>
    public const byte LongText = 0x02;

    /// <summary>Bytes of more than the short form has room for: u32 length, bytes.</summary>
    public const byte LongBytes = 0x03;

    /// <summary>A tuple of more elements than the short form has room for: u32 count, elements.</summary>
    public const byte LongTuple = 0x04;

    /// <summary>A set of more elements than the short form has room for: u32 count, elements.</summary>
    public const byte LongSet = 0x05;

    /// <summary>An integer from 0 on: this plus the bytes of its magnitude, 0 to 8.</summary>
    public const byte NonNegative = 0x10;

    /// <summary>An integer below 0: this plus the bytes of -1 minus the integer, 0 to 8.</summary>
    public const byte Negative = 0x20;

    /// <summary>A tuple: this plus its count, 0 to <see cref="MaxShortCount"/>.</summary>
    public const byte Tuple = 0x30;

    /// <summary>A set: this plus its count, 0 to <see cref="MaxShortCount"/>.</summary>
    public const byte Set = 0x40;

    /// <summary>Text: this plus its length, 0 to <see cref="MaxShortBlock"/>.</summary>
    public const byte Text = 0x80;

    /// <summary>Bytes: this plus their length, 0 to <see cref="MaxShortBlock"/>.</summary>
    public const byte Bytes = 0xC0;

    /// <summary>Longest text or bytes in the short form.</summary>
    public const int MaxShortBlock = 63;

    /// <summary>Most elements of a tuple or set in the short form.</summary>
    public const int MaxShortCount = 15;

    /// <summary>Bits of the one NaN.</summary>
    public const long NaNBits = 0x7FF8000000000000;
}
