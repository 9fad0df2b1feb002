using System.CommandLine;
using SharedBuffers.Cli.Output;
using SharedBuffers.Files;

namespace SharedBuffers.Cli.Commands;

/// <summary><c>info FILE</c>: what a file holds, from its directory and the headers of sections; the size of the file makes no difference.</summary>
internal static class InfoCommand
{
    public static Command Create(CommandContext context)
    {
        Argument<string> file = CommonArguments.File();
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command("info", "Show the sections, schemas and indexes of a file.") { file, json };
        command.SetAction(parsed => Run(context, parsed.GetRequiredValue(file), parsed.GetValue(json)));
        return command;
    }

    private static int Run(CommandContext context, string path, bool json)
    {
        using BufferFile file = BufferFile.Open(path);
        FileDescription description = FileDescription.Read(path, file);
        if (json)
        {
            FileDescriptionJson.Write(description, context.Terminal.Output);
        }
        else
        {
            FileDescriptionText.Write(description, context.Terminal);
        }

        return ExitCode.Success;
    }
}
