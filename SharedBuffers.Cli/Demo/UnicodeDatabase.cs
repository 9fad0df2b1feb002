using System.Globalization;
using System.IO.Compression;

namespace SharedBuffers.Cli.Demo;

/// <summary>Reads the files of the Unicode Character Database that are embedded in the tool. <c>Demo/Data/README.md</c> says where they come from.</summary>
internal static class UnicodeDatabase
{
    public const string Version = "15.0.0";

    /// <summary>All lines of <c>UnicodeData.txt</c>, in their order, joined with the other files.</summary>
    public static IReadOnlyList<UnicodeCharacter> Load()
    {
        var blocks = new CodePointRanges(ReadFields("Blocks"));
        var ages = new CodePointRanges(ReadFields("DerivedAge"));
        var scripts = new CodePointRanges(ReadFields("Scripts"));
        var moreScripts = new CodePointRanges(ReadFields("ScriptExtensions"));
        CodePointRanges[] properties = [.. ReadFields("PropList").GroupBy(fields => fields[1]).Select(group => new CodePointRanges(group))];
        ILookup<uint, string> aliases = ReadFields("NameAliases").ToLookup(fields => ParseCodePoint(fields[0]), fields => fields[1]);

        var characters = new List<UnicodeCharacter>(35_000);
        foreach (string[] fields in ReadFields("UnicodeData"))
        {
            uint codePoint = ParseCodePoint(fields[0]);
            string[] decomposition = fields[5].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            characters.Add(new UnicodeCharacter
            {
                CodePoint = codePoint,
                Name = fields[1] == "<control>" ? $"<control-{codePoint:X4}>" : fields[1],
                Category = fields[2],
                CombiningClass = byte.Parse(fields[3], CultureInfo.InvariantCulture),
                Decomposition = [.. decomposition.Where(part => part[0] != '<').Select(ParseCodePoint)],
                NumericValue = ParseFraction(fields[8]),
                Mirrored = fields[9] == "Y",
                Uppercase = ParseMapping(fields[12]),
                Lowercase = ParseMapping(fields[13]),
                Titlecase = ParseMapping(fields[14]),
                Block = blocks.Find(codePoint) ?? "No_Block",
                Age = ages.Find(codePoint),
                Aliases = [.. aliases[codePoint]],
                Scripts = [.. moreScripts.Find(codePoint)?.Split(' ') ?? [scripts.Find(codePoint) ?? "Unknown"]],
                Properties = [.. properties.Select(property => property.Find(codePoint)).OfType<string>()],
            });
        }

        return characters;
    }

    /// <summary>Lines of a file without comments, split at semicolons.</summary>
    private static IEnumerable<string[]> ReadFields(string file)
    {
        Stream resource = typeof(UnicodeDatabase).Assembly.GetManifestResourceStream($"{file}.txt.gz")
            ?? throw new InvalidOperationException($"{file}.txt.gz is not embedded in the tool.");
        using var reader = new StreamReader(new GZipStream(resource, CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            int comment = line.IndexOf('#', StringComparison.Ordinal);
            string content = (comment < 0 ? line : line[..comment]).Trim();
            if (content.Length > 0)
            {
                yield return content.Split(';', StringSplitOptions.TrimEntries);
            }
        }
    }

    private static uint? ParseMapping(string text) => text.Length == 0 ? null : ParseCodePoint(text);

    private static uint ParseCodePoint(string text) => uint.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static double? ParseFraction(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        string[] parts = text.Split('/');
        double value = double.Parse(parts[0], CultureInfo.InvariantCulture);
        return parts.Length == 1 ? value : value / double.Parse(parts[1], CultureInfo.InvariantCulture);
    }
}
