namespace SharedBuffers.Bench.Scenarios;

/// <summary>The command line of the scenario runner.</summary>
/// <param name="Names">Scenarios to run.</param>
/// <param name="Full">Large sizes.</param>
/// <param name="IsWholeRun">All scenarios: the results are kept in the repository.</param>
/// <param name="UpdateDocs">Rewrite the generated part of <c>docs/benchmarks.md</c>.</param>
/// <param name="Temp">Where files may lie.</param>
/// <param name="Given">The arguments as given, to be repeated in the report.</param>
internal sealed record ScenarioArguments(IReadOnlySet<string> Names, bool Full, bool IsWholeRun, bool UpdateDocs, string Temp, IReadOnlyList<string> Given)
{
    /// <summary>Reads the arguments; null with a <paramref name="problem"/> when they make no sense.</summary>
    public static ScenarioArguments? Parse(string[] args, IReadOnlyList<string> known, out string? problem)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        bool full = false, quick = false, docs = false;
        string temp = Path.GetTempPath();
        problem = null;
        for (int i = 0; i < args.Length && problem is null; i++)
        {
            switch (args[i])
            {
                case "quick":
                    quick = true;
                    break;
                case "full" or "--full":
                    full = true;
                    break;
                case "--docs":
                    docs = true;
                    break;
                case "--temp" when i + 1 < args.Length && Directory.Exists(args[i + 1]):
                    temp = args[++i];
                    break;
                case "--temp":
                    problem = "--temp wants an existing folder.";
                    break;
                case var name when known.Contains(name):
                    names.Add(name);
                    break;
                case var unknown:
                    problem = $"There is no scenario '{unknown}'.";
                    break;
            }
        }

        bool whole = names.Count == 0 && (quick || full);
        problem ??= quick && full ? "A run is quick or full, not both." : null;
        problem ??= docs && !whole ? "--docs goes with a whole run: quick or full." : null;
        problem ??= names.Count == 0 && !whole ? "Name scenarios, or say quick or full for all of them." : null;
        return problem is null ? new ScenarioArguments(whole ? known.ToHashSet(StringComparer.Ordinal) : names, full, whole, docs, temp, args) : null;
    }
}
