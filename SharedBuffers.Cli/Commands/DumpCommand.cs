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
        var command = new Command("dump", "Print all records as JSON lines, in the order in which they were added.") { file, array };
        command.SetAction(parsed => Run(context, parsed.GetRequiredValue(file), parsed.GetValue(array)));
        return command;
    }

    private static int Run(CommandContext context, string path, string? name)
    {
        using var bundle = Bundle.Open(path);
        BundleArray array = bundle.Arrays.FirstOrDefault(candidate => name is null || candidate.Name == name)
            ?? throw new UsageException(bundle.Arrays.Count == 0 ? "the file has no records" : $"the file has no array '{name}'; it has {string.Join(", ", bundle.Arrays.Select(candidate => candidate.Name))}");
        using var output = new RecordJsonWriter(context.Terminal.Output);
        long count = 0;
        foreach (ObjectView record in bundle.GetArray<ObjectView>(array.Name))
        {
            if (count++ % CheckEvery == 0)
            {
                context.Cancellation.ThrowIfCancellationRequested();
            }

            output.Write(record);
        }

        return ExitCode.Success;
    }
}
