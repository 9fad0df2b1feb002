using System.Globalization;
using System.Runtime.CompilerServices;
using SharedBuffers.Bench.Data;
using SharedBuffers.Bench.Measuring;
using SharedBuffers.Bench.Peers;
using SharedBuffers.Bench.Reporting;
using SharedBuffers.Indexes;

namespace SharedBuffers.Bench.Scenarios;

/// <summary>Numbers without gaps as keys, as row numbers and internal ids are: no hash table is needed for them.</summary>
internal sealed class DenseScenario : IScenario
{
    public string Name => "dense";

    public string Description => "Lookups of 32-bit keys without gaps";

    public IEnumerable<Section> Run(ScenarioContext context)
    {
        int count = context.Choose(5_000_000, 10_000_000);
        int operations = context.Choose(250_000, 1_000_000);
        var section = new Section(Name, string.Create(CultureInfo.InvariantCulture, $"{Description}, {count / 1_000_000} M entries"))
        {
            Method = "Keys are all numbers from 0 on, added in order and asked for in any order. The limit is the array that such keys can index themselves.",
        };
        string path = context.PathOf("dense.sbuf");
        ulong[] values = [.. Enumerable.Range(0, count).Select(i => KeySpace.Value(i))];
        using (UInt32IdMapperBuilder builder = UInt32IdMapper.CreateBuilder())
        {
            for (uint key = 0; key < count; key++)
            {
                builder.Add(key, values[key]);
            }

            builder.Publish(path);
        }

        using UInt32IdMapper mapper = UInt32IdMapper.Open(path);
        LargePages.Load(mapper.Region);
        var onHeap = new Dictionary<uint, ulong>(count);
        for (uint key = 0; key < count; key++)
        {
            onHeap.Add(key, values[key]);
        }

        var queries = new NarrowQueries(operations * 4, count);
        HeapStore dictionary = HeapStore.Of(onHeap);
        HeapStore frozen = HeapStore.OfFrozen(onHeap);
        foreach ((string id, string text, Pattern pattern, Target[] targets) in new[]
        {
            ("dense-hit", "independent hits", Pattern.Independent, (Target[])[new(HeapStore.DictionaryName, 0.25)]),
            ("dense-dependent", "dependent hits", Pattern.Dependent, []),
        })
        {
            Comparison comparison = context.Runner.Compare(new Question(id, $"{section.Title}: {text}", operations) { Targets = targets }, [
                Lookup.Contender(MapperStore.StoreName, Role.Subject, new MappedLookup(mapper, queries.Keys), pattern, queries, operations),
                dictionary.Lookups(queries, pattern, operations),
                frozen.Lookups(queries, pattern, operations),
                Lookup.Contender("ulong[]", Role.Limit, new ArrayLookup(values, queries.Keys), pattern, queries, operations),
            ]);
            section.Comparisons.Add(comparison);
            section.Charts.Add(ComparisonChart.Of(comparison));
        }

        section.Notes.Add(string.Create(CultureInfo.InvariantCulture, $"The table takes {mapper.ByteLength / (double)count:0.0} bytes an entry."));
        yield return section;
    }

    private readonly struct MappedLookup(UInt32IdMapper mapper, uint[] keys) : ILookup
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool TryGet(int query, out ulong value) => mapper.TryGetValue(keys[query], out value);
    }

    private readonly struct ArrayLookup(ulong[] values, uint[] keys) : ILookup
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool TryGet(int query, out ulong value)
        {
            value = values[keys[query]];
            return true;
        }
    }
}
