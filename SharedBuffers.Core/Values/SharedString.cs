using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;
using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Values;

/// <summary>Stored UTF-8 text. Reading, comparing, hashing and formatting it allocates nothing; <see cref="ToString()"/> makes a <see cref="string"/>.</summary>
/// <remarks>
/// <para>Equality is equality of the text, with other views, with UTF-8 and UTF-16 spans and with strings. Order is by code point, which is the order of the UTF-8
/// bytes and differs from <see cref="string.CompareOrdinal(string, string)"/> only beyond the basic plane.</para>
/// <para>A small readonly struct, safe to copy, store and share between threads. <c>default</c> is the null string. After the region's dispose every access throws
/// <see cref="ObjectDisposedException"/>. Text that is not valid UTF-8 throws <see cref="CorruptBufferException"/> when it is decoded.</para>
/// </remarks>
public readonly partial struct SharedString : IEquatable<SharedString>, IEquatable<string>, IComparable<SharedString>, IComparable<string>, ISpanFormattable,
    IUtf8SpanFormattable, IElementView<SharedString>
{
    /// <summary>Throws on invalid input instead of replacing it.</summary>
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly SharedBytes _bytes;

    internal SharedString(SharedBytes bytes) => _bytes = bytes;

    /// <summary>Whether this is the null string: an absent element, or <c>default</c>.</summary>
    public bool IsNull => _bytes.IsNull;

    /// <summary>Whether there is no text; true for null too.</summary>
    public bool IsEmpty => _bytes.IsEmpty;

    /// <summary>Length of the text in UTF-8 bytes.</summary>
    public int ByteLength => _bytes.Length;

    /// <summary>Whether the text is stored as an LZ4 block, so that it has no span.</summary>
    public bool IsCompressed => _bytes.IsCompressed;

    /// <summary>The text as the byte string that it is stored as.</summary>
    public SharedBytes Bytes => _bytes;

    /// <summary>The mapped UTF-8 bytes, without copying. Good while the region is open and referenced.</summary>
    /// <exception cref="InvalidOperationException">The text is stored compressed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> AsUtf8Span() => _bytes.AsSpan();

    /// <summary>The mapped UTF-8 bytes, if they are stored uncompressed.</summary>
    public bool TryGetUtf8Span(out ReadOnlySpan<byte> utf8) => _bytes.TryGetSpan(out utf8);

    /// <summary>How many UTF-16 code units the text has: the <see cref="string.Length"/> of <see cref="ToString()"/>. O(length).</summary>
    public int GetCharCount()
    {
        using var lease = new SharedBytes.ByteLease(_bytes);
        try
        {
            return s_strict.GetCharCount(lease.Span);
        }
        catch (DecoderFallbackException e)
        {
            ThrowHelper.Corrupt_NotUtf8(e);
            return default;
        }
    }

    /// <summary>The text as a new string. Empty for null.</summary>
    /// <exception cref="CorruptBufferException">The stored bytes are not UTF-8.</exception>
    public override string ToString()
    {
        if (_bytes.IsEmpty)
        {
            return string.Empty;
        }

        using var lease = new SharedBytes.ByteLease(_bytes);
        try
        {
            return s_strict.GetString(lease.Span);
        }
        catch (DecoderFallbackException e)
        {
            ThrowHelper.Corrupt_NotUtf8(e);
            return default;
        }
    }

    /// <summary>Enumerates the code points. Allocates nothing.</summary>
    /// <exception cref="InvalidOperationException">The text is stored compressed.</exception>
    public RuneEnumerator EnumerateRunes() => new(AsUtf8Span());

    /// <inheritdoc/>
    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <summary>Writes the text as UTF-16. The format and the provider are not used.</summary>
    /// <returns>False when the destination is too short; it may then hold a part of the text.</returns>
    /// <exception cref="CorruptBufferException">The stored bytes are not UTF-8.</exception>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null)
    {
        using var lease = new SharedBytes.ByteLease(_bytes);
        System.Buffers.OperationStatus status = Utf8.ToUtf16(lease.Span, destination, out _, out charsWritten, replaceInvalidSequences: false);
        switch (status)
        {
            case System.Buffers.OperationStatus.Done:
                return true;
            case System.Buffers.OperationStatus.DestinationTooSmall:
                charsWritten = 0;
                return false;
            default:
                ThrowHelper.Corrupt_NotUtf8();
                return false;
        }
    }

    /// <summary>Writes the text as UTF-8. The format and the provider are not used.</summary>
    /// <returns>False when the destination is too short.</returns>
    public bool TryFormat(Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null)
    {
        if (utf8Destination.Length < _bytes.Length)
        {
            bytesWritten = 0;
            return false;
        }

        bytesWritten = _bytes.CopyTo(utf8Destination);
        return true;
    }

    bool IElementView<SharedString>.CanShow(ValueTypeCode code) => code == ValueTypeCode.String;

    SharedString IElementView<SharedString>.CreateFromValue(MemoryRegion region, ValueTypeCode code, long payloadOffset) =>
        code == ValueTypeCode.String
            ? Read(region, payloadOffset)
            : ThrowHelper.Corrupt<SharedString>($"A stored {TypeCodeNames.Of(code)} cannot be read as a string", payloadOffset);

    /// <summary>Reads the payload of a string.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static SharedString Read(MemoryRegion region, long offset) => new(SharedBytes.ReadBytes(region, offset));

    /// <summary>Enumerates the code points of mapped UTF-8 text.</summary>
    public ref struct RuneEnumerator
    {
        private ReadOnlySpan<byte> _rest;

        internal RuneEnumerator(ReadOnlySpan<byte> utf8) => _rest = utf8;

        /// <summary>The code point.</summary>
        public Rune Current { get; private set; }

        /// <summary>This enumerator.</summary>
        public readonly RuneEnumerator GetEnumerator() => this;

        /// <summary>Moves to the next code point.</summary>
        /// <exception cref="CorruptBufferException">The bytes are not UTF-8.</exception>
        public bool MoveNext()
        {
            if (_rest.IsEmpty)
            {
                return false;
            }

            if (Rune.DecodeFromUtf8(_rest, out Rune rune, out int consumed) != System.Buffers.OperationStatus.Done)
            {
                ThrowHelper.Corrupt_NotUtf8();
            }

            Current = rune;
            _rest = _rest[consumed..];
            return true;
        }
    }
}
