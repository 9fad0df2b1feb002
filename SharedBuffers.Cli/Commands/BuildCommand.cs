using System.CommandLine;
using SharedBuffers.Cli.Building;
using SharedBuffers.Cli.Columns;
using SharedBuffers.Cli.Input;

namespace SharedBuffers.Cli.Commands;

/// <summary><c>build</c>: makes a file of JSON lines, CSV or TSV.</summary>
internal static class BuildCommand
{
    /// <summary>What a build of shards takes at most.</summary>
    private const int MaxShards = 1024;

    public static Command Create(CommandContext context)
    {
        var input = new Option<string>("--input") { Description = "The input, in UTF-8; '-' is standard input.", Required = true, HelpName = "FILE|-" };
        var format = new Option<string?>("--format") { Description = "Format of the input. Default: what the ending of its name says.", HelpName = "jsonl|csv|tsv" };
        var key = new Option<string>("--key") { Description = "The column that records are found by, or several: then keys are tuples of their values.", Required = true, HelpName = "COLUMN,…" };
        var keyType = new Option<string?>("--key-type") { Description = "Type of the keys. Default: that of an unsigned column, object for several columns, otherwise string.", HelpName = "string|uint32|uint64|object" };
        var schema = new Option<string?>("--schema") { Description = "Columns and types, or a file of them. Default: inferred from the whole input.", HelpName = "name:type,…|@FILE" };
        Option<string> output = CommonArguments.Output();
        Option<string> duplicates = CommonArguments.Duplicates();
        Option<string> memory = CommonArguments.Memory();
        var shards = new Option<int?>("--shards") { Description = "Cut the records into so many files by the hashes of their keys; the output is a manifest of them.", HelpName = "N" };
        var temp = new Option<string?>("--temp") { Description = "Folder for temporary files. Default: that of the output.", HelpName = "DIR" };

        var command = new Command("build", "Build a file from JSON lines, CSV or TSV.") { input, format, key, keyType, schema, output, duplicates, memory, shards, temp };
        command.SetAction(parsed =>
        {
            string inputPath = parsed.GetRequiredValue(input);
            string outputPath = parsed.GetRequiredValue(output);
            new BuildJob(
                new BuildRequest
                {
                    Input = inputPath,
                    Format = GetFormat(inputPath, parsed.GetValue(format)),
                    Key = parsed.GetRequiredValue(key),
                    KeyType = parsed.GetValue(keyType) is { } type ? Choose<KeyType>("--key-type", type) : null,
                    Columns = parsed.GetValue(schema) is { } text ? SchemaSyntax.Parse(text.StartsWith('@') ? File.ReadAllText(text[1..]) : text) : null,
                    Output = outputPath,
                    Duplicates = CommonArguments.ParsePolicy(parsed.GetRequiredValue(duplicates)),
                    Shards = parsed.GetValue(shards) is not { } count ? null : count is >= 1 and <= MaxShards ? count : throw new UsageException($"--shards: {count} is none of 1 to {MaxShards}"),
                    MemoryBudget = CommonArguments.ParseMemory(parsed.GetRequiredValue(memory)),
                    TempDirectory = parsed.GetValue(temp) ?? Path.GetDirectoryName(Path.GetFullPath(outputPath))!,
                },
                context).Run();
            return ExitCode.Success;
        });
        return command;
    }

    private static InputFormat GetFormat(string path, string? format) => format is not null
        ? Choose<InputFormat>("--format", format)
        : Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".jsonl" or ".ndjson" => InputFormat.Jsonl,
            ".csv" => InputFormat.Csv,
            ".tsv" or ".tab" => InputFormat.Tsv,
            _ => throw new UsageException($"the ending of '{path}' does not say what format it has: name it with --format jsonl, csv or tsv"),
        };

    private static T Choose<T>(string option, string text)
        where T : struct, Enum
    {
        foreach (T value in Enum.GetValues<T>())
        {
            if (value.ToString().Equals(text, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        throw new UsageException($"{option}: '{text}' is none of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}");
    }
}
