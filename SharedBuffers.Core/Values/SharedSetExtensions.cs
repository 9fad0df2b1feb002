namespace SharedBuffers.Values;

/// <summary>Membership of text and bytes that the caller has in other shapes than views. Nothing is allocated.</summary>
public static class SharedSetExtensions
{
    /// <summary>Whether a string is an element. Null asks for the null element.</summary>
    public static bool Contains(this SharedSet<SharedString> set, string? text) =>
        !set.IsEmpty && SetSearch.Contains(set.Storage, text is null ? ValueKey.Null : ValueKey.OfText(text.AsSpan()));

    /// <summary>Whether UTF-16 text is an element.</summary>
    public static bool Contains(this SharedSet<SharedString> set, ReadOnlySpan<char> text) =>
        !set.IsEmpty && SetSearch.Contains(set.Storage, ValueKey.OfText(text));

    /// <summary>Whether UTF-8 text is an element: <c>tags.Contains("sale"u8)</c>.</summary>
    public static bool Contains(this SharedSet<SharedString> set, ReadOnlySpan<byte> utf8) =>
        !set.IsEmpty && SetSearch.Contains(set.Storage, ValueKey.OfText(utf8));

    /// <summary>Whether a byte string is an element.</summary>
    public static bool Contains(this SharedSet<SharedBytes> set, ReadOnlySpan<byte> bytes) =>
        !set.IsEmpty && SetSearch.Contains(set.Storage, ValueKey.OfBytes(bytes));
}
