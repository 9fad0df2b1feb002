using System.Globalization;
using NUnit.Framework;

namespace SharedBuffers.Tests.Support;

/// <summary>
/// Reads the <c>hex</c> blocks of a page of <c>docs/format/</c>: a line is an offset, bytes, two spaces or more and an explanation. Offsets that jump leave zeros.
/// </summary>
internal static class AnnotatedHex
{
    /// <summary>The bytes of a block after the heading, through its last line.</summary>
    public static byte[] Read(string page, string heading, int block = 0)
    {
        string[] lines = File.ReadAllLines(RepositoryRoot.Combine("docs", "format", page));
        int start = Array.FindIndex(lines, l => l.StartsWith('#') && l.TrimStart('#', ' ') == heading);
        Assert.That(start, Is.GreaterThanOrEqualTo(0), $"'{page}' has no heading '{heading}'");
        for (int i = 0; i <= block; i++)
        {
            start = Array.IndexOf(lines, "```hex", start + 1);
        }

        int end = Array.IndexOf(lines, "```", start);
        var bytes = new List<byte>();
        foreach (string line in lines[(start + 1)..end].Where(l => l.Length > 0))
        {
            AddLine(bytes, line);
        }

        return [.. bytes];
    }

    private static void AddLine(List<byte> bytes, string line)
    {
        string[] parts = line.Split("  ", 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        int offset = int.Parse(parts[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        Assert.That(offset, Is.GreaterThanOrEqualTo(bytes.Count), $"offset of the line '{line}'");
        bytes.AddRange(new byte[offset - bytes.Count]);
        bytes.AddRange(parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(b => byte.Parse(b, NumberStyles.HexNumber, CultureInfo.InvariantCulture)));
    }
}
