using System.Runtime.CompilerServices;

namespace SharedBuffers.Collections;

/// <summary>Builds an overlay: a dictionary file of what is new or changed, and the keys that are removed.</summary>
/// <typeparam name="TKey">A type of key; see <see cref="MappedDictionary{TKey, TView}"/>.</typeparam>
/// <typeparam name="T">What is added.</typeparam>
/// <remarks>
/// A key that is added and removed, in whatever order, is there: removals are for keys of the files below. By itself the file opens as a
/// <see cref="MappedDictionary{TKey, TView}"/> of what was added. Memory, failures and reproducibility are those of <see cref="MappedDictionaryBuilder{TKey, T}"/>.
/// </remarks>
public sealed class OverlayDictionaryBuilder<TKey, T> : IDisposable
    where TKey : notnull
{
    private readonly BundleBuilder _bundle;
    private readonly KeyedArrayBuilder<TKey, T> _array;
    private readonly RemovedKeysWriter _removed;

    internal OverlayDictionaryBuilder(string path, ulong baseFileId, BuildOptions? options, RecordPacker<T> packer)
    {
        _bundle = new BundleBuilder(path, options);
        try
        {
            _array = _bundle.AddKeyedArray<TKey, T>(MappedDictionary.ArrayName, MappedDictionary.IndexName, packer);
            _removed = _bundle.Own(new RemovedKeysWriter(KeyKinds.Of<TKey>(), baseFileId, _bundle));
            _bundle.AddLastSection(_removed.Write);
        }
        catch
        {
            _bundle.Dispose();
            throw;
        }
    }

    /// <summary>Records added, those included that turn out to be repeated when the file is published.</summary>
    public long Count => _array.Count;

    /// <summary>Keys removed, those included that were removed twice.</summary>
    public long RemovedCount => _removed.Count;

    /// <summary>Hash of the content; known once the file is published.</summary>
    public ulong FileId => _bundle.FileId;

    /// <summary>Stores a record under a key: a new one, or in place of the one below.</summary>
    /// <inheritdoc cref="KeyedArrayBuilder{TKey, T}.Add(TKey, T)" path="/exception"/>
    [OverloadResolutionPriority(1)]
    public void Add(TKey key, T value) => _array.Add(key, value);

    /// <summary>Stores a record under a text key: a new one, or in place of the one below.</summary>
    /// <inheritdoc cref="KeyedArrayBuilder{TKey, T}.Add(ReadOnlySpan{char}, T)" path="/exception"/>
    public void Add(ReadOnlySpan<char> key, T value) => _array.Add(key, value);

    /// <summary>Stores a record under the bytes of its key: text in UTF-8, taken as it is, or bytes, or the 16 bytes of a GUID in the order of its text; among keys of any type, bytes.</summary>
    /// <inheritdoc cref="KeyedArrayBuilder{TKey, T}.Add(ReadOnlySpan{byte}, T)" path="/exception"/>
    public void Add(ReadOnlySpan<byte> key, T value) => _array.Add(key, value);

    /// <summary>Removes a key of the files below. It need not be there.</summary>
    /// <exception cref="ArgumentException">The key has no bytes, as text with a lone surrogate, or it cannot be a key.</exception>
    /// <exception cref="IOException">The temporary file cannot be written.</exception>
    [SkipLocalsInit]
    [OverloadResolutionPriority(1)]
    public void Remove(TKey key)
    {
        _bundle.CheckOpen();
        if (KeyKinds.IsInteger<TKey>())
        {
            _removed.Add(KeyKinds.ToBits(key));
            return;
        }

        Span<byte> stack = stackalloc byte[EncodedKey.StackLength];
        using var encoded = EncodedKey.OfAdded(key, stack);
        _removed.Add(encoded.Bytes);
    }

    /// <summary>Removes a byte-string key of the files below: text in UTF-8, bytes, or a GUID in the order of its text. It need not be there.</summary>
    /// <exception cref="ArgumentException">Bytes of this length are no key.</exception>
    /// <exception cref="InvalidOperationException">The keys are integers or tuples.</exception>
    /// <exception cref="IOException">The temporary file cannot be written.</exception>
    [SkipLocalsInit]
    public void Remove(ReadOnlySpan<byte> key)
    {
        _bundle.CheckOpen();
        KeyKinds.CheckByteString<TKey>(_array.KeyIndex.KeyKind);
        Span<byte> stack = stackalloc byte[EncodedKey.StackLength];
        using var encoded = EncodedKey.OfAdded(_array.KeyIndex.KeyKind, key, stack);
        _removed.Add(encoded.Bytes);
    }

    /// <summary>Removes a text key of the files below. It need not be there.</summary>
    /// <exception cref="ArgumentException">The key has a lone surrogate, and so no UTF-8 form.</exception>
    /// <exception cref="InvalidOperationException">The keys are not text.</exception>
    /// <exception cref="IOException">The temporary file cannot be written.</exception>
    [SkipLocalsInit]
    public void Remove(ReadOnlySpan<char> key)
    {
        _bundle.CheckOpen();
        KeyKinds.CheckText<TKey>(_array.KeyIndex.KeyKind);
        Span<byte> stack = stackalloc byte[EncodedKey.StackLength];
        using var encoded = EncodedKey.OfAdded(_array.KeyIndex.KeyKind, key, stack);
        _removed.Add(encoded.Bytes);
    }

    /// <summary>Writes the index, forces everything to the disk and puts the file in place.</summary>
    /// <inheritdoc cref="BundleBuilder.Publish" path="/exception"/>
    public void Publish() => _bundle.Publish();

    /// <summary>Frees everything; a file that was not published is given up. Safe to call twice.</summary>
    public void Dispose() => _bundle.Dispose();
}
