using System.Globalization;

namespace SharedBuffers.Cli.Demo;

/// <summary>One property file of the database: code point ranges, each with a value, sorted and without overlap.</summary>
internal sealed class CodePointRanges
{
    private readonly List<(uint First, uint Last, string Value)> _ranges;

    /// <param name="lines">Lines such as <c>0041..005A ; Latin</c>, comments removed.</param>
    public CodePointRanges(IEnumerable<string[]> lines)
    {
        _ranges = [.. lines.Select(fields => (ParseFirst(fields[0]), ParseLast(fields[0]), fields[1]))];
        _ranges.Sort((left, right) => left.First.CompareTo(right.First));
    }

    /// <summary>The value of a code point, or null.</summary>
    public string? Find(uint codePoint)
    {
        int low = 0;
        int high = _ranges.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            (uint first, uint last, string value) = _ranges[middle];
            if (codePoint < first)
            {
                high = middle - 1;
            }
            else if (codePoint > last)
            {
                low = middle + 1;
            }
            else
            {
                return value;
            }
        }

        return null;
    }

    private static uint ParseFirst(string range) => Parse(range.AsSpan(0, range.IndexOf("..", StringComparison.Ordinal) is var dots and >= 0 ? dots : range.Length));

    private static uint ParseLast(string range) => Parse(range.AsSpan(range.IndexOf("..", StringComparison.Ordinal) is var dots and >= 0 ? dots + 2 : 0));

    private static uint Parse(ReadOnlySpan<char> hex) => uint.Parse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
