namespace SharedBuffers.Indexes;

/// <summary>Builds the file of a <see cref="UInt64IdMapper"/> or <see cref="UInt64IdMultiMapper"/> in bounded memory.</summary>
/// <inheritdoc cref="IdMapperBuilder" path="/remarks"/>
public sealed class UInt64IdMapperBuilder : IdMapperBuilder
{
    private readonly IntegerTableBuilder _builder;

    internal UInt64IdMapperBuilder(IndexBuildOptions options, bool isMulti = false) => _builder = new IntegerTableBuilder(options, narrowKeys: false, isMulti: isMulti);

    /// <inheritdoc/>
    public override long Count => _builder.Count;

    /// <summary>Adds a pair. Amortized O(1).</summary>
    /// <exception cref="IOException">The temporary file cannot be written.</exception>
    public void Add(ulong key, ulong value) => _builder.Add(key, value);

    /// <inheritdoc/>
    public override long Build(Stream destination) => _builder.Build(destination);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _builder.Dispose();
}
