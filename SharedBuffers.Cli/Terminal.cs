using System.Text;
using Spectre.Console;

namespace SharedBuffers.Cli;

/// <summary>
/// Where the tool writes: data to standard output, everything said to a person to standard error. Colour, tables and progress bars appear only where a person is watching.
/// </summary>
internal sealed class Terminal
{
    private Terminal(Stream output, TextWriter error, bool richOutput, bool richError)
    {
        Output = output;
        Error = error;
        HasRichOutput = richOutput;
        HasRichError = richError;
    }

    /// <summary>Raw standard output.</summary>
    public Stream Output { get; }

    public TextWriter Error { get; }

    /// <summary>Whether a person reads standard output.</summary>
    public bool HasRichOutput { get; }

    /// <summary>Whether a person reads standard error.</summary>
    public bool HasRichError { get; }

    public static Terminal Standard() => new(
        Console.OpenStandardOutput(),
        Console.Error,
        richOutput: !Console.IsOutputRedirected,
        richError: !Console.IsErrorRedirected);

    /// <summary>A terminal that nobody watches, for tests.</summary>
    public static Terminal Plain(Stream output, TextWriter error) => new(output, error, richOutput: false, richError: false);

    /// <summary>UTF-8 text on standard output; dispose it to flush.</summary>
    public StreamWriter OpenText() => new(Output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 14, leaveOpen: true) { NewLine = "\n" };

    /// <summary>Console for bars and tables on standard error.</summary>
    public IAnsiConsole CreateErrorConsole() => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Error) });

    /// <summary>Console for tables on standard output.</summary>
    public static IAnsiConsole CreateOutputConsole() => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });

    /// <summary>A line for the person, on standard error.</summary>
    public void Say(string message) => Error.WriteLine(message);
}
