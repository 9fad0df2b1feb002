using System.Globalization;
using SharedBuffers.Bench.Data;
using SharedBuffers.Bench.Measuring;
using SharedBuffers.Bench.Peers;
using SharedBuffers.Bench.Reporting;
using SharedBuffers.Memory;

namespace SharedBuffers.Bench.Scenarios;

/// <summary>
/// Point lookups of one kind of key: independent, dependent, missing, batched, against every peer at one million entries and against the dictionaries and cdb at ten.
/// </summary>
internal sealed class LookupScenario(string name, int textLength) : IScenario
{
    /// <summary>Entries at which the targets are stated.</summary>
    private const int CoreEntries = 10_000_000;

    private const int SmallEntries = 1_000_000;

    public string Name => name;

    public string Description => textLength > 0
        ? string.Create(CultureInfo.InvariantCulture, $"Lookups of {textLength}-byte string keys")
        : "Lookups of 64-bit keys";

    private bool IsText => textLength > 0;

    public IEnumerable<Section> Run(ScenarioContext context)
    {
        yield return Measure(context, new Entries(SmallEntries, textLength), isCore: false);
        InterleavedRunner.SettleHeap();
        yield return Measure(context, new Entries(CoreEntries, textLength), isCore: true);
    }

    private Section Measure(ScenarioContext context, Entries entries, bool isCore)
    {
        string size = string.Create(CultureInfo.InvariantCulture, $"{entries.Count / 1_000_000} M");
        var section = new Section(name, $"{Description}, {size} entries")
        {
            Method = "Hits ask for keys anywhere in the set, other ones in each round. *Independent*: the loop does not wait for an answer, so the processor overlaps lookups. " +
                     "*Dependent*: the next key depends on the value just read, so the time is the latency. The dictionaries are asked with ready-made strings, all others with UTF-8.",
        };
        using var stores = new StoreSet();
        MapperStore subject = stores.Add(MapperStore.Open(context.MapperFile(entries), entries));
        MapperStore copied = stores.Add(MapperStore.Open(context.MapperFile(entries), entries, LoadMode.CopyToHugePages));
        AddPeers(context, entries, isCore, section, stores);
        using var limits = new MachineLimits(context.MapperFile(entries));

        // Enough to be far beyond the caches; the slow peers of the small table get fewer, so that a quick run is quick.
        int operations = context.Choose(isCore ? 250_000 : 100_000, 1_000_000);
        Queries hits = entries.Queries(operations * 4);
        Queries misses = entries.Queries(operations * 4, miss: true);
        foreach (Store store in stores.Peers.Where(s => s is SqliteStore or LmdbStore or CdbStore))
        {
            // Their pages are in memory, but not in the tables of their mappings: all keys of all rounds are asked for once.
            _ = store.Lookups(hits, Pattern.Independent, hits.Count).Work(0);
        }

        Ask(context, section, isCore, "hit", "independent hits", operations, [
            subject.Lookups(hits, Pattern.Independent, operations),
            .. hits is TextQueries text ? [subject.LookupsWithStrings(text, Pattern.Independent, operations)] : Array.Empty<Contender>(),
            copied.Lookups(hits, Pattern.Independent, operations),
            .. stores.Peers.Select(s => s.Lookups(hits, Pattern.Independent, operations)),
            .. hits is TextQueries keys ? [MachineLimits.HashKeys(keys, operations)] : Array.Empty<Contender>(),
            limits.IndependentLoads(operations),
        ]);
        Ask(context, section, isCore, "dependent", "dependent hits", operations, [
            subject.Lookups(hits, Pattern.Dependent, operations),
            copied.Lookups(hits, Pattern.Dependent, operations),
            .. stores.Peers.Select(s => s.Lookups(hits, Pattern.Dependent, operations)),
            limits.DependentLoads(operations, 1),
            limits.DependentLoads(operations, 2),
        ]);
        Ask(context, section, isCore, "miss", "misses", operations, [
            subject.Lookups(misses, Pattern.Independent, operations),
            copied.Lookups(misses, Pattern.Independent, operations),
            .. stores.Peers.Select(s => s.Lookups(misses, Pattern.Independent, operations)),
        ]);
        Ask(context, section, isCore, "batch", "hits, 32 in a call where there is such a call", operations, [
            subject.Batches(hits, operations),
            copied.Batches(hits, operations),
            .. stores.Peers.OfType<HeapStore>().Select(s => s.Lookups(hits, Pattern.Independent, operations)),
            limits.IndependentLoads(operations),
        ]);

        double bytes = subject.ByteLength / (double)entries.Count;
        section.Notes.Add(string.Create(CultureInfo.InvariantCulture, $"The table takes {bytes:0.0} bytes an entry, key and 8-byte value included."));
        if (isCore)
        {
            double wanted = IsText ? 44 : 22;
            section.Targets.Add(new TargetResult(
                $"Bytes an entry, {Description.ToLowerInvariant()}", $"<= {wanted}", bytes.ToString("0.0", CultureInfo.InvariantCulture), bytes <= wanted));
        }

        return section;
    }

    private void Ask(ScenarioContext context, Section section, bool isCore, string id, string text, int operations, Contender[] contenders)
    {
        var question = new Question($"{name}-{id}{(isCore ? "-10m" : "-1m")}", $"{section.Title}: {text}", operations) { Targets = isCore ? TargetsOf(id) : [] };
        Comparison comparison = context.Runner.Compare(question, contenders);
        section.Comparisons.Add(comparison);
        section.Charts.Add(ComparisonChart.Of(comparison));
    }

    private Target[] TargetsOf(string id) => (id, IsText) switch
    {
        ("hit", true) => [new(HeapStore.DictionaryName, 0.18), new(HeapStore.DictionaryName, 0.30) { Of = MapperStore.WithStringsName }],
        ("dependent", true) => [new(HeapStore.DictionaryName, 0.36), new("one dependent load", 1.15)],
        ("miss", true) => [new(HeapStore.DictionaryName, 0.45)],
        ("batch", true) => [new(HeapStore.DictionaryName, 0.09)],
        ("hit", false) => [new(HeapStore.DictionaryName, 0.40)],
        ("dependent", false) => [new(HeapStore.DictionaryName, 0.42)],
        ("miss", false) => [new(HeapStore.DictionaryName, 0.40)],
        ("batch", false) => [new(HeapStore.DictionaryName, 0.20)],
        _ => [],
    };

    private static void AddPeers(ScenarioContext context, Entries entries, bool isCore, Section section, StoreSet stores)
    {
        stores.Add(HeapStore.Dictionary(entries));
        if (!isCore || context.Full)
        {
            stores.Add(HeapStore.Frozen(entries));
            stores.Add(HeapStore.Concurrent(entries));
            stores.Add(FasterStore.Build(entries));
            stores.AddFile(context.PathOf("lookup.sqlite"), path => SqliteStore.Build(path, entries), available: true, section, "");
            stores.AddFile(
                context.PathOf("lookup.mdb"), path => LmdbStore.Build(path, entries), LmdbStore.IsInstalled, section, "LMDB was skipped: its library is not installed (Debian: liblmdb0).");
            stores.AddFile(
                context.PathOf("lookup.cdb"), path => CdbStore.Build(path, entries), CdbStore.IsInstalled, section, "cdb was skipped: its library is not installed (Debian: libcdb1).");
        }
    }
}
