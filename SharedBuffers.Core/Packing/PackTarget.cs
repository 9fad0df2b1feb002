namespace SharedBuffers.Packing;

/// <summary>
/// The form that an object was packed in. Together with the object it is the key of the <see cref="IdentityMap"/>: one object packed as two things has two images.
/// </summary>
public enum PackTarget : byte
{
    /// <summary>A value with its typecode before it.</summary>
    Value,

    /// <summary>The bare payload of a string.</summary>
    String,

    /// <summary>The bare payload of bytes.</summary>
    Bytes,

    /// <summary>The bare payload of a buffer.</summary>
    Buffer,

    /// <summary>The bare payload of a list or tuple.</summary>
    Sequence,

    /// <summary>The bare payload of a set.</summary>
    Set,

    /// <summary>The bare payload of a map.</summary>
    Map,

    /// <summary>The bare payload of a decimal.</summary>
    Decimal,

    /// <summary>The bare payload of an instant.</summary>
    DateTime,

    /// <summary>The bare payload of an instant with its offset from UTC.</summary>
    DateTimeOffset,

    /// <summary>The bare payload of a day.</summary>
    Date,

    /// <summary>The bare payload of an n-dimensional array.</summary>
    NdArray,

    /// <summary>The image of an object of a schema.</summary>
    Object,
}
