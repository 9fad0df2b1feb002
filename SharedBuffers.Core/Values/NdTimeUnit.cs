namespace SharedBuffers.Values;

/// <summary>What the integers of NumPy's time types (<c>M8</c>, <c>m8</c>) count.</summary>
public enum NdTimeUnit : byte
{
    /// <summary>None is stated, or the type is none of time.</summary>
    None,

    /// <summary>Years, <c>Y</c>.</summary>
    Year,

    /// <summary>Months, <c>M</c>.</summary>
    Month,

    /// <summary>Weeks, <c>W</c>.</summary>
    Week,

    /// <summary>Days, <c>D</c>.</summary>
    Day,

    /// <summary>Hours, <c>h</c>.</summary>
    Hour,

    /// <summary>Minutes, <c>m</c>.</summary>
    Minute,

    /// <summary>Seconds, <c>s</c>.</summary>
    Second,

    /// <summary>Thousandths of a second, <c>ms</c>.</summary>
    Millisecond,

    /// <summary>Millionths, <c>us</c>.</summary>
    Microsecond,

    /// <summary>10^-9, <c>ns</c>.</summary>
    Nanosecond,

    /// <summary>10^-12, <c>ps</c>.</summary>
    Picosecond,

    /// <summary>10^-15, <c>fs</c>.</summary>
    Femtosecond,

    /// <summary>10^-18, <c>as</c>.</summary>
    Attosecond,
}
