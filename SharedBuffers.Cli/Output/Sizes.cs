using System.Globalization;

namespace SharedBuffers.Cli.Output;

/// <summary>Numbers with units, as people read and type them.</summary>
internal static class Sizes
{
    private const string Units = "KMGT";

    /// <summary><c>1.9 MB</c>; 1 KB is 1,024 bytes.</summary>
    public static string Format(long bytes)
    {
        if (bytes < 1024)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{bytes} B");
        }

        double value = bytes;
        int unit = -1;
        while (value >= 1024 && unit < Units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{value:0.0} {Units[unit]}B");
    }

    public static string FormatCount(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary><c>1 record</c>, <c>2 records</c>.</summary>
    public static string FormatCount(long count, string noun) => $"{FormatCount(count)} {noun}{(count == 1 ? "" : "s")}";

    public static string FormatSeconds(TimeSpan time) => time.TotalMilliseconds switch
    {
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMicroseconds:0} µs"),
        < 1000 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.0} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s"),
    };

    /// <summary>Reads <c>256M</c>, <c>1G</c>, <c>64KB</c> or a number of bytes.</summary>
    public static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        ReadOnlySpan<char> number = text.AsSpan().Trim();
        if (number.Length > 1 && char.ToUpperInvariant(number[^1]) == 'B')
        {
            number = number[..^1];
        }

        int unit = number.IsEmpty ? -1 : Units.IndexOf(char.ToUpperInvariant(number[^1]), StringComparison.Ordinal);
        if (unit >= 0)
        {
            number = number[..^1];
        }

        if (!long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long value))
        {
            return false;
        }

        Int128 product = (Int128)value << (10 * (unit + 1));
        bytes = product <= long.MaxValue ? (long)product : 0;
        return bytes > 0;
    }
}
