using System.CommandLine;
using SharedBuffers.Cli.Output;
using SharedBuffers.Collections;
using SharedBuffers.Diagnostics;
using SharedBuffers.Files;
using SharedBuffers.Indexes;
using SharedBuffers.Layout;

namespace SharedBuffers.Cli.Commands;

/// <summary><c>merge</c>: makes one file of several.</summary>
internal static class MergeCommand
{
    public static Command Create(CommandContext context)
    {
        var files = new Argument<string[]>("FILE") { Description = "Dictionary files, bundles or array files with the same schema and keys, or id mapper files of one kind.", Arity = ArgumentArity.OneOrMore };
        Option<string> output = CommonArguments.Output();
        Option<string> duplicates = CommonArguments.Duplicates();
        Option<string> memory = CommonArguments.Memory();
        var command = new Command("merge", "Make one file of several, without rebuilding it from its source.") { files, output, duplicates, memory };
        command.SetAction(parsed => Run(
            context,
            parsed.GetRequiredValue(files),
            parsed.GetRequiredValue(output),
            CommonArguments.ParsePolicy(parsed.GetRequiredValue(duplicates)),
            CommonArguments.ParseMemory(parsed.GetRequiredValue(memory))));
        return command;
    }

    private static int Run(CommandContext context, string[] files, string output, DuplicatePolicy duplicates, long memory)
    {
        long count = 0;
        bool areMappers = HasMapper(files[0]);
        try
        {
            ProgressDisplay.Run(context.Terminal, progress => count = areMappers
                ? IdMapper.Merge(files, output, new IndexBuildOptions { Duplicates = duplicates, MemoryBudget = memory, Progress = progress, CancellationToken = context.Cancellation })
                : Bundle.Merge(files, output, new BuildOptions { Duplicates = duplicates, MemoryBudget = memory, Progress = progress, CancellationToken = context.Cancellation }));
        }
        catch (DuplicateKeyException e)
        {
            throw new Input.InputException(0, $"the key {e.Key} is in more than one file; --duplicates first or last keeps one of the records");
        }
        catch (Exception e) when (e is KeyNotFoundException or NotSupportedException or InvalidOperationException and not ObjectDisposedException)
        {
            throw new Input.InputException(0, e.Message);
        }

        context.Terminal.Say($"{output}: {Sizes.FormatCount(count, areMappers ? "key" : "record")}, {Sizes.Format(new FileInfo(output).Length)}");
        return ExitCode.Success;
    }

    private static bool HasMapper(string path)
    {
        using BufferFile file = BufferFile.Open(path);
        return file.TryGetSection(SectionKind.IdMapper, "", out _);
    }
}
