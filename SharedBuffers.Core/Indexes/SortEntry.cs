namespace SharedBuffers.Indexes;

/// <summary>What builders sort: a hash, and what belongs to it (a value, a reference, or the place of a longer record).</summary>
internal readonly record struct SortEntry(ulong Hash, ulong Payload)
{
    /// <summary>Bytes in memory and in temporary files.</summary>
    public const int Size = 16;
}
