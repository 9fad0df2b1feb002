namespace SharedBuffers.Indexes;

/// <summary>Takes an entry: its hash, its value, and its key where the hash is not the key.</summary>
internal delegate void EntrySink(ulong hash, ulong value, ReadOnlySpan<byte> key);
