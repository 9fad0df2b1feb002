using System.Runtime.CompilerServices;

namespace SharedBuffers.Collections;

/// <summary>Builds a dictionary file: a bundle with one array whose records lie behind their keys, and its index.</summary>
/// <typeparam name="TKey">A type of key; see <see cref="MappedDictionary{TKey, TView}"/>.</typeparam>
/// <typeparam name="T">What is added.</typeparam>
/// <remarks>
/// <para>Records go to the disk as they are added; the index takes 16 bytes an entry, within <see cref="BuildOptions.MemoryBudget"/>, beyond it in a temporary file.
/// Repeated keys are found by <see cref="Publish"/>. <see cref="Dispose"/> without <see cref="Publish"/> leaves nothing behind. One thread at a time.</para>
/// <para>After an exception of a source or of a record's packer the builder can go on: that record was not added. After an <see cref="IOException"/> it cannot.</para>
/// </remarks>
public sealed class MappedDictionaryBuilder<TKey, T> : IDisposable
    where TKey : notnull
{
    private readonly BundleBuilder _bundle;
    private readonly KeyedArrayBuilder<TKey, T> _array;

    internal MappedDictionaryBuilder(string path, BuildOptions? options, RecordPacker<T> packer)
    {
        _bundle = new BundleBuilder(path, options);
        try
        {
            _array = _bundle.AddKeyedArray<TKey, T>(MappedDictionary.ArrayName, MappedDictionary.IndexName, packer);
        }
        catch
        {
            _bundle.Dispose();
            throw;
        }
    }

    /// <summary>Records added, those included that turn out to be repeated when the file is published.</summary>
    public long Count => _array.Count;

    /// <summary>Records stored: fewer than were added where <see cref="BuildOptions.SharedRecords"/> found some to be equal.</summary>
    public long StoredCount => _array.StoredCount;

    /// <summary>Hash of the content; known once the file is published.</summary>
    public ulong FileId => _bundle.FileId;

    /// <summary>Stores a record under a key.</summary>
    /// <inheritdoc cref="KeyedArrayBuilder{TKey, T}.Add(TKey, T)" path="/exception"/>
    [OverloadResolutionPriority(1)]
    public void Add(TKey key, T value) => _array.Add(key, value);

    /// <summary>Stores a record under a text key.</summary>
    /// <inheritdoc cref="KeyedArrayBuilder{TKey, T}.Add(ReadOnlySpan{char}, T)" path="/exception"/>
    public void Add(ReadOnlySpan<char> key, T value) => _array.Add(key, value);

    /// <summary>Stores a record under the bytes of its key: text in UTF-8, taken as it is, or bytes, or the 16 bytes of a GUID in the order of its text; among keys of any type, bytes.</summary>
    /// <inheritdoc cref="KeyedArrayBuilder{TKey, T}.Add(ReadOnlySpan{byte}, T)" path="/exception"/>
    public void Add(ReadOnlySpan<byte> key, T value) => _array.Add(key, value);

    /// <summary>Stores all pairs of a source. An exception of the source passes through; the file is published only if <see cref="Publish"/> is called.</summary>
    /// <inheritdoc cref="KeyedArrayBuilder{TKey, T}.Add(TKey, T)" path="/exception"/>
    public void AddRange(IEnumerable<KeyValuePair<TKey, T>> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        foreach ((TKey key, T value) in source)
        {
            _array.Add(key, value);
        }
    }

    /// <summary>Stores all pairs of an asynchronous source.</summary>
    /// <inheritdoc cref="KeyedArrayBuilder{TKey, T}.Add(TKey, T)" path="/exception"/>
    public async Task AddRangeAsync(IAsyncEnumerable<KeyValuePair<TKey, T>> source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        await foreach ((TKey key, T value) in source.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            _array.Add(key, value);
        }
    }

    /// <summary>Writes the index, forces everything to the disk and puts the file in place.</summary>
    /// <inheritdoc cref="BundleBuilder.Publish" path="/exception"/>
    public void Publish() => _bundle.Publish();

    /// <summary>Frees everything; a file that was not published is given up. Safe to call twice.</summary>
    public void Dispose() => _bundle.Dispose();
}
