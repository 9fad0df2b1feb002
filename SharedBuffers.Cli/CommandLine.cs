using System.CommandLine;
using SharedBuffers.Cli.Commands;
using SharedBuffers.Cli.Input;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Cli;

/// <summary>The verbs together, and the one place where exceptions become messages and exit codes.</summary>
internal sealed class CommandLine(Terminal terminal, CancellationToken cancellation)
{
    public int Run(IReadOnlyList<string> arguments)
    {
        try
        {
            // '@FILE' belongs to --schema: it is not a file of further arguments.
            ParseResult parsed = CreateRoot(new CommandContext(terminal, cancellation)).Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (parsed.Errors.Count > 0)
            {
                string verb = parsed.CommandResult.Command is RootCommand ? "" : $"{parsed.CommandResult.Command.Name} ";
                throw new UsageException($"{Describe(parsed)}\nTry 'sharedbuffers {verb}--help'.");
            }

            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (OperationCanceledException)
        {
            return Fail(ExitCode.Cancelled, "cancelled");
        }
        catch (UsageException e)
        {
            return Fail(ExitCode.Usage, e.Message);
        }
        catch (InputException e)
        {
            return Fail(ExitCode.BadInput, e.Describe());
        }
        catch (CorruptBufferException e)
        {
            return Fail(ExitCode.Corrupt, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Fail(ExitCode.InputOutput, e.Message);
        }
        catch (Exception e)
        {
            return Fail(ExitCode.Internal, $"this is a defect of the tool: {e}");
        }
    }

    private static RootCommand CreateRoot(CommandContext context) => new("Builds, inspects, verifies and queries files of typed records that are mapped instead of deserialized.")
    {
        BuildCommand.Create(context),
        MergeCommand.Create(context),
        CompactCommand.Create(context),
        InfoCommand.Create(context),
        GetCommand.Create(context),
        DumpCommand.Create(context),
        VerifyCommand.Create(context),
        DemoCommand.Create(context),
    };

    /// <summary>What is wrong with the arguments: one thing, the one that explains the others.</summary>
    private static string Describe(ParseResult parsed)
    {
        if (parsed.CommandResult.Command is RootCommand root)
        {
            string verbs = string.Join(", ", root.Subcommands.Select(command => command.Name));
            return parsed.UnmatchedTokens is [var word, ..] ? $"there is no verb '{word}'; the verbs are {verbs}" : $"a verb is missing: {verbs}";
        }

        return parsed.UnmatchedTokens is [var unknown, ..]
            ? $"{parsed.CommandResult.Command.Name}: '{unknown}' is no option, and one argument too many"
            : string.Join("; ", parsed.Errors.Select(error => error.Message.TrimEnd('.')));
    }

    private int Fail(int code, string message)
    {
        terminal.Say($"sharedbuffers: {message}");
        return code;
    }
}
