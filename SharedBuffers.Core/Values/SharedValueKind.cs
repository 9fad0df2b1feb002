namespace SharedBuffers.Values;

/// <summary>What a <see cref="SharedValue"/> is. Several typecodes make one kind: the widths of integers, and the two classes that the 1.x library has for a container.</summary>
public enum SharedValueKind : byte
{
    /// <summary>No value.</summary>
    Null,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>An integer of 8 to 64 bits.</summary>
    Integer,

    /// <summary>A floating-point number of 32 or 64 bits.</summary>
    Float,

    /// <summary>UTF-8 text.</summary>
    String,

    /// <summary>Bytes, maybe compressed.</summary>
    Bytes,

    /// <summary>Bytes, never compressed.</summary>
    Buffer,

    /// <summary>A list.</summary>
    List,

    /// <summary>A tuple.</summary>
    Tuple,

    /// <summary>A set.</summary>
    Set,

    /// <summary>A map.</summary>
    Map,

    /// <summary>An n-dimensional array.</summary>
    NdArray,

    /// <summary>A decimal of any precision.</summary>
    Decimal,

    /// <summary>An instant in microseconds.</summary>
    DateTime,

    /// <summary>A calendar day.</summary>
    Date,

    /// <summary>An object of a schema.</summary>
    Object,
}
