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

    private Utf8Key _text;

    private EncodedKey(ReadOnlySpan<byte> bytes)
    {
        Bytes = bytes;
        IsValid = true;
    }

    private EncodedKey(Utf8Key text)
    {
        _text = text;
        Bytes = text.Bytes;
        IsValid = text.IsValid;
    }

    /// <summary>Whether the key has bytes: text with a lone surrogate has none, and equals no key.</summary>
    public bool IsValid { get; }

    /// <summary>The bytes; good until dispose.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>Encodes a key of a type that is stored as a byte string.</summary>
    /// <exception cref="ArgumentNullException">The key is null.</exception>
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

        ArgumentNullException.ThrowIfNull(key);
        return typeof(TKey) == typeof(byte[]) ? new EncodedKey((byte[])(object)key) : new EncodedKey(new Utf8Key((string)(object)key, stack));
    }

    /// <summary>The same, for what adds keys.</summary>
    /// <exception cref="ArgumentException">A text key has a lone surrogate, or a key is longer than an array can be.</exception>
    public static EncodedKey OfAdded<TKey>(TKey key, Span<byte> stack) => Of(key, stack).Checked();

    /// <inheritdoc cref="OfAdded{TKey}(TKey, Span{byte})"/>
    public static EncodedKey OfAdded(ReadOnlySpan<char> key, Span<byte> stack) => new EncodedKey(new Utf8Key(key, stack)).Checked();

    /// <summary>Throws unless bytes that a caller gave as a key can be one.</summary>
    /// <exception cref="ArgumentException">They cannot.</exception>
    public static void CheckAdded(KeyKind kind, ReadOnlySpan<byte> key)
    {
        KeyLength.Check(key.Length);
        if (!kind.CanHaveLength(key.Length))
        {
            ThrowHelper.Argument($"A key of kind {kind} has {KeyKindFacts.GuidLength} bytes, this one {key.Length}.", nameof(key));
        }
    }

    /// <summary>Gives pooled memory back.</summary>
    public void Dispose() => _text.Dispose();

    private EncodedKey Checked()
    {
        if (!IsValid)
        {
            Dispose();
            ThrowHelper.Argument("The key has a lone surrogate, and so no UTF-8 form, or one that is too long.", "key");
        }

        KeyLength.Check(Bytes.Length);
        return this;
    }
}
