using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;

namespace SharedBuffers.Indexes;

/// <summary>Builds the file of an <see cref="ObjectIdMapper"/> or <see cref="ObjectIdMultiMapper"/> in bounded memory.</summary>
/// <inheritdoc cref="IdMapperBuilder" path="/remarks"/>
public sealed class ObjectIdMapperBuilder : IdMapperBuilder
{
    private readonly InlineKeyTableBuilder _builder;

    internal ObjectIdMapperBuilder(IndexBuildOptions options, bool isMulti) =>
        _builder = new InlineKeyTableBuilder(options, isMulti: isMulti, kind: HashTableKind.ObjectKeys);

    /// <inheritdoc/>
    public override long Count => _builder.Count;

    /// <summary>Adds a pair. Amortized O(size of the key); numbers, text and stored values are not boxed.</summary>
    /// <param name="key">Null, a number, text, bytes, or a tuple or set of such. Integers have up to 64 bits.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">The value cannot be a key, has a lone surrogate, or is longer than <see cref="Array.MaxLength"/> bytes as it is stored.</exception>
    /// <exception cref="IOException">The temporary file cannot be written.</exception>
    [SkipLocalsInit]
    public void Add<T>(T key, ulong value)
    {
        var writer = new ObjectKeyWriter(stackalloc byte[ObjectKeyWriter.StackLength]);
        try
        {
            writer.Append(key);
            Add(ref writer, value);
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <summary>Adds a pair whose key is a tuple; what is in it is not boxed.</summary>
    /// <inheritdoc cref="Add{T}(T, ulong)" path="/exception"/>
    [SkipLocalsInit]
    public void Add<T1, T2>((T1 First, T2 Second) key, ulong value)
    {
        var writer = new ObjectKeyWriter(stackalloc byte[ObjectKeyWriter.StackLength]);
        try
        {
            writer.BeginTuple(2);
            writer.Append(key.First);
            writer.Append(key.Second);
            Add(ref writer, value);
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <summary>Adds a pair whose key is a text, given as UTF-8.</summary>
    /// <inheritdoc cref="Add{T}(T, ulong)" path="/exception"/>
    public void AddText(ReadOnlySpan<byte> utf8, ulong value) => AddBlock(utf8, isText: true, value);

    /// <summary>Adds a pair whose key is a byte string.</summary>
    /// <inheritdoc cref="Add{T}(T, ulong)" path="/exception"/>
    public void AddBytes(ReadOnlySpan<byte> bytes, ulong value) => AddBlock(bytes, isText: false, value);

    /// <inheritdoc/>
    public override long Build(Stream destination) => _builder.Build(destination);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _builder.Dispose();

    [SkipLocalsInit]
    private void AddBlock(ReadOnlySpan<byte> key, bool isText, ulong value)
    {
        var writer = new ObjectKeyWriter(stackalloc byte[ObjectKeyWriter.StackLength]);
        try
        {
            if (isText)
            {
                writer.AppendUtf8(key);
            }
            else
            {
                writer.AppendBytes(key);
            }

            Add(ref writer, value);
        }
        finally
        {
            writer.Dispose();
        }
    }

    private void Add(ref ObjectKeyWriter writer, ulong value)
    {
        if (writer.Flaw is { } flaw)
        {
            ThrowHelper.Argument($"{flaw}.", "key");
        }

        _builder.Add(writer.Bytes, value);
    }
}
