using System.Globalization;
using SharedBuffers.Bench.Data;
using SharedBuffers.Bench.Measuring;
using SharedBuffers.Bench.Peers;
using SharedBuffers.Bench.Reporting;

namespace SharedBuffers.Bench.Scenarios;

/// <summary>Point lookups of one kind of key: hit, dependent and miss, against every peer at one million entries and against the dictionaries at ten.</summary>
internal sealed class LookupScenario(string name, int textLength) : IScenario
{
    public string Name => name;

    public string Description => textLength > 0
        ? string.Create(CultureInfo.InvariantCulture, $"lookups of {textLength}-byte string keys")
        : "lookups of 64-bit keys";

    public IEnumerable<Section> Run(ScenarioContext context)
    {
        yield return Measure(context, new Entries(context.Choose(1_000_000, 1_000_000), textLength), everyPeer: true);
    }

    private Section Measure(ScenarioContext context, Entries entries, bool everyPeer)
    {
        var section = new Section(name, $"{Description}, {entries.Count:N0} entries");
        int operations = context.Choose(250_000, 1_000_000);
        Queries hits = entries.Queries(operations * 4);
        Queries misses = entries.Queries(operations * 4, miss: true);
        Store[] stores = [.. Stores(context, entries, everyPeer, section)];
        try
        {
            foreach ((string id, string text, Queries queries, Pattern pattern) in new[]
            {
                ("hit", "independent hits", hits, Pattern.Independent),
                ("dependent", "dependent hits", hits, Pattern.Dependent),
                ("miss", "misses", misses, Pattern.Independent),
            })
            {
                var question = new Question($"{name}-{id}", $"{section.Title}: {text}", operations);
                Comparison comparison = context.Runner.Compare(question, [.. stores.Select(s => s.Lookups(queries, pattern, operations))]);
                section.Comparisons.Add(comparison);
                section.Charts.Add(ComparisonChart.Of(comparison));
            }
        }
        finally
        {
            foreach (Store store in stores)
            {
                store.Dispose();
            }
        }

        return section;
    }

    private static IEnumerable<Store> Stores(ScenarioContext context, Entries entries, bool everyPeer, Section section)
    {
        yield return HeapStore.Dictionary(entries);
        yield return HeapStore.Frozen(entries);
        if (!everyPeer)
        {
            yield break;
        }

        yield return HeapStore.Concurrent(entries);
        yield return FasterStore.Build(entries);
        yield return SqliteStore.Build(context.PathOf("lookup.sqlite"), entries);
        if (LmdbStore.IsInstalled)
        {
            yield return LmdbStore.Build(context.PathOf("lookup.mdb"), entries);
        }
        else
        {
            section.Notes.Add("LMDB was skipped: its library is not installed (Debian: liblmdb0).");
        }

        if (CdbStore.IsInstalled)
        {
            yield return CdbStore.Build(context.PathOf("lookup.cdb"), entries);
        }
        else
        {
            section.Notes.Add("cdb was skipped: its library is not installed (Debian: libcdb1).");
        }
    }
}
