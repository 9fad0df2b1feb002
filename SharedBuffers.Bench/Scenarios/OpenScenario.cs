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
                     "*open* is the open call and one lookup in that fresh process; *again* is the same a second time, when its code is compiled. Medians. " +
                     "What has nothing else in its name is a child of this program, compiled as it runs. *ReadyToRun* and *NativeAOT* are the same calls in a program of a page, published " +
                     "that way before anything is measured, and started in turn with the children.",
        };
        var small = new Entries(SmallEntries, KeyLength);
        var large = new Entries(LargeEntries, KeyLength);
        var json = new Entries(context.Choose(JsonEntries, LargeEntries), KeyLength);
        OpenChild.WriteFlat(context.PathOf("open.flat"), large);
        OpenChild.WriteJson(context.PathOf("open.json"), json);
        SqliteStore.Write(context.PathOf("open.sqlite"), json);
        int repeats = context.Rounds;
        int slowRepeats = context.Choose(1, 3);

        Opening smallMapper = OfChild("SharedBuffers", OpenChild.Mapper, context.MapperFile(small), small);
        Opening largeMapper = OfChild("SharedBuffers", OpenChild.Mapper, context.MapperFile(large), large);
        Opening? precompiled = OfProgram(context, "SharedBuffers, ReadyToRun", ConsoleProject.ReadyToRun, large);
        Opening? native = OfProgram(context, "SharedBuffers, NativeAOT", ConsoleProject.Aot, large);
        Opening sqlite = OfChild("SQLite, mapped", OpenChild.Sqlite, context.PathOf("open.sqlite"), json);
        Opening parsed = OfChild("System.Text.Json into a Dictionary", OpenChild.Json, context.PathOf("open.json"), json);
        Opening filled = OfChild("Dictionary filled from a flat file", OpenChild.Dictionary, context.PathOf("open.flat"), large);
        Opening[] fast = [.. new[] { smallMapper, largeMapper, precompiled, native, sqlite }.OfType<Opening>()];
        Opening[] slow = [parsed, filled];
        Measure(context, fast, repeats);
        Measure(context, slow, slowRepeats);
        Opening[] all = [.. fast, .. slow];
        section.Tables.Add(new FactTable(Description, ["", "Entries", "Process", "Open", "Again", "Peak memory"], [.. all.Select(Row)]));
        section.Charts.Add(new Chart("open.svg", "Time from the open call to the first answer", BarChart.Render(
            "Time from the open call to the first answer, in a fresh process",
            "compilation included; shorter is better",
            [.. all.Select(BarOf)])));

        if (native is not null)
        {
            AddRatio(section, "Open to first lookup at 10 M keys, against filling the Dictionary (fresh NativeAOT process)", native.OpenTime.Median / filled.OpenTime.Median);
            AddRatio(section, "The same from the start of the process", native.ProcessTime.Median / filled.ProcessTime.Median);
        }

        AddRatio(section, "Open to first lookup at 10 M keys in a fresh process with just-in-time compilation", largeMapper.OpenTime.Median / filled.OpenTime.Median);
        AddRatio(section, "Open to first lookup at 10 M keys in a running process", largeMapper.AgainTime!.Value.Median / filled.OpenTime.Median);
        section.Targets.Add(new TargetResult(
            "Opening 10 M keys (running process)", "< 1 ms, as with 10 k",
            $"{MarkdownReport.Time(largeMapper.AgainTime.Value.Median)}; 10 k: {MarkdownReport.Time(smallMapper.AgainTime!.Value.Median)}",
            largeMapper.AgainTime.Value.Median < 1e6));
        yield return section;
    }

    private static Opening OfChild(string name, string kind, string path, Entries entries) =>
        new(name, path, entries, () => BenchProcess.Run(ChildProgram.Arguments("open", kind, path, entries)));

    private static Opening? OfProgram(ScenarioContext context, string name, string way, Entries entries)
    {
        string path = context.MapperFile(entries);
        return StartUpProgram.Publish(ScenarioContext.Repository, way, context.Log) is { } program ? new Opening(name, path, entries, () => StartUpProgram.Run(program, path, entries)) : null;
    }

    private static void Measure(ScenarioContext context, Opening[] openings, int repeats)
    {
        foreach (Opening opening in openings)
        {
            FileCache.Warm(opening.Path);
        }

        for (int round = 0; round < repeats; round++)
        {
            foreach (Opening opening in openings)
            {
                opening.Measure();
            }
        }

        foreach (Opening opening in openings)
        {
            string again = opening.AgainTime is { } a ? MarkdownReport.Time(a.Median) : "-";
            context.Log.WriteLine(
                $"  {opening.Name,-36}{opening.Entries.Count,12:N0} entries: process {MarkdownReport.Time(opening.ProcessTime.Median)}, open {MarkdownReport.Time(opening.OpenTime.Median)}, again {again}");
        }
    }

    private static void AddRatio(Section section, string what, double ratio) =>
        section.Targets.Add(new TargetResult(what, "<= 0.001x", ratio.ToString("0.0000000", CultureInfo.InvariantCulture), ratio <= 0.001));

    private static string[] Row(Opening opening) =>
    [
        opening.Name,
        opening.Entries.Count.ToString("N0", CultureInfo.InvariantCulture),
        MarkdownReport.Time(opening.ProcessTime.Median),
        MarkdownReport.Time(opening.OpenTime.Median),
        opening.AgainTime is { } again ? MarkdownReport.Time(again.Median) : "",
        MarkdownReport.Bytes(opening.Peak),
    ];

    private static Bar BarOf(Opening opening)
    {
        string entries = opening.Entries.Count >= 1_000_000 ? $"{opening.Entries.Count / 1_000_000} M" : $"{opening.Entries.Count / 1_000} k";
        Role role = opening.Name.StartsWith("SharedBuffers", StringComparison.Ordinal) ? Role.Subject : Role.Peer;
        return new Bar($"{opening.Name}, {entries} entries", role, opening.OpenTime, MarkdownReport.Time(opening.OpenTime.Median));
    }
}
