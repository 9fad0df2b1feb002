using System.CommandLine;
using System.Diagnostics;
using SharedBuffers.Cli.Output;
using SharedBuffers.Collections;
using SharedBuffers.Diagnostics;
using SharedBuffers.Verification;

namespace SharedBuffers.Cli.Commands;

/// <summary><c>verify FILE</c>: reads the whole file and checks all that can be checked.</summary>
internal static class VerifyCommand
{
    public static Command Create(CommandContext context)
    {
        Argument<string> file = CommonArguments.File();
        var command = new Command("verify", "Read a whole file, of a manifest all shards too, and check checksums, schemas, records, values and tables. Exit code 4 when it is damaged.") { file };
        command.SetAction(parsed => Run(context, parsed.GetRequiredValue(file)));
        return command;
    }

    private static int Run(CommandContext context, string path)
    {
        long started = Stopwatch.GetTimestamp();
        int code = VerifyFile(context, path, started);
        if (code != ExitCode.Success || ShardFiles.TryOpen(path) is not { } shards)
        {
            return code;
        }

        // All shards, so that one report names everything that is wrong.
        foreach (ShardInfo shard in shards.Manifest.Shards)
        {
            int shardCode = VerifyShard(context, shards, shard);
            code = code == ExitCode.Success ? shardCode : code;
        }

        return code;
    }

    private static int VerifyShard(CommandContext context, ShardFiles shards, ShardInfo shard)
    {
        long started = Stopwatch.GetTimestamp();
        try
        {
            // Also that it is the file that the manifest was written for.
            using Bundle bundle = shards.Open(shard);
            if (bundle.Indexes.FirstOrDefault(index => index.Name == MappedDictionary.IndexName)?.Count != shard.Count)
            {
                context.Terminal.Say($"sharedbuffers: {shards.PathOf(shard)} does not have the {Sizes.FormatCount(shard.Count, "key")} that {shards.Path} says");
                return ExitCode.Corrupt;
            }
        }
        catch (FileNotFoundException e)
        {
            context.Terminal.Say($"sharedbuffers: {e.Message}");
            return ExitCode.InputOutput;
        }
        catch (CorruptBufferException e)
        {
            context.Terminal.Say($"sharedbuffers: {e.Message}");
            return ExitCode.Corrupt;
        }

        return VerifyFile(context, shards.PathOf(shard), started);
    }

    private static int VerifyFile(CommandContext context, string path, long started)
    {
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
