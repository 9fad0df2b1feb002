namespace SharedBuffers.Cli.Input;

/// <summary>The widest number type that a text needs.</summary>
internal enum NumberClass
{
    /// <summary>Not a number.</summary>
    None,
    Int64,

    /// <summary>An integer above the range of int64.</summary>
    UInt64,

    /// <summary>A fraction, an exponent, or an integer that 64 bits cannot hold.</summary>
    Float,
}
