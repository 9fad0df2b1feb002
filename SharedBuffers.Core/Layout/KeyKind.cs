namespace SharedBuffers.Layout;

/// <summary>What the keys of an index are. The numbers are part of the file format: <c>docs/format/collections.md</c>.</summary>
public enum KeyKind : byte
{
    /// <summary>No keys.</summary>
    None = 0,

    /// <summary>Text, as UTF-8 bytes; equal when the bytes are.</summary>
    Utf8 = 1,

    /// <summary>32-bit unsigned integers.</summary>
    UInt32 = 2,

    /// <summary>64-bit unsigned integers.</summary>
    UInt64 = 3,

    /// <summary>32-bit signed integers, stored as the unsigned integers of the same bits.</summary>
    Int32 = 4,

    /// <summary>64-bit signed integers, stored as the unsigned integers of the same bits.</summary>
    Int64 = 5,

    /// <summary>Byte strings; equal when the bytes are.</summary>
    Bytes = 6,

    /// <summary>GUIDs, as 16 bytes in the order in which they are written as text (RFC 9562).</summary>
    Guid = 7,

    /// <summary>
    /// Keys of any type, as the canonical bytes of <c>docs/format/object-keys.md</c>: null, numbers, text, bytes, and tuples and sets of such. 1, 1.0 and true are one key.
    /// </summary>
    Object = 8,
}
