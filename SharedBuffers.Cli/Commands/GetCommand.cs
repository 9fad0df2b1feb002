using System.CommandLine;
using SharedBuffers.Cli.Output;
using SharedBuffers.Collections;

namespace SharedBuffers.Cli.Commands;

/// <summary><c>get FILE KEY…</c>: the records of some keys as JSON lines.</summary>
internal static class GetCommand
{
    public static Command Create(CommandContext context)
    {
        Argument<string> file = CommonArguments.File();
        var keys = new Argument<string[]>("KEY") { Description = "Keys to look up.", Arity = ArgumentArity.OneOrMore };
        Option<string?> index = CommonArguments.Index();
        var command = new Command("get", "Print the records of keys as JSON objects, one a line. Exit code 1 when a key is missing.") { file, keys, index };
        command.SetAction(parsed => Run(context, parsed.GetRequiredValue(file), parsed.GetRequiredValue(keys), parsed.GetValue(index)));
        return command;
    }

    private static int Run(CommandContext context, string path, string[] keys, string? indexName)
    {
        using KeyLookup lookup = ShardFiles.TryOpen(path) is { } shards ? new KeyLookup(shards, indexName) : new KeyLookup(Bundle.Open(path), indexName);
        using var output = new RecordJsonWriter(context.Terminal.Output);
        int code = ExitCode.Success;
        foreach (string key in keys)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            if (!lookup.Write(key, output))
            {
                context.Terminal.Say($"sharedbuffers: no record has the key '{key}'");
                code = ExitCode.KeyMissing;
            }
        }

        return code;
    }
}
