using System.Globalization;
using SharedBuffers.Bench.Data;
using SharedBuffers.Bench.Measuring;
using SharedBuffers.Bench.Peers;
using SharedBuffers.Bench.Reporting;

namespace SharedBuffers.Bench.Scenarios;

/// <summary>Lookups right after the machine forgot the file: what a lookup costs when its pages come from the disk.</summary>
internal sealed class ColdScenario : IScenario
{
    private const int Lookups = 100;

    public string Name => "cold";

    public string Description => "Lookups with nothing of the file in memory";

    public IEnumerable<Section> Run(ScenarioContext context)
    {
        var entries = new Entries(context.Choose(1_000_000, 10_000_000), 20);
        string subject = context.MapperFile(entries);
        if (!FileCache.Drop(subject))
        {
            throw new ScenarioSkippedException("the system cannot be asked to forget a file's pages (posix_fadvise).");
        }

        var section = new Section(Name, Description)
        {
            Method = string.Create(
                CultureInfo.InvariantCulture,
                $"{entries.Count:N0} string keys. Before each round the file is forced to the disk and dropped from the page cache (`posix_fadvise`, DONTNEED); then it is opened, asked for {Lookups} keys anywhere " +
                $"in it, and closed. The time that passes is counted, the disk's included. A virtual disk may have a cache of its own that no process can drop."),
        };
        Queries queries = entries.Queries(Lookups * context.Rounds);
        var contenders = new List<Contender> { Contender(MapperStore.StoreName, Role.Subject, subject, () => MapperStore.Open(subject, entries), queries) };

        string sqlite = context.PathOf("cold.sqlite");
        SqliteStore.Write(sqlite, entries);
        contenders.Add(Contender(SqliteStore.StoreName, Role.Peer, sqlite, () => SqliteStore.Open(sqlite), queries));
        if (LmdbStore.IsInstalled)
        {
            string lmdb = context.PathOf("cold.mdb");
            LmdbStore.Write(lmdb, entries);
            contenders.Add(Contender(LmdbStore.StoreName, Role.Peer, lmdb, () => LmdbStore.Open(lmdb, entries), queries));
        }

        if (CdbStore.IsInstalled)
        {
            string cdb = context.PathOf("cold.cdb");
            CdbStore.Write(cdb, entries);
            contenders.Add(Contender(CdbStore.StoreName, Role.Peer, cdb, () => CdbStore.Open(cdb), queries));
        }

        Comparison comparison = context.Runner.Compare(new Question("cold", $"{Description}: open and {Lookups} lookups, a lookup", Lookups, Clock.Wall), contenders);
        section.Comparisons.Add(comparison);
        section.Charts.Add(ComparisonChart.Of(comparison));
        yield return section;
    }

    private static Contender Contender(string name, Role role, string path, Func<Store> open, Queries queries) => new(name, role, round =>
    {
        using Store store = open();
        return store.Lookups(queries, Pattern.Independent, Lookups).Work(round);
    })
    {
        Prepare = () => FileCache.Drop(path),
    };
}
