using System.Collections.Immutable;
using System.Globalization;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Indexes;

/// <summary>Object keys as text for messages.</summary>
internal static class ObjectKeyText
{
    private const int MaxShown = 200;

    /// <summary>A key in its canonical form.</summary>
    public static string Describe(ReadOnlySpan<byte> key)
    {
        try
        {
            return Describe(ObjectKeyReader.Read(key));
        }
        catch (CorruptBufferException)
        {
            return KeyText.Describe(key);
        }
    }

    /// <summary>A key as an object: text quoted, bytes in hexadecimal, tuples in parentheses, sets in braces; long ones cut.</summary>
    public static string Describe(object? key)
    {
        string text = Format(key);
        return text.Length <= MaxShown ? text : $"{text.AsSpan(0, MaxShown)}…";
    }

    private static string Format(object? key) => key switch
    {
        null or DBNull => "null",
        string text => $"\"{text}\"",
        byte[] bytes => $"0x{Convert.ToHexString(bytes)}",
        ImmutableArray<object?> tuple => $"({string.Join(", ", tuple.Select(Format))})",
        IReadOnlySet<object> set => $"{{{string.Join(", ", set.Select(Format))}}}",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => key.ToString() ?? "",
    };
}
