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
                throw new UsageException($"{string.Join("; ", parsed.Errors.Select(error => error.Message))}\nTry 'sharedbuffers {verb}--help'.");
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
            return Fail(ExitCode.BadInput, e.Line > 0 ? $"line {e.Line}: {e.Message}" : e.Message);
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

    private static RootCommand CreateRoot(CommandContext context) =>
    [
        BuildCommand.Create(context),
        InfoCommand.Create(context),
        GetCommand.Create(context),
        DumpCommand.Create(context),
        VerifyCommand.Create(context),
        DemoCommand.Create(context),
    ];

    private int Fail(int code, string message)
    {
        terminal.Say($"sharedbuffers: {message}");
        return code;
    }
}
