using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Indexes;
using SharedBuffers.Layout;

namespace SharedBuffers.Collections;

/// <summary>The bytes of a key that is stored as a byte string, for the time of one lookup or addition.</summary>
internal ref struct EncodedKey : IDisposable
{
    /// <summary>Bytes of stack that callers offer.</summary>
    public const int StackLength = Utf8Key.StackLength;

    private static readonly string s_noUtf8 = $"The key has a lone surrogate, and so no UTF-8 form, or one of more than {KeyLength.Max} bytes";

    private Utf8Key _text;
    private ObjectKeyWriter _object;

    private EncodedKey(ReadOnlySpan<byte> bytes) => Bytes = bytes;

    private EncodedKey(Utf8Key text)
    {
        _text = text;
        Bytes = text.Bytes;
        Flaw = text.IsValid ? null : s_noUtf8;
    }

    private EncodedKey(ObjectKeyWriter writer)
    {
        _object = writer;
        Bytes = writer.Bytes;
        Flaw = writer.Flaw;
    }

    /// <summary>Whether the key has bytes. What has none equals no key: text with a lone surrogate, an integer beyond 64 bits among keys of any type.</summary>
    public readonly bool IsValid => Flaw is null;

    /// <summary>Why the key has no bytes; null if it has.</summary>
    public string? Flaw { get; }

    /// <summary>The bytes; good until dispose.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>Encodes a key of a type that is stored as a byte string.</summary>
    /// <exception cref="ArgumentNullException">The key is null, and not of any type.</exception>
    /// <exception cref="ArgumentException">Among keys of any type: what is asked for cannot be a key.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EncodedKey Of<TKey>(TKey key, Span<byte> stack)
    {
        if (typeof(TKey) == typeof(Guid))
        {
            Unsafe.As<TKey, Guid>(ref key).TryWriteBytes(stack, bigEndian: true, out _);
            return new EncodedKey(stack[..KeyKindFacts.GuidLength]);
        }

        if (typeof(TKey) == typeof(ReadOnlyMemory<byte>))
        {
            return new EncodedKey(Unsafe.As<TKey, ReadOnlyMemory<byte>>(ref key).Span);
        }

        if (typeof(TKey) == typeof(string))
        {
            ArgumentNullException.ThrowIfNull(key);
            return new EncodedKey(new Utf8Key((string)(object)key, stack));
        }

        if (typeof(TKey) == typeof(byte[]))
        {
            ArgumentNullException.ThrowIfNull(key);
            return new EncodedKey((byte[])(object)key);
        }

        return OfObject(key, stack);
    }

    /// <summary>Encodes a key in registers: a GUID, or a short tuple of integers and ASCII text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryToWords<TKey>(TKey key, out KeyWords words)
    {
        if (typeof(TKey) == typeof(Guid))
        {
            words = KeyWords.Of(Unsafe.As<TKey, Guid>(ref key));
            return true;
        }

        if (KeyWordsBuilder.IsSupported && ObjectKeyForm<TKey>.Instance is { } form)
        {
            return form.TryToWords(key, out words);
        }

        Unsafe.SkipInit(out words);
        return false;
    }

    /// <summary>Encodes a text where keys are text, or of any type.</summary>
    public static EncodedKey Of(KeyKind kind, ReadOnlySpan<char> key, Span<byte> stack)
    {
        if (kind != KeyKind.Object)
        {
            return new EncodedKey(new Utf8Key(key, stack));
        }

        var writer = new ObjectKeyWriter(stack);
        writer.AppendText(key);
        return new EncodedKey(writer);
    }

    /// <summary>The bytes of a key where keys are byte strings; where they are of any type, the encoding of a key that is these bytes.</summary>
    public static EncodedKey Of(KeyKind kind, ReadOnlySpan<byte> key, Span<byte> stack)
    {
        if (kind != KeyKind.Object)
        {
            return new EncodedKey(key);
        }

        var writer = new ObjectKeyWriter(stack);
        writer.AppendBytes(key);
        return new EncodedKey(writer);
    }

    /// <summary>Encodes a key of any type. Numbers, text, bytes and tuples of such are not boxed.</summary>
    /// <exception cref="ArgumentException">What is asked for cannot be a key.</exception>
    public static EncodedKey OfObject<T>(T key, Span<byte> stack)
    {
        var writer = new ObjectKeyWriter(stack);
        writer.AppendPart(key);
        return new EncodedKey(writer);
    }

    /// <summary>The same, for what adds keys.</summary>
    /// <exception cref="ArgumentException">The key has no bytes, or more than an array can have.</exception>
    public static EncodedKey OfAdded<TKey>(TKey key, Span<byte> stack) => Of(key, stack).Checked();

    /// <inheritdoc cref="OfAdded{TKey}(TKey, Span{byte})"/>
    public static EncodedKey OfAdded(KeyKind kind, ReadOnlySpan<char> key, Span<byte> stack) => Of(kind, key, stack).Checked();

    /// <inheritdoc cref="OfAdded{TKey}(TKey, Span{byte})"/>
    public static EncodedKey OfAdded(KeyKind kind, ReadOnlySpan<byte> key, Span<byte> stack)
    {
        EncodedKey encoded = Of(kind, key, stack).Checked();
        if (!kind.CanHaveLength(encoded.Bytes.Length))
        {
            ThrowHelper.Argument($"A key of kind {kind} has {KeyKindFacts.GuidLength} bytes, this one {key.Length}.", nameof(key));
        }

        return encoded;
    }

    /// <summary>Gives pooled memory back.</summary>
    public void Dispose()
    {
        _text.Dispose();
        _object.Dispose();
    }

    private EncodedKey Checked()
    {
        if (Flaw is { } flaw)
        {
            Dispose();
            ThrowHelper.Argument($"{flaw}.", "key");
        }

        KeyLength.Check(Bytes.Length);
        return this;
    }
}
