using SharedBuffers.Hashing;

namespace SharedBuffers.Collections;

/// <summary>A key as files hold it: a byte string and its hash, or an integer. Which of both it is follows from the kind of the keys that it is among.</summary>
/// <remarks>
/// The hash is that under seed 0, which shards are cut by and nearly all tables are built with: a key that goes through several files is hashed once. A table that had to take another seed
/// hashes again.
/// </remarks>
internal readonly ref struct StoredKey
{
    private readonly ulong _number;

    public StoredKey(ReadOnlySpan<byte> bytes)
        : this(bytes, XxHash3.Hash64(bytes, 0))
    {
    }

    /// <param name="bytes">The key.</param>
    /// <param name="hash">Its hash under seed 0.</param>
    public StoredKey(ReadOnlySpan<byte> bytes, ulong hash)
    {
        Bytes = bytes;
        _number = hash;
    }

    public StoredKey(ulong bits) => _number = bits;

    /// <summary>The key, if it is a byte string.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>The hash of the bytes under seed 0, if it is a byte string.</summary>
    public ulong Hash => _number;

    /// <summary>The key, if it is an integer.</summary>
    public ulong Bits => _number;
}
