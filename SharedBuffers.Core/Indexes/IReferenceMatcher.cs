namespace SharedBuffers.Indexes;

/// <summary>
/// Compares the key of a lookup with the key behind a reference. Implemented by structs, so that the lookup is compiled for each of them without a call in between.
/// </summary>
internal interface IReferenceMatcher
{
    /// <summary>Whether the record that <paramref name="reference"/> names has the wanted key. References come from mapped bytes: the matcher checks them.</summary>
    bool Matches(long reference);
}
