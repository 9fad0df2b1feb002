using System.CommandLine;

namespace SharedBuffers.Cli.Commands;

/// <summary>Arguments that several verbs take.</summary>
internal static class CommonArguments
{
    public static Argument<string> File() => new("FILE") { Description = "A SharedBuffers file (.sbuf)." };

    public static Option<string?> Index() => new("--index") { Description = "The index to look in. Default: the first of the file.", HelpName = "NAME" };
}
