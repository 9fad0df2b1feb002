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
    [SkipLocalsInit]
    public void Add(TKey key, RecordReference record)
    {
        CheckRecord(record);
        if (KeyKinds.IsInteger<TKey>())
        {
            Writer.Add(KeyKinds.ToBits(key), record.Offset);
            return;
        }

        Span<byte> stack = stackalloc byte[EncodedKey.StackLength];
        using var encoded = EncodedKey.OfAdded(key, stack);
        Writer.Add(encoded.Bytes, record.Offset);
    }

    /// <summary>Adds a text key of a record.</summary>
    /// <inheritdoc cref="Add(TKey, RecordReference)"/>
    /// <exception cref="InvalidOperationException">The keys are not text.</exception>
    [SkipLocalsInit]
    public void Add(ReadOnlySpan<char> key, RecordReference record)
    {
        KeyKinds.CheckText<TKey>();
        Span<byte> stack = stackalloc byte[EncodedKey.StackLength];
        using var encoded = EncodedKey.OfAdded(key, stack);
        Add(encoded.Bytes, record);
    }

    /// <summary>Adds a key of a record by its bytes: text in UTF-8, taken as it is, or bytes, or the 16 bytes of a GUID in the order of its text.</summary>
    /// <inheritdoc cref="Add(TKey, RecordReference)"/>
    /// <exception cref="InvalidOperationException">The keys are integers.</exception>
    public void Add(ReadOnlySpan<byte> key, RecordReference record)
    {
        CheckRecord(record);
        KeyKinds.CheckByteString<TKey>();
        EncodedKey.CheckAdded(Writer.KeyKind, key);
        Writer.Add(key, record.Offset);
    }

    private void CheckRecord(RecordReference record)
    {
        Writer.Array.Bundle.CheckOpen();
        if (record.Array != Writer.Array)
        {
            ThrowHelper.Argument($"The index '{Writer.Name}' is over the array '{Writer.Array.Name}', the record is of '{record.Array?.Name}'.", nameof(record));
        }
    }
}
