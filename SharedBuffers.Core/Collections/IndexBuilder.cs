using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Indexes;

namespace SharedBuffers.Collections;

/// <summary>A further index over an array under construction: keys that lead to records stored elsewhere. A record may have several keys or none.</summary>
/// <typeparam name="TKey">A type of key; see <see cref="MappedDictionary{TKey, TView}"/>.</typeparam>
/// <remarks>
/// One thread at a time. Made by <see cref="BundleBuilder.AddIndex"/> and <see cref="BundleBuilder.AddMultiIndex"/> of the builder that publishes and disposes it.
/// </remarks>
public sealed class IndexBuilder<TKey>
    where TKey : notnull
{
    internal IndexBuilder(string name, ArrayBuilder array, DuplicatePolicy? duplicates) =>
        Writer = array.Bundle.Own(IndexWriter.CreateSecondary(name, array, KeyKinds.Of<TKey>(), duplicates));

    /// <summary>Name of the index in the file.</summary>
    public string Name => Writer.Name;

    internal IndexWriter Writer { get; }

    /// <summary>Adds a key of a record.</summary>
    /// <param name="key">The key.</param>
    /// <param name="record">What adding the record gave.</param>
    /// <exception cref="ArgumentException">The record belongs to another array, or a text key has a lone surrogate.</exception>
    [OverloadResolutionPriority(1)]
    public void Add(TKey key, RecordReference record)
    {
        CheckRecord(record);
        Add(key, new Stored(record));
    }

    /// <summary>Adds a text key of a record.</summary>
    /// <inheritdoc cref="Add(TKey, RecordReference)"/>
    /// <exception cref="InvalidOperationException">The keys are not text.</exception>
    public void Add(ReadOnlySpan<char> key, RecordReference record)
    {
        CheckRecord(record);
        Add(key, new Stored(record));
    }

    /// <summary>Adds a key of a record by its bytes: text in UTF-8, taken as it is, or bytes, or the 16 bytes of a GUID in the order of its text; among keys of any type, bytes.</summary>
    /// <inheritdoc cref="Add(TKey, RecordReference)"/>
    /// <exception cref="InvalidOperationException">The keys are integers or tuples.</exception>
    public void Add(ReadOnlySpan<byte> key, RecordReference record)
    {
        CheckRecord(record);
        Add(key, new Stored(record));
    }

    /// <summary>Throws if a key would be refused.</summary>
    /// <inheritdoc cref="Add(TKey, RecordReference)" path="/exception"/>
    [SkipLocalsInit]
    internal void CheckKey(TKey key)
    {
        if (!KeyKinds.IsInteger<TKey>())
        {
            EncodedKey.OfAdded(key, stackalloc byte[EncodedKey.StackLength]).Dispose();
        }
    }

    /// <summary>Stores a record under a key, if the key can be one: nothing is stored for a key that is refused.</summary>
    internal void Add<T>(TKey key, ArrayBuilder<T> array, T value) => Add(key, new New<T>(array, value));

    /// <inheritdoc cref="Add{T}(TKey, ArrayBuilder{T}, T)"/>
    internal void Add<T>(ReadOnlySpan<char> key, ArrayBuilder<T> array, T value) => Add(key, new New<T>(array, value));

    /// <inheritdoc cref="Add{T}(TKey, ArrayBuilder{T}, T)"/>
    internal void Add<T>(ReadOnlySpan<byte> key, ArrayBuilder<T> array, T value) => Add(key, new New<T>(array, value));

    [SkipLocalsInit]
    private void Add<TRecord>(TKey key, in TRecord record)
        where TRecord : struct, IRecord
    {
        if (KeyKinds.IsInteger<TKey>())
        {
            Writer.Add(KeyKinds.ToBits(key), record.Store());
            return;
        }

        Span<byte> stack = stackalloc byte[EncodedKey.StackLength];
        using var encoded = EncodedKey.OfAdded(key, stack);
        Writer.Add(encoded.Bytes, record.Store());
    }

    [SkipLocalsInit]
    private void Add<TRecord>(ReadOnlySpan<char> key, in TRecord record)
        where TRecord : struct, IRecord
    {
        KeyKinds.CheckText<TKey>(Writer.KeyKind);
        Span<byte> stack = stackalloc byte[EncodedKey.StackLength];
        using var encoded = EncodedKey.OfAdded(Writer.KeyKind, key, stack);
        Writer.Add(encoded.Bytes, record.Store());
    }

    [SkipLocalsInit]
    private void Add<TRecord>(ReadOnlySpan<byte> key, in TRecord record)
        where TRecord : struct, IRecord
    {
        KeyKinds.CheckByteString<TKey>(Writer.KeyKind);
        Span<byte> stack = stackalloc byte[EncodedKey.StackLength];
        using var encoded = EncodedKey.OfAdded(Writer.KeyKind, key, stack);
        Writer.Add(encoded.Bytes, record.Store());
    }

    private void CheckRecord(RecordReference record)
    {
        Writer.Array.Bundle.CheckOpen();
        if (record.Array != Writer.Array)
        {
            ThrowHelper.Argument($"The index '{Writer.Name}' is over the array '{Writer.Array.Name}', the record is of '{record.Array?.Name}'.", nameof(record));
        }
    }

    /// <summary>The record of a key, there already or stored once the key was found to be one.</summary>
    private interface IRecord
    {
        long Store();
    }

    private readonly struct Stored(RecordReference record) : IRecord
    {
        public long Store() => record.Offset;
    }

    private readonly struct New<T>(ArrayBuilder<T> array, T value) : IRecord
    {
        public long Store() => array.Add(value).Offset;
    }
}
