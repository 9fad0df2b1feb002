using System.Globalization;
using SharedBuffers.Collections;
using SharedBuffers.Files;
using SharedBuffers.Schemas;
using Spectre.Console;

namespace SharedBuffers.Cli.Output;

/// <summary>The description of a file for people: tables on a terminal, tab-separated lines in a pipe.</summary>
internal static class FileDescriptionText
{
    public static void Write(FileDescription file, Terminal terminal)
    {
        string title = $"{file.Path}: format {file.FormatVersion}, {Sizes.Format(file.Length)}, id {file.FileId:x16}";
        if (file.Shards is { } shards)
        {
            title += $"\n{Sizes.FormatCount(shards.Manifest.Count)} {shards.Manifest.KeyKind} keys in {Sizes.FormatCount(shards.Manifest.Shards.Count, "shard")}, {Sizes.Format(shards.Length)}";
        }

        string[][] sections = [.. file.Sections.Select(Cells)];
        if (terminal.HasRichOutput)
        {
            WriteRich(file, Terminal.CreateOutputConsole(), title, sections);
        }
        else
        {
            WritePlain(file, terminal, title, sections);
        }
    }

    private static string[] Cells(FileSection section) =>
        [section.Kind.ToString(), section.Name, Sizes.FormatCount(section.Count), Sizes.FormatCount(section.Offset), Sizes.FormatCount(section.Length)];

    private static string[] Cells(ShardFiles shards, ShardInfo shard) =>
        [shard.FileName, $"{shard.FirstHash:x16}", $"{shard.LastHash:x16}", Sizes.FormatCount(shard.Count), shards.LengthOf(shard) is { } length ? Sizes.FormatCount(length) : "not there"];

    private static void WriteRich(FileDescription file, IAnsiConsole console, string title, string[][] sections)
    {
        console.WriteLine(title);
        Table table = new Table().RoundedBorder().AddColumns("section", "name");
        foreach (string column in new[] { "count", "offset", "bytes" })
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (string[] cells in sections)
        {
            table.AddRow([.. cells.Select(cell => new Text(cell))]);
        }

        console.Write(table);
        if (file.Shards is { } shards)
        {
            Table files = new Table().RoundedBorder().AddColumns("shard", "first hash", "last hash", "keys", "bytes");
            foreach (ShardInfo shard in shards.Manifest.Shards)
            {
                files.AddRow([.. Cells(shards, shard).Select(cell => new Text(cell))]);
            }

            console.Write(files);
        }

        foreach ((string array, Schema schema) in file.Schemas)
        {
            Table slots = new Table().RoundedBorder().Title(Markup.Escape(Title(array, schema))).AddColumns("slot", "type");
            foreach (Slot slot in schema.Declared)
            {
                slots.AddRow(new Text(slot.Name), new Text(slot.Type.ToString()));
            }

            console.Write(slots);
        }

        foreach (BundleIndex index in file.Indexes)
        {
            console.WriteLine(Line(index));
        }

        foreach (ApproximateMapper mapper in file.ApproximateMappers)
        {
            console.WriteLine(Line(mapper));
        }
    }

    private static void WritePlain(FileDescription file, Terminal terminal, string title, string[][] sections)
    {
        using StreamWriter text = terminal.OpenText();
        text.WriteLine(title);
        text.WriteLine("section\tname\tcount\toffset\tbytes");
        foreach (string[] cells in sections)
        {
            text.WriteLine(string.Join('\t', cells));
        }

        if (file.Shards is { } shards)
        {
            text.WriteLine("shard\tfirst hash\tlast hash\tkeys\tbytes");
            foreach (ShardInfo shard in shards.Manifest.Shards)
            {
                text.WriteLine(string.Join('\t', Cells(shards, shard)));
            }
        }

        foreach ((string array, Schema schema) in file.Schemas)
        {
            text.WriteLine(Title(array, schema));
            foreach (Slot slot in schema.Declared)
            {
                text.WriteLine($"{slot.Name}\t{slot.Type}");
            }
        }

        foreach (BundleIndex index in file.Indexes)
        {
            text.WriteLine(Line(index));
        }

        foreach (ApproximateMapper mapper in file.ApproximateMappers)
        {
            text.WriteLine(Line(mapper));
        }
    }

    private static string Line(BundleIndex index) =>
        $"index '{index.Name}' of '{index.Array.Name}': {index.KeyKind} keys" + (index.IsMulti ? $", {Sizes.FormatCount(index.PairCount)} pairs of a key and a record" : "");

    private static string Line(ApproximateMapper mapper) => string.Create(
        CultureInfo.InvariantCulture,
        $"approximate id mapper '{mapper.Name}': {Sizes.FormatCount(mapper.ValueCount, "value")}, fingerprints of {mapper.FingerprintBits} bits, false-positive rate {mapper.FalsePositiveRate:0.00e-0}");

    private static string Title(string array, Schema schema) => schema.Name.Length > 0 ? $"records of '{array}': {schema.Name}" : $"records of '{array}'";
}
