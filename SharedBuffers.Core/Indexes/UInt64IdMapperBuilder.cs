using SharedBuffers.Diagnostics;

namespace SharedBuffers.Indexes;

/// <summary>Builds the file of a <see cref="UInt64IdMapper"/> in bounded memory.</summary>
/// <remarks>Add every pair, then call <see cref="Publish"/> or <see cref="Build"/> once. Equal input gives equal bytes, whatever the memory budget. Not thread-safe.</remarks>
public sealed class UInt64IdMapperBuilder : IDisposable
{
    private readonly IntegerTableBuilder _builder;

    internal UInt64IdMapperBuilder(IndexBuildOptions options) => _builder = new IntegerTableBuilder(options, narrowKeys: false);

    /// <summary>Pairs added; once built, distinct keys.</summary>
    public long Count => _builder.Count;

    /// <summary>Adds a pair. Amortized O(1).</summary>
    /// <exception cref="IOException">The temporary file cannot be written.</exception>
    public void Add(ulong key, ulong value) => _builder.Add(key, value);

    /// <summary>Writes the table alone, without a file around it, for a section of another file. O(n).</summary>
    /// <param name="destination">Receives the bytes front to back; need not seek.</param>
    /// <returns>Bytes written.</returns>
    /// <exception cref="DuplicateKeyException">A key is repeated and the policy is <see cref="DuplicatePolicy.Error"/>.</exception>
    /// <exception cref="OperationCanceledException">The options' token asked for it.</exception>
    public long Build(Stream destination) => _builder.Build(destination);

    /// <summary>Writes a native file and puts it in place as a whole: readers see the old file or the new one. O(n).</summary>
    /// <param name="path">The file.</param>
    /// <param name="section">Name of the section.</param>
    /// <exception cref="DuplicateKeyException">A key is repeated and the policy is <see cref="DuplicatePolicy.Error"/>.</exception>
    /// <exception cref="OperationCanceledException">The options' token asked for it.</exception>
    /// <exception cref="IOException">The file cannot be written; nothing is left behind.</exception>
    public void Publish(string path, string section = "") => IdMapperFile.Publish(path, section, Build, () => Count);

    /// <summary>Frees memory and removes temporary files.</summary>
    public void Dispose() => _builder.Dispose();
}
