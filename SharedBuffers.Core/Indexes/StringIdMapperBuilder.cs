using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Indexes;

/// <summary>Builds the file of a <see cref="StringIdMapper"/> or <see cref="StringIdMultiMapper"/> in bounded memory.</summary>
/// <inheritdoc cref="IdMapperBuilder" path="/remarks"/>
public sealed class StringIdMapperBuilder : IdMapperBuilder
{
    private readonly InlineKeyTableBuilder _builder;

    internal StringIdMapperBuilder(IndexBuildOptions options, bool isMulti = false) => _builder = new InlineKeyTableBuilder(options, isMulti: isMulti);

    /// <inheritdoc/>
    public override long Count => _builder.Count;

    /// <summary>Adds a pair. Amortized O(length of the key).</summary>
    /// <param name="key">The key's bytes: UTF-8 if text is to find it; up to <see cref="Array.MaxLength"/> (2^31 - 57) of them.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">The key is longer than <see cref="Array.MaxLength"/> bytes.</exception>
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
            ThrowHelper.Argument("The key has a lone surrogate, and so no UTF-8 form, or one that is too long.", nameof(key));
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

    /// <inheritdoc/>
    public override long Build(Stream destination) => _builder.Build(destination);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _builder.Dispose();
}
