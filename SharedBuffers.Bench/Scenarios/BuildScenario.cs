using System.Globalization;
using SharedBuffers.Bench.Measuring;
using SharedBuffers.Bench.Peers;
using SharedBuffers.Bench.Processes;
using SharedBuffers.Bench.Reporting;

namespace SharedBuffers.Bench.Scenarios;

/// <summary>What a build takes: time and peak memory, in a process of its own.</summary>
internal sealed class BuildScenario : IScenario
{
    private const int KeyLength = 20;

    /// <summary>The builders' default budget and the runtime around it.</summary>
    private const double MemoryWanted = (256 + 128) * (double)(1 << 20);

    public string Name => "build";

    public string Description => "Building an index";

    public IEnumerable<Section> Run(ScenarioContext context)
    {
        int rounds = context.Choose(1, 3);
        var section = new Section(Name, Description)
        {
            Method = string.Create(
                CultureInfo.InvariantCulture,
                $"Each build is a process of its own that generates 20-byte keys and 8-byte values and builds from them; files are published durably, SQLite and LMDB run without syncing. " +
                $"*Processor* counts all threads. {rounds} interleaved round(s)."),
        };
        string path = context.PathOf("build.tmp");
        var rows = new List<string[]>();
        foreach (int count in context.Choose<int[]>([1_000_000, 10_000_000], [1_000_000, 10_000_000, 50_000_000]))
        {
            var entries = new Entries(count, KeyLength);
            (string Kind, string Name)[] kinds = [.. Kinds(context, count)];
            var results = kinds.ToDictionary(k => k.Kind, _ => new List<IReadOnlyDictionary<string, double>>());
            for (int round = 0; round < rounds; round++)
            {
                foreach ((string kind, _) in kinds)
                {
                    using BenchProcess child = BenchProcess.Run(ChildProgram.Arguments("build", kind, path, entries));
                    results[kind].Add(child.Facts);
                    File.Delete(path);
                }
            }

            foreach ((string kind, string name) in kinds)
            {
                double wall = Median(results[kind], "wall");
                double cpu = Median(results[kind], "cpu");
                double peak = Median(results[kind], "peak");
                rows.Add([name, count.ToString("N0", CultureInfo.InvariantCulture), MarkdownReport.Time(wall), MarkdownReport.Time(cpu), (wall / count).ToString("0", CultureInfo.InvariantCulture) + " ns", MarkdownReport.Bytes(peak)]);
                context.Log.WriteLine($"  {name,-20}{count,12:N0}: {MarkdownReport.Time(wall)}, processor {MarkdownReport.Time(cpu)}, peak {MarkdownReport.Bytes(peak)}");
            }

            AddTargets(section, count, results);
            section.Charts.Add(new Chart($"build-{count / 1_000_000}m.svg", $"Time to build {count / 1_000_000} M string keys", BarChart.Render(
                string.Create(CultureInfo.InvariantCulture, $"Time to build {count / 1_000_000} M string keys"),
                "processor time and peak memory of the process; shorter is better",
                [.. kinds.Select(k => BarOf(k.Name, k.Kind == BuildChild.Mapper ? Role.Subject : Role.Peer, results[k.Kind]))])));
        }

        section.Tables.Add(new FactTable(Description, ["", "Entries", "Time", "Processor", "An entry", "Peak memory"], rows));
        yield return section;
    }

    private static IEnumerable<(string Kind, string Name)> Kinds(ScenarioContext context, int count)
    {
        yield return (BuildChild.Mapper, MapperStore.StoreName);
        yield return (BuildChild.Dictionary, "Dictionary, presized");
        if (count > 1_000_000 && !context.Full)
        {
            yield break;
        }

        if (count <= 10_000_000)
        {
            yield return (BuildChild.Frozen, HeapStore.FrozenName);
            yield return (BuildChild.Sqlite, SqliteStore.StoreName);
            if (LmdbStore.IsInstalled)
            {
                yield return (BuildChild.Lmdb, LmdbStore.StoreName);
            }
        }

        if (CdbStore.IsInstalled)
        {
            yield return (BuildChild.Cdb, CdbStore.StoreName);
        }
    }

    private static void AddTargets(Section section, int count, Dictionary<string, List<IReadOnlyDictionary<string, double>>> results)
    {
        double peak = Median(results[BuildChild.Mapper], "peak");
        string size = string.Create(CultureInfo.InvariantCulture, $"{count / 1_000_000} M string keys");
        if (count == 10_000_000)
        {
            double ratio = Median(results[BuildChild.Mapper], "cpu") / Median(results[BuildChild.Dictionary], "cpu");
            section.Targets.Add(new TargetResult(
                $"Build of {size} against filling a presized Dictionary (processor time)", "<= 1.20x", string.Create(CultureInfo.InvariantCulture, $"{ratio:0.00}x"), ratio <= 1.2));
        }

        if (count >= 10_000_000)
        {
            section.Targets.Add(new TargetResult($"Peak memory of the build of {size}", "<= 384 MiB", MarkdownReport.Bytes(peak), peak <= MemoryWanted));
        }
    }

    private static double Median(List<IReadOnlyDictionary<string, double>> results, string fact) => Spread.Of([.. results.Select(r => r[fact])]).Median;

    private static Bar BarOf(string name, Role role, List<IReadOnlyDictionary<string, double>> results)
    {
        var cpu = Spread.Of([.. results.Select(r => r["cpu"])]);
        return new Bar(name, role, cpu, $"{MarkdownReport.Time(cpu.Median)}, {MarkdownReport.Bytes(Median(results, "peak"))}");
    }
}
