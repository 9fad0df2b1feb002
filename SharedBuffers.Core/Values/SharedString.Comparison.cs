using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Values;

public readonly partial struct SharedString
{
    /// <summary>UTF-8 bytes of UTF-16 text that are compared at a time: enough for one comparison in most cases, little enough for any stack.</summary>
    private const int ChunkLength = 256;

    /// <summary>Whether the text is the same. Null equals only null.</summary>
    public bool Equals(SharedString other) => _bytes.Equals(other._bytes);

    /// <summary>Whether the text is that of a string. Null equals only null.</summary>
    public bool Equals(string? other) => other is null ? IsNull : Equals(other.AsSpan());

    /// <summary>Whether the text is that of UTF-8 bytes. The length decides first, then the bytes. Null equals nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Equals(ReadOnlySpan<byte> utf8) => _bytes.Equals(utf8);

    /// <summary>Whether the text is that of UTF-16 characters. Nothing is allocated or transcoded when the text is ASCII. Null equals nothing.</summary>
    public bool Equals(ReadOnlySpan<char> chars)
    {
        // A UTF-16 unit takes one to three bytes in UTF-8, and just one exactly when it is ASCII.
        int length = _bytes.Length;
        if (IsNull || length < chars.Length || length > 3L * chars.Length)
        {
            return false;
        }

        using var lease = new SharedBytes.ByteLease(_bytes);
        return length == chars.Length ? Ascii.Equals(lease.Span, chars) : Compare(lease.Span, chars) == 0;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SharedString other ? Equals(other) : obj is string text && Equals(text);

    /// <summary>A hash of the UTF-8 bytes. It is not that of the equal <see cref="string"/>.</summary>
    public override int GetHashCode() => _bytes.GetHashCode();

    /// <summary>The stable hash: XXH64 of the UTF-8 bytes with seed 0, the same in every process and in the 1.x library.</summary>
    public ulong GetStableHash() => _bytes.GetStableHash();

    /// <summary>Compares by code point; null comes first.</summary>
    public int CompareTo(SharedString other) => _bytes.CompareTo(other._bytes);

    /// <summary>Compares by code point with a string; null comes first.</summary>
    public int CompareTo(string? other) => other is null ? (IsNull ? 0 : 1) : CompareTo(other.AsSpan());

    /// <summary>Compares by code point with UTF-8 bytes; null comes before everything.</summary>
    public int CompareTo(ReadOnlySpan<byte> utf8) => _bytes.CompareTo(utf8);

    /// <summary>Compares by code point with UTF-16 characters; null comes before everything.</summary>
    /// <exception cref="ArgumentException">The characters are not valid UTF-16.</exception>
    public int CompareTo(ReadOnlySpan<char> chars)
    {
        if (IsNull)
        {
            return -1;
        }

        using var lease = new SharedBytes.ByteLease(_bytes);
        int order = Compare(lease.Span, chars);
        if (order == int.MinValue)
        {
            ThrowHelper.Argument("The text to compare with has a surrogate without its pair.", nameof(chars));
        }

        return order;
    }

    /// <summary>Whether the text starts with UTF-8 bytes.</summary>
    public bool StartsWith(ReadOnlySpan<byte> utf8)
    {
        using var lease = new SharedBytes.ByteLease(_bytes);
        return lease.Span.StartsWith(utf8);
    }

    /// <summary>Equality of text.</summary>
    public static bool operator ==(SharedString left, SharedString right) => left.Equals(right);

    /// <summary>Inequality of text.</summary>
    public static bool operator !=(SharedString left, SharedString right) => !left.Equals(right);

    /// <summary>Equality of text.</summary>
    public static bool operator ==(SharedString left, string? right) => left.Equals(right);

    /// <summary>Inequality of text.</summary>
    public static bool operator !=(SharedString left, string? right) => !left.Equals(right);

    /// <summary>Equality of text.</summary>
    public static bool operator ==(string? left, SharedString right) => right.Equals(left);

    /// <summary>Inequality of text.</summary>
    public static bool operator !=(string? left, SharedString right) => !right.Equals(left);

    /// <summary>Code point order.</summary>
    public static bool operator <(SharedString left, SharedString right) => left.CompareTo(right) < 0;

    /// <summary>Code point order.</summary>
    public static bool operator <=(SharedString left, SharedString right) => left.CompareTo(right) <= 0;

    /// <summary>Code point order.</summary>
    public static bool operator >(SharedString left, SharedString right) => left.CompareTo(right) > 0;

    /// <summary>Code point order.</summary>
    public static bool operator >=(SharedString left, SharedString right) => left.CompareTo(right) >= 0;

    /// <summary>Compares UTF-8 with UTF-16 by transcoding chunks on the stack. <see cref="int.MinValue"/> when the UTF-16 is not valid, which equals nothing.</summary>
    [SkipLocalsInit]
    private static int Compare(ReadOnlySpan<byte> utf8, ReadOnlySpan<char> chars)
    {
        Span<byte> chunk = stackalloc byte[ChunkLength];
        while (!chars.IsEmpty)
        {
            OperationStatus status = Utf8.FromUtf16(chars, chunk, out int read, out int written, replaceInvalidSequences: false);
            if (status is OperationStatus.InvalidData or OperationStatus.NeedMoreData && read == 0)
            {
                return int.MinValue;
            }

            int common = Math.Min(written, utf8.Length);
            int order = utf8[..common].SequenceCompareTo(chunk[..common]);
            if (order != 0 || common < written)
            {
                return order != 0 ? order : -1;
            }

            utf8 = utf8[common..];
            chars = chars[read..];
        }

        return utf8.IsEmpty ? 0 : 1;
    }
}
