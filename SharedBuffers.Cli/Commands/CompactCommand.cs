using System.CommandLine;
using SharedBuffers.Cli.Output;
using SharedBuffers.Collections;

namespace SharedBuffers.Cli.Commands;

/// <summary><c>compact</c>: makes one file of a dictionary file and overlays above it.</summary>
internal static class CompactCommand
{
    public static Command Create(CommandContext context)
    {
        Argument<string> file = CommonArguments.File();
        var overlays = new Argument<string[]>("OVERLAY") { Description = "Overlays, the oldest first.", Arity = ArgumentArity.ZeroOrMore };
        Option<string> output = CommonArguments.Output();
        Option<string> memory = CommonArguments.Memory();
        var command = new Command("compact", "Make one file of a dictionary file and overlays, without what they replace and remove.") { file, overlays, output, memory };
        command.SetAction(parsed => Run(
            context,
            parsed.GetRequiredValue(file),
            parsed.GetValue(overlays) ?? [],
            parsed.GetRequiredValue(output),
            CommonArguments.ParseMemory(parsed.GetRequiredValue(memory))));
        return command;
    }

    private static int Run(CommandContext context, string file, string[] overlays, string output, long memory)
    {
        long count = 0;
        try
        {
            ProgressDisplay.Run(context.Terminal, progress => count = OverlayDictionary.Compact(
                file, overlays, output, new BuildOptions { MemoryBudget = memory, Progress = progress, CancellationToken = context.Cancellation }));
        }
        catch (InvalidOperationException e) when (e is not ObjectDisposedException)
        {
            throw new Input.InputException(0, e.Message);
        }

        context.Terminal.Say($"{output}: {Sizes.FormatCount(count, "key")}, {Sizes.Format(new FileInfo(output).Length)}");
        return ExitCode.Success;
    }
}
