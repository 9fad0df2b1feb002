using System.Globalization;
using SharedBuffers.Bench.Data;
using SharedBuffers.Bench.Measuring;
using SharedBuffers.Bench.Peers;
using SharedBuffers.Bench.Reporting;
using SharedBuffers.Collections;

namespace SharedBuffers.Bench.Scenarios;

/// <summary>What most services do: find a record by its key and read three of its fields.</summary>
internal sealed class RecordScenario : IScenario
{
    private const int KeyLength = 20;

    public string Name => "record";

    public string Description => "A record by its string key, and three of its fields";

    public IEnumerable<Section> Run(ScenarioContext context)
    {
        var entries = new Entries(context.Choose(1_000_000, 10_000_000), KeyLength);
        string size = string.Create(CultureInfo.InvariantCulture, $"{entries.Count / 1_000_000} M records");
        var section = new Section(Name, $"{Description}, {size}")
        {
            Method = "A product with a name, an optional price, two integers, a list and a set. Read are an integer, the price, and the length of the name, which is text of its own in every store. " +
                     "The dictionary holds class instances, created in the order of insertion; SQLite selects the three columns.",
        };
        string path = context.PathOf("records.sbuf");
        RecordStores.Write(path, entries);
        Dictionary<string, Product> onHeap = RecordStores.Fill(entries);
        using var mapped = MappedDictionary.Open<string, Product.View>(path);
        LargePages.Load(mapped.Region);
        using SqliteRecords? sqlite = context.Full ? null : SqliteRecords.Build(context.PathOf("records.sqlite"), entries);

        int operations = context.Choose(100_000, 1_000_000);
        var hits = (TextQueries)entries.Queries(operations * 4);
        foreach ((string id, string text, Pattern pattern, double atMost) in new[]
        {
            ("record-hit", "independent hits", Pattern.Independent, 0.22),
            ("record-dependent", "dependent hits", Pattern.Dependent, 0.40),
        })
        {
            var question = new Question(id, $"{section.Title}: {text}", operations) { Targets = [new Target(RecordStores.DictionaryName, atMost)] };
            Comparison comparison = context.Runner.Compare(question, [
                RecordStores.Mapped(mapped, hits, pattern, operations),
                RecordStores.OnHeap(onHeap, hits, pattern, operations),
                .. sqlite is null ? Array.Empty<Contender>() : [sqlite.Lookups(hits, pattern, operations)],
            ]);
            section.Comparisons.Add(comparison);
            section.Charts.Add(ComparisonChart.Of(comparison));
        }

        var many = new Question("record-batch", $"{section.Title}: hits, {RecordStores.BatchSize} in a call", operations) { Targets = [new Target(RecordStores.DictionaryName, 0.22)] };
        Comparison batches = context.Runner.Compare(many, [
            RecordStores.Batches<RecordStores.ThreeFields>(MapperStore.StoreName, Role.Subject, mapped.TryGetValues, hits, operations),
            RecordStores.OnHeap(onHeap, hits, Pattern.Independent, operations),
        ]);
        section.Comparisons.Add(batches);
        section.Charts.Add(ComparisonChart.Of(batches));

        double bytes = new FileInfo(path).Length / (double)entries.Count;
        section.Notes.Add(string.Create(CultureInfo.InvariantCulture, $"The file takes {bytes:0} bytes a record, key, index and checksums included."));
        yield return section;
    }
}
