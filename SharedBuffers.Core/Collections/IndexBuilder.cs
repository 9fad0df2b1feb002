using SharedBuffers.Diagnostics;
using SharedBuffers.Indexes;
using SharedBuffers.Layout;

namespace SharedBuffers.Collections;

/// <summary>A further index over an array under construction: keys that lead to records stored elsewhere. A record may have several keys or none.</summary>
/// <typeparam name="TKey">string, uint, ulong, int or long.</typeparam>
/// <remarks>One thread at a time. Made by <see cref="BundleBuilder.AddIndex"/>, which publishes and disposes it.</remarks>
public sealed class IndexBuilder<TKey>
    where TKey : notnull
{
    private readonly IntegerIndexWriter? _integers;
    private readonly SecondaryTextIndexWriter? _text;

    internal IndexBuilder(string name, ArrayBuilder array, DuplicatePolicy duplicates)
    {
        KeyKind kind = KeyKinds.Of<TKey>();
        if (kind == KeyKind.Utf8)
        {
            _text = array.Bundle.Own(new SecondaryTextIndexWriter(name, array, duplicates));
        }
        else
        {
            _integers = array.Bundle.Own(new IntegerIndexWriter(name, array, kind, IndexRole.Secondary, duplicates));
        }
    }

    internal IndexWriter Writer => (IndexWriter?)_text ?? _integers!;

    /// <summary>Adds a key of a record.</summary>
    /// <param name="key">The key.</param>
    /// <param name="record">What adding the record gave.</param>
    /// <exception cref="ArgumentException">The record belongs to another array, or a text key has a lone surrogate.</exception>
    public void Add(TKey key, RecordReference record)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (_integers is { } integers)
        {
            CheckRecord(record);
            integers.Add(KeyKinds.ToBits(key), record.Offset);
            return;
        }

        Add(((string)(object)key).AsSpan(), record);
    }

    /// <summary>Adds a text key of a record.</summary>
    /// <inheritdoc cref="Add(TKey, RecordReference)"/>
    /// <exception cref="InvalidOperationException">The keys are not text.</exception>
    public void Add(ReadOnlySpan<char> key, RecordReference record)
    {
        Span<byte> stack = stackalloc byte[Utf8Key.StackLength];
        using var utf8 = new Utf8Key(key, stack);
        if (!utf8.IsValid)
        {
            ThrowHelper.Argument("The key has a lone surrogate: it has no UTF-8 form.", nameof(key));
        }

        Add(utf8.Bytes, record);
    }

    /// <summary>Adds a text key of a record, in UTF-8. The bytes are taken as they are.</summary>
    /// <inheritdoc cref="Add(TKey, RecordReference)"/>
    /// <exception cref="InvalidOperationException">The keys are not text.</exception>
    public void Add(ReadOnlySpan<byte> utf8Key, RecordReference record)
    {
        CheckRecord(record);
        if (_text is null)
        {
            ThrowHelper.InvalidOperation($"The keys are {typeof(TKey)}, not text.");
        }

        _text.Add(utf8Key, record.Offset);
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
