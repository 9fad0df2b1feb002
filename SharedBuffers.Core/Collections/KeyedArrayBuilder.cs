using System.Runtime.CompilerServices;
using SharedBuffers.Files;
using SharedBuffers.Layout;

namespace SharedBuffers.Collections;

/// <summary>An array of records under construction, each behind its key, and the index that finds records by key.</summary>
/// <typeparam name="TKey">A type of key; see <see cref="MappedDictionary{TKey, TView}"/>.</typeparam>
/// <typeparam name="T">What is added.</typeparam>
/// <remarks>
/// With <see cref="BuildOptions.SharedRecords"/> a record may have several keys, which cannot all lie before it: then the array has no keys, and they lie in the table of
/// the index.
/// </remarks>
public sealed class KeyedArrayBuilder<TKey, T> : ArrayBuilder
    where TKey : notnull
{
    private readonly RecordPacker<T> _packer;
    private readonly IndexWriter _index;

    internal KeyedArrayBuilder(BundleBuilder bundle, string name, string indexName, RecordPacker<T> packer, SectionStream? section)
        : base(bundle, name, bundle.Options.SharedRecords > 0 ? KeyKind.None : KeyKinds.Of<TKey>(), packer.Schema, section)
    {
        _packer = packer;
        KeyKind kind = KeyKinds.Of<TKey>();
        _index = bundle.Own(HasKeys ? IndexWriter.CreatePrimary(indexName, this, kind) : IndexWriter.CreateSecondary(indexName, this, kind, bundle.Options.Duplicates));
    }

    internal override IndexWriter KeyIndex => _index;

    /// <summary>Stores a record under a key.</summary>
    /// <returns>What further indexes refer to it by.</returns>
    /// <exception cref="ArgumentException">A text key has a lone surrogate, which has no UTF-8 form; or the key is longer than <see cref="Array.MaxLength"/> bytes.</exception>
    /// <exception cref="OperationCanceledException">The token of the options asked for it.</exception>
    /// <exception cref="IOException">The disk is full or fails; the file cannot be completed.</exception>
    [SkipLocalsInit]
    [OverloadResolutionPriority(1)]
    public RecordReference Add(TKey key, T value)
    {
        BeforeAdd();
        if (KeyKinds.IsInteger<TKey>())
        {
            ulong bits = KeyKinds.ToBits(key);
            long offset = HasKeys ? Records.Append(bits, _packer, value) : Records.Append(_packer, value);
            KeyIndex.Add(bits, offset);
            return Added(offset);
        }

        Span<byte> stack = stackalloc byte[EncodedKey.StackLength];
        using var encoded = EncodedKey.OfAdded(key, stack);
        return AddBytes(encoded.Bytes, value);
    }

    /// <summary>Stores a record under a text key.</summary>
    /// <inheritdoc cref="Add(TKey, T)"/>
    /// <exception cref="InvalidOperationException">The keys are not text.</exception>
    [SkipLocalsInit]
    public RecordReference Add(ReadOnlySpan<char> key, T value)
    {
        BeforeAdd();
        KeyKinds.CheckText<TKey>(KeyIndex.KeyKind);
        Span<byte> stack = stackalloc byte[EncodedKey.StackLength];
        using var encoded = EncodedKey.OfAdded(KeyIndex.KeyKind, key, stack);
        return AddBytes(encoded.Bytes, value);
    }

    /// <summary>Stores a record under the bytes of its key: text in UTF-8, taken as it is, or bytes, or the 16 bytes of a GUID in the order of its text; among keys of any type, bytes.</summary>
    /// <inheritdoc cref="Add(TKey, T)"/>
    /// <exception cref="InvalidOperationException">The keys are integers or tuples.</exception>
    [SkipLocalsInit]
    public RecordReference Add(ReadOnlySpan<byte> key, T value)
    {
        BeforeAdd();
        KeyKinds.CheckByteString<TKey>(KeyIndex.KeyKind);
        Span<byte> stack = stackalloc byte[EncodedKey.StackLength];
        using var encoded = EncodedKey.OfAdded(KeyIndex.KeyKind, key, stack);
        return AddBytes(encoded.Bytes, value);
    }

    private RecordReference AddBytes(ReadOnlySpan<byte> key, T value)
    {
        long offset = HasKeys ? Records.Append(key, _packer, value) : Records.Append(_packer, value);
        KeyIndex.Add(key, offset);
        return Added(offset);
    }
}
