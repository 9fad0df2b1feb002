namespace SharedBuffers.Layout;

/// <summary>
/// The one-byte codes that name the type of a value in a file. They are the encoding of the 1.x format; <c>docs/format/values.md</c> lists their payloads.
/// </summary>
/// <remarks>Codes from <see cref="FirstUser"/> on belong to schemas registered by an application. There is no code for null: containers say it themselves.</remarks>
public enum ValueTypeCode : byte
{
    /// <summary>No type: never stored.</summary>
    None = 0,

    /// <summary>8-bit unsigned integer.</summary>
    UInt8 = (byte)'B',

    /// <summary>8-bit signed integer.</summary>
    Int8 = (byte)'b',

    /// <summary>16-bit unsigned integer.</summary>
    UInt16 = (byte)'H',

    /// <summary>16-bit signed integer.</summary>
    Int16 = (byte)'h',

    /// <summary>32-bit unsigned integer.</summary>
    UInt32 = (byte)'I',

    /// <summary>32-bit signed integer.</summary>
    Int32 = (byte)'i',

    /// <summary>64-bit unsigned integer.</summary>
    UInt64 = (byte)'Q',

    /// <summary>64-bit signed integer.</summary>
    Int64 = (byte)'q',

    /// <summary>IEEE 754 binary32.</summary>
    Float32 = (byte)'f',

    /// <summary>IEEE 754 binary64.</summary>
    Float64 = (byte)'d',

    /// <summary>One byte, 0 or 1.</summary>
    Bool = (byte)'T',

    /// <summary>Bytes, maybe LZ4-compressed.</summary>
    Bytes = (byte)'s',

    /// <summary>UTF-8 text, maybe LZ4-compressed.</summary>
    String = (byte)'u',

    /// <summary>Raw bytes, never compressed.</summary>
    Buffer = (byte)'r',

    /// <summary>Tuple that the original library unpacks into an object of its own.</summary>
    MappedTuple = (byte)'t',

    /// <summary>List that the original library unpacks into an object of its own.</summary>
    MappedList = (byte)'e',

    /// <summary>Tuple that the original library reads in place.</summary>
    ProxiedTuple = (byte)'W',

    /// <summary>List that the original library reads in place.</summary>
    ProxiedList = (byte)'E',

    /// <summary>Set that the original library unpacks into an object of its own.</summary>
    MappedSet = (byte)'Z',

    /// <summary>Set that the original library reads in place.</summary>
    ProxiedSet = (byte)'z',

    /// <summary>Map that the original library unpacks into an object of its own.</summary>
    MappedMap = (byte)'m',

    /// <summary>Map that the original library reads in place.</summary>
    ProxiedMap = (byte)'M',

    /// <summary>n-dimensional array.</summary>
    NdArray = (byte)'n',

    /// <summary>Decimal of any precision.</summary>
    Decimal = (byte)'F',

    /// <summary>Instant, microseconds.</summary>
    DateTime = (byte)'v',

    /// <summary>Calendar day.</summary>
    Date = (byte)'V',

    /// <summary>First code that an application may give to a schema of its own.</summary>
    FirstUser = 0x80,
}
