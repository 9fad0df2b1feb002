using System.CommandLine;
using System.Diagnostics;
using SharedBuffers.Cli.Output;
using SharedBuffers.Verification;

namespace SharedBuffers.Cli.Commands;

/// <summary><c>verify FILE</c>: reads the whole file and checks all that can be checked.</summary>
internal static class VerifyCommand
{
    public static Command Create(CommandContext context)
    {
        Argument<string> file = CommonArguments.File();
        var command = new Command("verify", "Read a whole file and check checksums, schemas, records, values and tables. Exit code 4 when it is damaged.") { file };
        command.SetAction(parsed => Run(context, parsed.GetRequiredValue(file)));
        return command;
    }

    private static int Run(CommandContext context, string path)
    {
        long started = Stopwatch.GetTimestamp();
        VerificationReport? report = null;
        ProgressDisplay.Run(context.Terminal, progress => report = FileVerifier.Verify(path, progress, context.Cancellation));
        if (!report!.IsValid)
        {
            return Fail(context, path, report);
        }

        using StreamWriter output = context.Terminal.OpenText();
        output.WriteLine(
            $"{path}: good, {Sizes.Format(new FileInfo(path).Length)}; {Sizes.FormatCount(report.RecordCount, "record")}, {Sizes.FormatCount(report.ValueCount, "value")} and {Sizes.FormatCount(report.KeyCount, "key")} checked in " +
            Sizes.FormatSeconds(Stopwatch.GetElapsedTime(started)));
        return ExitCode.Success;
    }

    private static int Fail(CommandContext context, string path, VerificationReport report)
    {
        context.Terminal.Say($"sharedbuffers: {path} is damaged:");
        foreach (VerificationFinding finding in report.Findings)
        {
            context.Terminal.Say($"  {finding}");
        }

        if (!report.IsComplete)
        {
            context.Terminal.Say("  Not everything could be checked: there may be more.");
        }

        return ExitCode.Corrupt;
    }
}
