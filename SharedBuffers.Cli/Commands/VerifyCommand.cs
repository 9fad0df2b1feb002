using System.CommandLine;
using System.Diagnostics;
using SharedBuffers.Cli.Output;
using SharedBuffers.Files;

namespace SharedBuffers.Cli.Commands;

/// <summary><c>verify FILE</c>: reads every byte and checks it.</summary>
internal static class VerifyCommand
{
    public static Command Create(CommandContext context)
    {
        Argument<string> file = CommonArguments.File();
        var command = new Command("verify", "Read a whole file and check every byte of it. Exit code 4 when it is damaged.") { file };
        command.SetAction(parsed => Run(context, parsed.GetRequiredValue(file)));
        return command;
    }

    private static int Run(CommandContext context, string path)
    {
        long started = Stopwatch.GetTimestamp();
        using BufferFile file = BufferFile.Open(path);
        ProgressDisplay.Run(context.Terminal, progress => file.VerifyChecksums(progress, context.Cancellation));

        using StreamWriter output = context.Terminal.OpenText();
        output.WriteLine($"{path}: good, {Sizes.Format(file.Length)} in {file.Sections.Count} sections checked in {Sizes.FormatSeconds(Stopwatch.GetElapsedTime(started))}");
        return ExitCode.Success;
    }
}
