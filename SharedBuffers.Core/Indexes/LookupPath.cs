namespace SharedBuffers.Indexes;

/// <summary>Which of the lookups of integer keys that are compiled into callers a table takes: one compare in place of one for each property that they differ in.</summary>
internal enum LookupPath : byte
{
    /// <summary>Keys are no integers, or it is the first of several values that is wanted: there is a call.</summary>
    Other,

    /// <summary>Keys in lines, words of 64 bits.</summary>
    WideLines,

    /// <summary>Keys in lines, words of 32 bits.</summary>
    NarrowLines,

    /// <summary>Keys that are places, values of 64 bits.</summary>
    WideDirect,

    /// <summary>Keys that are places, values of 32 bits.</summary>
    NarrowDirect,

    /// <summary>Displaced keys, words of 64 bits.</summary>
    WideDisplaced,

    /// <summary>Displaced keys, words of 32 bits.</summary>
    NarrowDisplaced,
}
