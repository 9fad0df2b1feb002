namespace SharedBuffers.Collections;

/// <summary>A key as files hold it: a byte string or an integer. Which of both it is follows from the kind of the keys that it is among.</summary>
internal readonly ref struct StoredKey
{
    public StoredKey(ReadOnlySpan<byte> bytes) => Bytes = bytes;

    public StoredKey(ulong bits) => Bits = bits;

    /// <summary>The key, if it is a byte string.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>The key, if it is an integer.</summary>
    public ulong Bits { get; }
}
