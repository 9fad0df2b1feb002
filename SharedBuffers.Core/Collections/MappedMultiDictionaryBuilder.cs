using System.Runtime.CompilerServices;

namespace SharedBuffers.Collections;

/// <summary>Builds the file of a dictionary in which a key leads to several records: a bundle with one array and one index, whose table has the keys.</summary>
/// <typeparam name="TKey">A type of key; see <see cref="MappedDictionary{TKey, TView}"/>.</typeparam>
/// <typeparam name="T">What is added.</typeparam>
/// <remarks>
/// <para>Records go to the disk as they are added; the index takes 16 bytes and the key for each pair, within <see cref="BuildOptions.MemoryBudget"/>, beyond it in a
/// temporary file. Records of a key keep the order in which they were added. <see cref="Dispose"/> without <see cref="Publish"/> leaves nothing behind. One thread at
/// a time.</para>
/// <para>With <see cref="BuildOptions.SharedRecords"/> equal records are stored once, and with <see cref="BuildOptions.DiscardRepeatedPairs"/> as well a pair of the
/// same key and the same stored record is kept once. A record with several keys is better added with <see cref="AddForKeys"/>: stored once by design.</para>
/// </remarks>
public sealed class MappedMultiDictionaryBuilder<TKey, T> : IDisposable
    where TKey : notnull
{
    private readonly BundleBuilder _bundle;
    private readonly ArrayBuilder<T> _array;
    private readonly IndexBuilder<TKey> _index;

    internal MappedMultiDictionaryBuilder(string path, BuildOptions? options, RecordPacker<T> packer)
    {
        _bundle = new BundleBuilder(path, options);
        try
        {
            _array = _bundle.AddArray(MappedDictionary.ArrayName, packer);
            _index = _bundle.AddMultiIndex<TKey>(MappedDictionary.IndexName, _array);
        }
        catch
        {
            _bundle.Dispose();
            throw;
        }
    }

    /// <summary>Records added.</summary>
    public long Count => _array.Count;

    /// <summary>Records stored: fewer than were added where <see cref="BuildOptions.SharedRecords"/> found some to be equal.</summary>
    public long StoredCount => _array.StoredCount;

    /// <summary>Hash of the content; known once the file is published.</summary>
    public ulong FileId => _bundle.FileId;

    /// <summary>Stores a record under a key. For a key that is refused nothing is stored.</summary>
    /// <inheritdoc cref="KeyedArrayBuilder{TKey, T}.Add(TKey, T)" path="/exception"/>
    [OverloadResolutionPriority(1)]
    public void Add(TKey key, T value) => _index.Add(key, _array, value);

    /// <summary>Stores a record once under several keys; under none, it is in the array only. If a key is refused nothing is stored.</summary>
    /// <inheritdoc cref="KeyedArrayBuilder{TKey, T}.Add(TKey, T)" path="/exception"/>
    public void AddForKeys(ReadOnlySpan<TKey> keys, T value)
    {
        foreach (TKey key in keys)
        {
            _index.CheckKey(key);
        }

        RecordReference record = _array.Add(value);
        foreach (TKey key in keys)
        {
            _index.Add(key, record);
        }
    }

    /// <summary>Stores a record under a text key.</summary>
    /// <inheritdoc cref="KeyedArrayBuilder{TKey, T}.Add(ReadOnlySpan{char}, T)" path="/exception"/>
    public void Add(ReadOnlySpan<char> key, T value) => _index.Add(key, _array, value);

    /// <summary>Stores a record under the bytes of its key: text in UTF-8, taken as it is, or bytes, or the 16 bytes of a GUID in the order of its text; among keys of any type, bytes.</summary>
    /// <inheritdoc cref="KeyedArrayBuilder{TKey, T}.Add(ReadOnlySpan{byte}, T)" path="/exception"/>
    public void Add(ReadOnlySpan<byte> key, T value) => _index.Add(key, _array, value);

    /// <summary>Stores all pairs of a source. An exception of the source passes through; the file is published only if <see cref="Publish"/> is called.</summary>
    /// <inheritdoc cref="KeyedArrayBuilder{TKey, T}.Add(TKey, T)" path="/exception"/>
    public void AddRange(IEnumerable<KeyValuePair<TKey, T>> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        foreach ((TKey key, T value) in source)
        {
            Add(key, value);
        }
    }

    /// <summary>Stores all pairs of an asynchronous source.</summary>
    /// <inheritdoc cref="KeyedArrayBuilder{TKey, T}.Add(TKey, T)" path="/exception"/>
    public async Task AddRangeAsync(IAsyncEnumerable<KeyValuePair<TKey, T>> source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        await foreach ((TKey key, T value) in source.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            Add(key, value);
        }
    }

    /// <summary>Writes the index, forces everything to the disk and puts the file in place.</summary>
    /// <inheritdoc cref="BundleBuilder.Publish" path="/exception"/>
    public void Publish() => _bundle.Publish();

    /// <summary>Frees everything; a file that was not published is given up. Safe to call twice.</summary>
    public void Dispose() => _bundle.Dispose();
}
