using System.Globalization;
using SharedBuffers.Bench.Peers;
using SharedBuffers.Bench.Processes;
using SharedBuffers.Bench.Reporting;

namespace SharedBuffers.Bench.Scenarios;

/// <summary>What it takes to make one file of four, of indexes alone and of records, against building it from their entries: time and peak memory, in a process of its own.</summary>
internal sealed class MergeScenario : IScenario
{
    private const int KeyLength = 20;
    private const double Wanted = 0.5;

    /// <summary>What a build may take: the builders' default budget and the runtime around it.</summary>
    private const double MemoryWanted = (256 + 128) * (double)(1 << 20);

    public string Name => "merge";

    public string Description => "Merging indexes";

    public IEnumerable<Section> Run(ScenarioContext context)
    {
        yield return Measure(
            context, Description, "string keys", context.Choose<int[]>([1_000_000], [1_000_000, 10_000_000, 50_000_000]), (BuildChild.Mapper, BuildChild.Merge), MapperStore.WriteParts);
        yield return Measure(
            context, "Merging dictionary files", "records", context.Choose<int[]>([400_000], [1_000_000, 10_000_000]), (BuildChild.Records, BuildChild.MergeRecords), RecordStores.WriteParts);
    }

    private Section Measure(ScenarioContext context, string title, string what, int[] counts, (string Build, string Merge) kinds, Action<string, Entries> writeParts)
    {
        int rounds = context.Choose(1, 3);
        var section = new Section(Name, title)
        {
            Method = string.Create(
                CultureInfo.InvariantCulture,
                $"{MapperStore.PartCount} files with a quarter of the 20-byte keys each become one; the build makes the same file from the {what}. Each is a process of its own. " +
                $"*Peak* is the greatest resident size, pages of mapped inputs included; *anonymous* is without them: heap, native buffers, stacks, looked at every 20 ms. {rounds} interleaved round(s)."),
        };
        string path = context.PathOf("merge.tmp");
        var rows = new List<string[]>();
        foreach (int count in counts)
        {
            var entries = new Entries(count, KeyLength);
            writeParts(path, entries);
            var results = new Dictionary<string, List<IReadOnlyDictionary<string, double>>> { [kinds.Build] = [], [kinds.Merge] = [] };
            for (int round = 0; round < rounds; round++)
            {
                foreach ((string kind, List<IReadOnlyDictionary<string, double>> facts) in results)
                {
                    using BenchProcess child = BenchProcess.Run(ChildProgram.Arguments("build", kind, path, entries));
                    facts.Add(child.Facts);
                    File.Delete(path);
                }
            }

            Array.ForEach(MapperStore.PartPaths(path), File.Delete);
            foreach ((string kind, List<IReadOnlyDictionary<string, double>> facts) in results)
            {
                string name = kind == kinds.Merge ? "Merge" : "Build";
                double wall = Median(facts, "wall");
                double cpu = Median(facts, "cpu");
                double peak = Median(facts, "peak");
                double anonymous = Median(facts, "anonymous");
                rows.Add([name, count.ToString("N0", CultureInfo.InvariantCulture), MarkdownReport.Time(wall), MarkdownReport.Time(cpu), (wall / count).ToString("0", CultureInfo.InvariantCulture) + " ns", MarkdownReport.Bytes(peak), MarkdownReport.Bytes(anonymous)]);
                context.Log.WriteLine($"  {name,-20}{count,12:N0}: {MarkdownReport.Time(wall)}, processor {MarkdownReport.Time(cpu)}, peak {MarkdownReport.Bytes(peak)}, anonymous {MarkdownReport.Bytes(anonymous)}");
            }

            double mergePeak = Median(results[kinds.Merge], "peak");
            if (count >= 10_000_000)
            {
                section.Targets.Add(new TargetResult(
                    string.Create(CultureInfo.InvariantCulture, $"Peak memory of merging 4 files of {what}, {count / 1_000_000} M in all"),
                    "<= 384 MiB", MarkdownReport.Bytes(mergePeak), mergePeak <= MemoryWanted));
            }

            if (count == 10_000_000)
            {
                double ratio = Median(results[kinds.Merge], "cpu") / Median(results[kinds.Build], "cpu");
                section.Targets.Add(new TargetResult(
                    $"Merge of 4 x 2.5 M {what} against their build (processor time)", "<= 0.50x", string.Create(CultureInfo.InvariantCulture, $"{ratio:0.00}x"), ratio <= Wanted));
            }
        }

        section.Tables.Add(new FactTable(title, ["", "Entries", "Time", "Processor", "An entry", "Peak memory", "Anonymous"], rows));
        return section;
    }

    private static double Median(List<IReadOnlyDictionary<string, double>> results, string fact) => Spread.Of([.. results.Select(r => r[fact])]).Median;
}
