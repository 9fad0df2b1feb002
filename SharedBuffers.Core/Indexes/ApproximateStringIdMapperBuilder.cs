namespace SharedBuffers.Indexes;

/// <summary>Builds the file of an <see cref="ApproximateStringIdMultiMapper"/> in bounded memory: 16 bytes an entry, whatever the length of its key.</summary>
/// <inheritdoc cref="IdMapperBuilder" path="/remarks"/>
public sealed class ApproximateStringIdMapperBuilder : IdMapperBuilder
{
    private readonly FingerprintTableBuilder _builder;

    internal ApproximateStringIdMapperBuilder(IndexBuildOptions options, int leastBits, double mostRate) =>
        _builder = new FingerprintTableBuilder(options, leastBits, mostRate);

    /// <summary>Pairs added; once built, distinct hashes of keys.</summary>
    public override long Count => _builder.Count;

    /// <summary>Adds a pair. Amortized O(length of the key); the key is not kept.</summary>
    /// <param name="key">The key's bytes: UTF-8 if text is to find it.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="IOException">The temporary file cannot be written.</exception>
    public void Add(ReadOnlySpan<byte> key, ulong value) => AddHash(ApproximateStringIdMultiMapper.HashOf(key), value);

    /// <summary>Adds a pair under the UTF-8 of a text.</summary>
    /// <exception cref="ArgumentException">The text has a lone surrogate.</exception>
    /// <exception cref="IOException">The temporary file cannot be written.</exception>
    public void Add(ReadOnlySpan<char> key, ulong value) => AddHash(ApproximateStringIdMultiMapper.HashOf(key), value);

    /// <summary>Adds a pair under the UTF-8 of a string.</summary>
    /// <exception cref="ArgumentException">The string is null, or has a lone surrogate.</exception>
    /// <exception cref="IOException">The temporary file cannot be written.</exception>
    public void Add(string key, ulong value)
    {
        ArgumentNullException.ThrowIfNull(key);
        Add(key.AsSpan(), value);
    }

    /// <summary>Adds a pair under a ready-made hash.</summary>
    /// <param name="hash">
    /// What <see cref="ApproximateStringIdMultiMapper.HashOf(ReadOnlySpan{byte})"/> makes of the key, or any 64 bits that tell keys apart; they need not look random.
    /// </param>
    /// <param name="value">The value.</param>
    /// <exception cref="IOException">The temporary file cannot be written.</exception>
    public void AddHash(ulong hash, ulong value) => _builder.Add(hash, value);

    /// <inheritdoc/>
    public override long Build(Stream destination) => _builder.Build(destination);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _builder.Dispose();
}
