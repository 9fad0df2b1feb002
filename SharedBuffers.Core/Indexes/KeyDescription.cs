namespace SharedBuffers.Indexes;

/// <summary>Makes a key readable, for messages.</summary>
internal delegate string KeyDescription(ReadOnlySpan<byte> key);
