using System.Diagnostics;
using System.Globalization;
using SharedBuffers.Bench.Measuring;
using SharedBuffers.Bench.Peers;
using SharedBuffers.Bench.Processes;
using SharedBuffers.Bench.Reporting;

namespace SharedBuffers.Bench.Scenarios;

/// <summary>How long a service waits for its first answer: from the start of its process, from the open call, and from the open call once everything is compiled.</summary>
internal sealed class OpenScenario : IScenario
{
    private const int KeyLength = 20;
    private const int SmallEntries = 10_000;
    private const int LargeEntries = 10_000_000;
    private const int JsonEntries = 1_000_000;

    public string Name => "open";

    public string Description => "From the start of a process to the first answer";

    public IEnumerable<Section> Run(ScenarioContext context)
    {
        var section = new Section(Name, Description)
        {
            Method = "Every row is a process of its own, files are in the page cache. *Process* is from just before it is started to its first answer, runtime start and compilation included; " +
                     "*open* is the open call and one lookup in that fresh process; *again* is the same a second time, when its code is compiled. Medians.",
        };
        var small = new Entries(SmallEntries, KeyLength);
        var large = new Entries(LargeEntries, KeyLength);
        var json = new Entries(context.Choose(JsonEntries, LargeEntries), KeyLength);
        OpenChild.WriteFlat(context.PathOf("open.flat"), large);
        OpenChild.WriteJson(context.PathOf("open.json"), json);
        SqliteStore.Write(context.PathOf("open.sqlite"), json);
        int repeats = context.Rounds;
        int slowRepeats = context.Choose(1, 3);

        Result smallMapper = Measure(context, OpenChild.Mapper, context.MapperFile(small), small, repeats);
        Result largeMapper = Measure(context, OpenChild.Mapper, context.MapperFile(large), large, repeats);
        Result sqlite = Measure(context, OpenChild.Sqlite, context.PathOf("open.sqlite"), json, repeats);
        Result parsed = Measure(context, OpenChild.Json, context.PathOf("open.json"), json, slowRepeats);
        Result filled = Measure(context, OpenChild.Dictionary, context.PathOf("open.flat"), large, slowRepeats);
        section.Tables.Add(new FactTable(Description, ["", "Entries", "Process", "Open", "Again", "Peak memory"], [
            Row("SharedBuffers", small, smallMapper),
            Row("SharedBuffers", large, largeMapper),
            Row("SQLite, mapped", json, sqlite),
            Row("System.Text.Json into a Dictionary", json, parsed),
            Row("Dictionary filled from a flat file", large, filled),
        ]));
        section.Charts.Add(new Chart("open.svg", "Time from the open call to the first answer", BarChart.Render(
            "Time from the open call to the first answer, in a fresh process",
            "compilation included; shorter is better",
            [
                BarOf("SharedBuffers, 10 k entries", Role.Subject, smallMapper),
                BarOf("SharedBuffers, 10 M entries", Role.Subject, largeMapper),
                BarOf(string.Create(CultureInfo.InvariantCulture, $"SQLite, {json.Count / 1_000_000} M entries"), Role.Peer, sqlite),
                BarOf(string.Create(CultureInfo.InvariantCulture, $"System.Text.Json, {json.Count / 1_000_000} M entries"), Role.Peer, parsed),
                BarOf("Dictionary from a flat file, 10 M entries", Role.Peer, filled),
            ])));

        double ratio = largeMapper.Open.Median / filled.Open.Median;
        section.Targets.Add(new TargetResult(
            "Open to first lookup at 10 M keys, against filling the Dictionary (fresh process)", "<= 0.001x", ratio.ToString("0.00000", CultureInfo.InvariantCulture), ratio <= 0.001));
        double again = largeMapper.Again!.Value.Median / filled.Open.Median;
        section.Targets.Add(new TargetResult(
            "The same in a running process", "<= 0.001x", again.ToString("0.0000000", CultureInfo.InvariantCulture), again <= 0.001));
        section.Targets.Add(new TargetResult(
            "Opening 10 M keys (running process)", "< 1 ms, as with 10 k",
            $"{MarkdownReport.Time(largeMapper.Again.Value.Median)}; 10 k: {MarkdownReport.Time(smallMapper.Again!.Value.Median)}",
            largeMapper.Again.Value.Median < 1e6));
        yield return section;
    }

    private static Result Measure(ScenarioContext context, string kind, string path, Entries entries, int repeats)
    {
        FileCache.Warm(path);
        var process = new List<double>();
        var open = new List<double>();
        var again = new List<double>();
        double peak = 0;
        for (int i = 0; i < repeats; i++)
        {
            using BenchProcess child = BenchProcess.Run(ChildProgram.Arguments("open", kind, path, entries));
            process.Add((child.Facts["answered_at"] - child.StartedAt) * (1e9 / Stopwatch.Frequency));
            open.Add(child.Facts["first"]);
            peak = Math.Max(peak, child.Facts["peak"]);
            if (child.Facts.TryGetValue("again", out double second))
            {
                again.Add(second);
            }
        }

        var result = new Result(Spread.Of([.. process]), Spread.Of([.. open]), again.Count > 0 ? Spread.Of([.. again]) : null, peak);
        context.Log.WriteLine($"  {kind,-12}{entries.Count,12:N0} entries: process {MarkdownReport.Time(result.Process.Median)}, open {MarkdownReport.Time(result.Open.Median)}, again {(result.Again is { } a ? MarkdownReport.Time(a.Median) : "-")}");
        return result;
    }

    private static string[] Row(string name, Entries entries, Result result) =>
    [
        name,
        entries.Count.ToString("N0", CultureInfo.InvariantCulture),
        MarkdownReport.Time(result.Process.Median),
        MarkdownReport.Time(result.Open.Median),
        result.Again is { } again ? MarkdownReport.Time(again.Median) : "",
        MarkdownReport.Bytes(result.Peak),
    ];

    private static Bar BarOf(string name, Role role, Result result) => new(name, role, result.Open, MarkdownReport.Time(result.Open.Median));

    private sealed record Result(Spread Process, Spread Open, Spread? Again, double Peak);
}
