using System.CommandLine;
using SharedBuffers.Cli.Demo;

namespace SharedBuffers.Cli.Commands;

/// <summary><c>demo</c>: a bundle of real data, built in one process and read in another.</summary>
internal static class DemoCommand
{
    public static Command Create(CommandContext context)
    {
        var output = new Option<string?>("--output") { Description = "Where to keep the file. Default: a temporary one.", HelpName = "FILE" };
        var read = new Option<string?>("--read") { Description = "Only map and measure a file that the demo made: what its second process does.", HelpName = "FILE" };
        var command = new Command("demo", "Index the Unicode Character Database, map it in a second process, compare it with a Dictionary.") { output, read };
        command.SetAction(parsed =>
        {
            using StreamWriter text = context.Terminal.OpenText();
            return parsed.GetValue(read) is { } path ? DemoReader.Run(path, text) : DemoBuilder.Run(parsed.GetValue(output), text);
        });
        return command;
    }
}
