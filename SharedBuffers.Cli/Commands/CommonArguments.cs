using System.CommandLine;
using SharedBuffers.Cli.Output;
using SharedBuffers.Indexes;

namespace SharedBuffers.Cli.Commands;

/// <summary>Arguments that several verbs take.</summary>
internal static class CommonArguments
{
    public static Argument<string> File() => new("FILE") { Description = "A SharedBuffers file (.sbuf)." };

    public static Option<string> Output() => new("--output") { Description = "The file to publish.", Required = true, HelpName = "FILE" };

    public static Option<string> Duplicates() =>
        new("--duplicates") { Description = "Which of the records with one key stays.", DefaultValueFactory = _ => "error", HelpName = "first|last|error" };

    public static Option<string> Memory() =>
        new("--memory") { Description = "Memory for the index under construction; beyond it, temporary files.", DefaultValueFactory = _ => "256M", HelpName = "SIZE" };

    public static DuplicatePolicy ParsePolicy(string text) => text switch
    {
        "first" => DuplicatePolicy.KeepFirst,
        "last" => DuplicatePolicy.KeepLast,
        "error" => DuplicatePolicy.Error,
        _ => throw new UsageException($"--duplicates: '{text}' is none of first, last, error"),
    };

    public static long ParseMemory(string text) => Sizes.TryParse(text, out long bytes) ? bytes : throw new UsageException($"--memory: '{text}' is no size; 256M and 1G are");

    public static Option<string?> Index() => new("--index") { Description = "The index to look in. Default: the first of the file.", HelpName = "NAME" };
}
