using System.Globalization;
using System.Runtime.CompilerServices;
using SharedBuffers.Bench.Data;
using SharedBuffers.Bench.Measuring;
using SharedBuffers.Bench.Peers;
using SharedBuffers.Bench.Reporting;
using SharedBuffers.Collections;

namespace SharedBuffers.Bench.Scenarios;

/// <summary>Keys with several records each, as orders of a customer or pages of a word: find the key, visit all of them.</summary>
internal sealed class MultiScenario : IScenario
{
    private const int KeyLength = 20;
    private const string ListsName = "Dictionary of lists";
    private const string LookupName = "ILookup (ToLookup)";

    public string Name => "multi";

    public string Description => "All records of a key";

    public IEnumerable<Section> Run(ScenarioContext context)
    {
        var entries = new Entries(context.Choose(200_000, 2_000_000), KeyLength);
        int operations = context.Choose(50_000, 250_000);
        var section = new Section(Name, string.Create(CultureInfo.InvariantCulture, $"{Description}, {entries.Count:N0} string keys with 1 to 7 records"))
        {
            Method = "Key number i has 1 + i mod 7 records, four on average, added key by key. A question finds the key and reads an integer of each of its records; the time is that of a question.",
        };
        string path = context.PathOf("multi.sbuf");
        var onHeap = new Dictionary<string, List<Product>>((int)entries.Count);
        long records = 0;
        using (MappedMultiDictionaryBuilder<string, Product> builder = MappedMultiDictionary.CreateBuilder<string, Product>(path))
        {
            for (long i = 0; i < entries.Count; i++)
            {
                string key = KeySpace.Text(i, KeyLength);
                var list = new List<Product>();
                for (long n = 0; n <= i % 7; n++)
                {
                    var product = Product.Numbered(records++);
                    builder.Add(key, product);
                    list.Add(product);
                }

                onHeap.Add(key, list);
            }

            builder.Publish();
        }

        ILookup<string, Product> grouped = onHeap.SelectMany(pair => pair.Value, (pair, product) => (pair.Key, product)).ToLookup(pair => pair.Key, pair => pair.product);
        using var mapped = MappedMultiDictionary.Open<string, Product.View>(path);
        LargePages.Load(mapped.Region);
        var hits = (TextQueries)entries.Queries(operations * 4);
        var misses = (TextQueries)entries.Queries(operations * 4, miss: true);
        foreach ((string id, string text, TextQueries queries, Pattern pattern) in new[]
        {
            ("multi-hit", "independent questions", hits, Pattern.Independent),
            ("multi-dependent", "dependent questions", hits, Pattern.Dependent),
            ("multi-miss", "misses", misses, Pattern.Independent),
        })
        {
            Comparison comparison = context.Runner.Compare(new Question(id, $"{section.Title}: {text}", operations), [
                Lookup.Contender(MapperStore.StoreName, Role.Subject, new MappedLookup(mapped, queries), pattern, queries, operations),
                Lookup.Contender(ListsName, Role.Peer, new HeapLookup(onHeap, queries.Strings), pattern, queries, operations),
                Lookup.Contender(LookupName, Role.Peer, new GroupLookup(grouped, queries.Strings), pattern, queries, operations),
            ]);
            section.Comparisons.Add(comparison);
            section.Charts.Add(ComparisonChart.Of(comparison));
        }

        section.Notes.Add(string.Create(CultureInfo.InvariantCulture, $"The file takes {new FileInfo(path).Length / (double)records:0} bytes a record, keys and index included."));
        yield return section;
    }

    private readonly struct MappedLookup(MappedMultiDictionary<string, Product.View> store, TextQueries queries) : ILookup
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool TryGet(int query, out ulong value)
        {
            value = 0;
            if (!store.TryGetValue(queries.Utf8(query), out MappedRecords<Product.View> records))
            {
                return false;
            }

            foreach (Product.View product in records)
            {
                value += (uint)product.Stock;
            }

            return true;
        }
    }

    private readonly struct GroupLookup(ILookup<string, Product> store, string[] keys) : ILookup
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool TryGet(int query, out ulong value)
        {
            value = 0;
            bool found = false;
            foreach (Product product in store[keys[query]])
            {
                value += (uint)product.Stock;
                found = true;
            }

            return found;
        }
    }

    private readonly struct HeapLookup(Dictionary<string, List<Product>> store, string[] keys) : ILookup
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool TryGet(int query, out ulong value)
        {
            value = 0;
            if (!store.TryGetValue(keys[query], out List<Product>? records))
            {
                return false;
            }

            foreach (Product product in records)
            {
                value += (uint)product.Stock;
            }

            return true;
        }
    }
}
