namespace SharedBuffers.Schemas;

/// <summary>
/// Orders text by code points, as the format orders slots. UTF-16 order differs from it: a surrogate pair (U+10000 and up) sorts before U+E000..U+FFFF there.
/// </summary>
internal sealed class CodePointComparer : IComparer<string>
{
    public static readonly CodePointComparer Instance = new();

    public int Compare(string? x, string? y)
    {
        ReadOnlySpan<char> a = x, b = y;
        int common = a.CommonPrefixLength(b);
        return common == a.Length || common == b.Length ? a.Length - b.Length : Weight(a[common]) - Weight(b[common]);
    }

    /// <summary>Whether every surrogate has its partner.</summary>
    public static bool IsValid(ReadOnlySpan<char> text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[++i])))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Moves surrogates above the rest of the basic plane. Two different high surrogates keep their order, and a different low one decides by itself.</summary>
    private static int Weight(char c) => char.IsSurrogate(c) ? c + 0x10000 : c;
}
