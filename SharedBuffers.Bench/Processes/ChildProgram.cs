using System.Globalization;
using SharedBuffers.Bench.Peers;

namespace SharedBuffers.Bench.Processes;

/// <summary>What the child processes of scenarios do: <c>child VERB …</c>.</summary>
internal static class ChildProgram
{
    public static int Run(string[] args)
    {
        switch (args)
        {
            case ["open", var kind, var path, var count, var textLength]:
                OpenChild.Run(kind, path, EntriesOf(count, textLength));
                return 0;
            case ["build", var kind, var path, var count, var textLength]:
                BuildChild.Run(kind, path, EntriesOf(count, textLength));
                return 0;
            case ["memory", var kind, var path, var count, var textLength]:
                MemoryChild.Run(kind, path, EntriesOf(count, textLength));
                return 0;
            default:
                Console.Error.WriteLine($"There is no child '{string.Join(' ', args)}': scenarios start them.");
                return 2;
        }
    }

    /// <summary>The arguments that <see cref="EntriesOf"/> reads.</summary>
    public static string[] Arguments(string verb, string kind, string path, Entries entries) =>
        [verb, kind, path, entries.Count.ToString(CultureInfo.InvariantCulture), entries.TextLength.ToString(CultureInfo.InvariantCulture)];

    private static Entries EntriesOf(string count, string textLength) =>
        new(long.Parse(count, CultureInfo.InvariantCulture), int.Parse(textLength, CultureInfo.InvariantCulture));
}
