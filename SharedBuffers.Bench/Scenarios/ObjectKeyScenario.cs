using System.Globalization;
using System.Runtime.CompilerServices;
using SharedBuffers.Bench.Data;
using SharedBuffers.Bench.Measuring;
using SharedBuffers.Bench.Peers;
using SharedBuffers.Bench.Reporting;
using SharedBuffers.Indexes;

namespace SharedBuffers.Bench.Scenarios;

/// <summary>Composite keys: a text and a number together, as tenants and their rows, or markets and their products are.</summary>
internal sealed class ObjectKeyScenario : IScenario
{
    private const int TextLength = 12;

    public string Name => "object";

    public string Description => "Lookups of composite keys, a text and a number";

    public IEnumerable<Section> Run(ScenarioContext context)
    {
        int count = context.Choose(1_000_000, 10_000_000);
        int operations = context.Choose(100_000, 500_000);
        var section = new Section(Name, string.Create(CultureInfo.InvariantCulture, $"{Description}, {count / 1_000_000} M entries"))
        {
            Method = "The key is a tuple of a 12-byte string and an `int`. Questions have strings of their own, other objects than those of the dictionary.",
        };
        string path = context.PathOf("object.sbuf");
        var onHeap = new Dictionary<(string, int), ulong>(count);
        using (ObjectIdMapperBuilder builder = ObjectIdMapper.CreateBuilder())
        {
            for (int i = 0; i < count; i++)
            {
                (string, int) key = KeyOf(i);
                builder.Add(key, KeySpace.Value(i));
                onHeap.Add(key, KeySpace.Value(i));
            }

            builder.Publish(path);
        }

        using ObjectIdMapper mapper = ObjectIdMapper.Open(path);
        LargePages.Load(mapper.Region);
        var hits = new TupleQueries(operations * 4, count, miss: false);
        var misses = new TupleQueries(operations * 4, count, miss: true);
        foreach ((string id, string text, TupleQueries queries, Pattern pattern, Target[] targets) in new[]
        {
            ("object-hit", "independent hits", hits, Pattern.Independent, (Target[])[new(HeapStore.DictionaryName, 0.5)]),
            ("object-dependent", "dependent hits", hits, Pattern.Dependent, []),
            ("object-miss", "misses", misses, Pattern.Independent, []),
        })
        {
            Comparison comparison = context.Runner.Compare(new Question(id, $"{section.Title}: {text}", operations) { Targets = targets }, [
                Lookup.Contender(MapperStore.StoreName, Role.Subject, new MappedLookup(mapper, queries.Keys), pattern, queries, operations),
                Lookup.Contender(HeapStore.DictionaryName, Role.Peer, new HeapLookup(onHeap, queries.Keys), pattern, queries, operations),
            ]);
            section.Comparisons.Add(comparison);
            section.Charts.Add(ComparisonChart.Of(comparison));
        }

        section.Notes.Add(string.Create(CultureInfo.InvariantCulture, $"The table takes {mapper.ByteLength / (double)count:0.0} bytes an entry."));
        yield return section;
    }

    private static (string Text, int Number) KeyOf(long index) => (KeySpace.Text(index, TextLength), (int)(KeySpace.Number(index) >> 40));

    private readonly struct MappedLookup(ObjectIdMapper mapper, (string, int)[] keys) : ILookup
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool TryGet(int query, out ulong value) => mapper.TryGetValue(keys[query], out value);
    }

    private readonly struct HeapLookup(Dictionary<(string, int), ulong> store, (string, int)[] keys) : ILookup
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool TryGet(int query, out ulong value) => store.TryGetValue(keys[query], out value);
    }

    private sealed class TupleQueries : Queries
    {
        public TupleQueries(int count, long entries, bool miss)
            : base(count)
        {
            Keys = new (string, int)[count];
            for (int query = 0; query < count; query++)
            {
                Keys[query] = KeyOf(EntryOf(query, entries, miss));
            }
        }

        public (string, int)[] Keys { get; }
    }
}
