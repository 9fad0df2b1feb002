using SharedBuffers.Diagnostics;
using SharedBuffers.Files;
using SharedBuffers.Indexes;
using SharedBuffers.Layout;

namespace SharedBuffers.Collections;

/// <summary>An array of records under construction, each behind its key, and the index that finds records by key.</summary>
/// <typeparam name="TKey">string, uint, ulong, int or long.</typeparam>
/// <typeparam name="T">What is added.</typeparam>
public sealed class KeyedArrayBuilder<TKey, T> : ArrayBuilder
    where TKey : notnull
{
    private readonly RecordPacker<T> _packer;
    private readonly PrimaryTextIndexWriter? _text;
    private readonly IntegerIndexWriter? _integers;

    internal KeyedArrayBuilder(BundleBuilder bundle, string name, string indexName, RecordPacker<T> packer, SectionStream? section)
        : base(bundle, name, KeyKinds.Of<TKey>(), packer.Schema, section)
    {
        _packer = packer;
        KeyKind kind = KeyKinds.Of<TKey>();
        if (kind == KeyKind.Utf8)
        {
            _text = bundle.Own(new PrimaryTextIndexWriter(indexName, this));
        }
        else
        {
            _integers = bundle.Own(new IntegerIndexWriter(indexName, this, kind, IndexRole.Primary, bundle.Options.Duplicates));
        }
    }

    internal override IndexWriter PrimaryIndex => (IndexWriter?)_text ?? _integers!;

    /// <summary>Stores a record under a key.</summary>
    /// <returns>What further indexes refer to it by.</returns>
    /// <exception cref="ArgumentException">A text key has a lone surrogate, which has no UTF-8 form.</exception>
    /// <exception cref="OperationCanceledException">The token of the options asked for it.</exception>
    /// <exception cref="IOException">The disk is full or fails; the file cannot be completed.</exception>
    public RecordReference Add(TKey key, T value)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (_integers is { } integers)
        {
            BeforeAdd();
            ulong bits = KeyKinds.ToBits(key);
            long offset = Records.Append(bits, _packer, value);
            integers.Add(bits, offset);
            return Added(offset);
        }

        return Add(((string)(object)key).AsSpan(), value);
    }

    /// <summary>Stores a record under a text key.</summary>
    /// <inheritdoc cref="Add(TKey, T)"/>
    /// <exception cref="InvalidOperationException">The keys are not text.</exception>
    public RecordReference Add(ReadOnlySpan<char> key, T value)
    {
        Span<byte> stack = stackalloc byte[Utf8Key.StackLength];
        using var utf8 = new Utf8Key(key, stack);
        if (!utf8.IsValid)
        {
            ThrowHelper.Argument("The key has a lone surrogate: it has no UTF-8 form.", nameof(key));
        }

        return Add(utf8.Bytes, value);
    }

    /// <summary>Stores a record under a text key in UTF-8. The bytes are taken as they are.</summary>
    /// <inheritdoc cref="Add(TKey, T)"/>
    /// <exception cref="InvalidOperationException">The keys are not text.</exception>
    public RecordReference Add(ReadOnlySpan<byte> utf8Key, T value)
    {
        BeforeAdd();
        if (_text is null)
        {
            ThrowHelper.InvalidOperation($"The keys are {typeof(TKey)}, not text.");
        }

        long offset = Records.Append(utf8Key, _packer, value);
        _text.Add(utf8Key, offset);
        return Added(offset);
    }
}
