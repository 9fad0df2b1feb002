using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Indexes;

/// <summary>Builds the file of a <see cref="StringIdMapper"/> in bounded memory.</summary>
/// <remarks>Add every pair, then call <see cref="Publish"/> or <see cref="Build"/> once. Equal input gives equal bytes, whatever the memory budget. Not thread-safe.</remarks>
public sealed class StringIdMapperBuilder : IDisposable
{
    private readonly InlineKeyTableBuilder _builder;

    internal StringIdMapperBuilder(IndexBuildOptions options) => _builder = new InlineKeyTableBuilder(options);

    /// <summary>Pairs added; once built, distinct keys.</summary>
    public long Count => _builder.Count;

    /// <summary>Adds a pair. Amortized O(length of the key).</summary>
    /// <param name="key">The key's bytes: UTF-8 if text is to find it; up to 2^30 of them.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">The key is longer than 2^30 bytes.</exception>
    /// <exception cref="IOException">The temporary file cannot be written.</exception>
    public void Add(ReadOnlySpan<byte> key, ulong value) => _builder.Add(key, value);

    /// <summary>Adds a pair under the UTF-8 of a text.</summary>
    /// <exception cref="ArgumentException">The text has a lone surrogate, or is too long.</exception>
    /// <exception cref="IOException">The temporary file cannot be written.</exception>
    [SkipLocalsInit]
    public void Add(ReadOnlySpan<char> key, ulong value)
    {
        using var utf8 = new Utf8Key(key, stackalloc byte[Utf8Key.StackLength]);
        if (!utf8.IsValid)
        {
            ThrowHelper.Argument("The key has a lone surrogate, and so no UTF-8 form.", nameof(key));
        }

        _builder.Add(utf8.Bytes, value);
    }

    /// <summary>Adds a pair under the UTF-8 of a string.</summary>
    /// <exception cref="ArgumentException">The string is null, has a lone surrogate, or is too long.</exception>
    /// <exception cref="IOException">The temporary file cannot be written.</exception>
    public void Add(string key, ulong value)
    {
        ArgumentNullException.ThrowIfNull(key);
        Add(key.AsSpan(), value);
    }

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
