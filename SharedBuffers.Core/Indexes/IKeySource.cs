namespace SharedBuffers.Indexes;

/// <summary>Reads the key behind a reference while a table is built. The table keeps references only; whoever wrote the records can read the keys back.</summary>
internal interface IKeySource
{
    /// <summary>The key bytes; good until the next call. Asked only for repeated hashes and when all keys are hashed anew.</summary>
    ReadOnlySpan<byte> GetKey(long reference);
}
