namespace SharedBuffers.Indexes;

/// <summary>
/// Decides whether a slot whose tag fits holds the wanted key. Implemented by structs, so that the search is compiled for each of them without a call in between.
/// </summary>
internal unsafe interface IRawSlotMatcher
{
    /// <summary>Whether slots are so long that one often reaches into the line after its first: a search then prefetches two lines.</summary>
    static abstract bool PrefetchesTwoLines { get; }

    /// <summary>Compares. The slot lies in the table with all its bytes.</summary>
    bool Matches(byte* slot);
}
