using System.CommandLine;
using SharedBuffers.Cli.Output;
using SharedBuffers.Collections;
using SharedBuffers.Values;

namespace SharedBuffers.Cli.Commands;

/// <summary><c>dump FILE</c>: all records as JSON lines, in the order in which they were added.</summary>
internal static class DumpCommand
{
    /// <summary>Cancellation is looked at once for so many records.</summary>
    private const int CheckEvery = 1 << 10;

    public static Command Create(CommandContext context)
    {
        Argument<string> file = CommonArguments.File();
        var array = new Option<string?>("--array") { Description = "The array to print. Default: the first of the file.", HelpName = "NAME" };
        var command = new Command("dump", "Print all records as JSON lines, in the order in which they were added; those of a manifest shard by shard.") { file, array };
        command.SetAction(parsed => Run(context, parsed.GetRequiredValue(file), parsed.GetValue(array)));
        return command;
    }

    private static int Run(CommandContext context, string path, string? name)
    {
        using var output = new RecordJsonWriter(context.Terminal.Output);
        if (ShardFiles.TryOpen(path) is not { } shards)
        {
            using var bundle = Bundle.Open(path);
            Write(context, bundle, name, output);
            return ExitCode.Success;
        }

        foreach (ShardInfo shard in shards.Manifest.Shards)
        {
            using Bundle bundle = shards.Open(shard);
            Write(context, bundle, name, output);
        }

        return ExitCode.Success;
    }

    private static void Write(CommandContext context, Bundle bundle, string? name, RecordJsonWriter output)
    {
        BundleArray array = bundle.Arrays.FirstOrDefault(candidate => name is null || candidate.Name == name)
            ?? throw new UsageException(bundle.Arrays.Count == 0 ? "the file has no records" : $"the file has no array '{name}'; it has {string.Join(", ", bundle.Arrays.Select(candidate => candidate.Name))}");
        long count = 0;
        foreach (ObjectView record in bundle.GetArray<ObjectView>(array.Name))
        {
            if (count++ % CheckEvery == 0)
            {
                context.Cancellation.ThrowIfCancellationRequested();
            }

            output.Write(record);
        }
    }
}
