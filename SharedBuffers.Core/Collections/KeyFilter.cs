namespace SharedBuffers.Collections;

/// <summary>Whether the record of a key is left out.</summary>
internal delegate bool KeyFilter(StoredKey key);
