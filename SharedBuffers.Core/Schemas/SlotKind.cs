namespace SharedBuffers.Schemas;

/// <summary>What a slot holds. The numbers are part of the native schema format (<c>docs/format/schema.md</c>) and never change.</summary>
/// <remarks>
/// Kinds up to <see cref="Float"/> are stored in place, all others as a pointer to their payload. <c>Mapped…</c> and <c>Proxied…</c> name the two classes that the
/// original library has for one and the same payload: they differ in what Python makes of them, never in their bytes.
/// </remarks>
public enum SlotKind : byte
{
    /// <summary>No type. In a schema file: "not annotated".</summary>
    None = 0,

    /// <summary>One byte, 0 or 1.</summary>
    Bool = 1,

    /// <summary>8-bit signed integer.</summary>
    Int8 = 2,

    /// <summary>8-bit unsigned integer.</summary>
    UInt8 = 3,

    /// <summary>16-bit signed integer.</summary>
    Int16 = 4,

    /// <summary>16-bit unsigned integer.</summary>
    UInt16 = 5,

    /// <summary>32-bit signed integer.</summary>
    Int32 = 6,

    /// <summary>32-bit unsigned integer.</summary>
    UInt32 = 7,

    /// <summary>64-bit signed integer.</summary>
    Int64 = 8,

    /// <summary>64-bit unsigned integer.</summary>
    UInt64 = 9,

    /// <summary>IEEE 754 binary32.</summary>
    Float32 = 10,

    /// <summary>IEEE 754 binary64.</summary>
    Float64 = 11,

    /// <summary>Python's <c>int</c> as a slot type: stored as <see cref="Int64"/>, kept apart because the original treats them as different types.</summary>
    Int = 12,

    /// <summary>Python's <c>float</c> as a slot type: stored as <see cref="Float64"/>.</summary>
    Float = 13,

    /// <summary>UTF-8 text.</summary>
    String = 16,

    /// <summary>Bytes, maybe compressed.</summary>
    Bytes = 17,

    /// <summary>Raw bytes, never compressed.</summary>
    Buffer = 18,

    /// <summary>List, unpacked by the original.</summary>
    MappedList = 20,

    /// <summary>List, read in place by the original.</summary>
    ProxiedList = 21,

    /// <summary>Tuple, unpacked by the original.</summary>
    MappedTuple = 22,

    /// <summary>Tuple, read in place by the original.</summary>
    ProxiedTuple = 23,

    /// <summary>Set, unpacked by the original.</summary>
    MappedSet = 24,

    /// <summary>Set, read in place by the original.</summary>
    ProxiedSet = 25,

    /// <summary>Map, unpacked by the original.</summary>
    MappedMap = 26,

    /// <summary>Map, read in place by the original.</summary>
    ProxiedMap = 27,

    /// <summary>n-dimensional array.</summary>
    NdArray = 28,

    /// <summary>Decimal of any precision.</summary>
    Decimal = 32,

    /// <summary>Instant in microseconds, time zone lost.</summary>
    DateTime = 33,

    /// <summary>Instant, read as local time by the original.</summary>
    DateTimeLocal = 34,

    /// <summary>Instant, read as UTC by the original.</summary>
    DateTimeUtc = 35,

    /// <summary>Instant and UTC offset in minutes.</summary>
    DateTimeTz = 36,

    /// <summary>Instant and UTC offset in minutes, read as local time by the original.</summary>
    DateTimeTzLocal = 37,

    /// <summary>Calendar day.</summary>
    Date = 38,

    /// <summary>Any value, stored with its typecode.</summary>
    Object = 48,

    /// <summary>An object of one nested schema, stored without a typecode.</summary>
    Struct = 49,
}
