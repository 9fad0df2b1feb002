using System.Globalization;
using System.Runtime.CompilerServices;
using SharedBuffers.Bench.Data;
using SharedBuffers.Bench.Measuring;
using SharedBuffers.Bench.Peers;
using SharedBuffers.Bench.Reporting;
using SharedBuffers.Collections;

namespace SharedBuffers.Bench.Scenarios;

/// <summary>What it costs to read a dictionary as several files: changes above a base, and shards, each against one file of the same content.</summary>
internal sealed class LayersScenario : IScenario
{
    private const int KeyLength = 20;

    /// <summary>Of so many keys of the base one is changed by the overlay, and one removed.</summary>
    private const int ChangeEvery = 100;

    private const int ShardCount = 8;
    private const string OneFile = "SharedBuffers, one file";

    public string Name => "layers";

    public string Description => "Overlays and shards against one file";

    public IEnumerable<Section> Run(ScenarioContext context)
    {
        var entries = new Entries(context.Choose(500_000, 10_000_000), KeyLength);
        yield return MeasureOverlay(context, entries);
        yield return MeasureShards(context, entries);
    }

    private Section MeasureOverlay(ScenarioContext context, Entries entries)
    {
        var section = new Section(Name, string.Create(CultureInfo.InvariantCulture, $"An overlay above {entries.Count:N0} records"))
        {
            Method = $"The overlay changes one record of {ChangeEvery} and removes another one. The one file is what compaction makes of both. A question reads an integer of the record.",
        };
        string path = context.PathOf("base.sbuf");
        string changes = context.PathOf("changes.sbuf");
        RecordStores.Write(path, entries);
        WriteChanges(changes, entries);
        OverlayDictionary.Compact(path, [changes], context.PathOf("compact.sbuf"));
        using var layers = OverlayDictionary.Open<string, Product.View>(path, [changes]);
        using var one = MappedDictionary.Open<string, Product.View>(context.PathOf("compact.sbuf"));
        layers.WarmUp();
        one.WarmUp();
        foreach ((string id, string text, Func<int, bool> wanted) in new (string, string, Func<int, bool>)[]
        {
            ("base", "keys of the base", rest => rest > 1),
            ("overlay", "keys of the overlay", rest => rest == 0),
            ("removed", "removed keys", rest => rest == 1),
        })
        {
            int operations = context.Choose(50_000, 500_000);
            TextQueries queries = QueriesFor(entries, operations * 4, wanted);
            Ask(context, section, $"layers-{id}", $"{section.Title}: {text}", operations, [
                Lookup.Contender(MapperStore.StoreName, Role.Subject, new OverlayLookup(layers, queries), Pattern.Independent, queries, operations),
                Lookup.Contender(OneFile, Role.Peer, new PlainLookup(one, queries), Pattern.Independent, queries, operations),
            ]);
            Ask(context, section, $"layers-{id}-batch", $"{section.Title}: {text}, {RecordStores.BatchSize} in a call", operations, [
                RecordStores.Batches<RecordStores.OneField>(MapperStore.StoreName, Role.Subject, layers.TryGetValues, queries, operations),
                RecordStores.Batches<RecordStores.OneField>(OneFile, Role.Peer, one.TryGetValues, queries, operations),
            ]);
        }

        return section;
    }

    private Section MeasureShards(ScenarioContext context, Entries entries)
    {
        var section = new Section(Name, string.Create(CultureInfo.InvariantCulture, $"{entries.Count:N0} records in {ShardCount} shards"))
        {
            Method = "A lookup hashes the key once, for the shard and for its table. The one file has the same records. A question reads an integer of the record.",
        };
        string path = context.PathOf("shards.sbuf");
        using (ShardedDictionaryBuilder<string, Product> builder = ShardedDictionary.CreateBuilder<string, Product>(path, ShardCount))
        {
            Span<byte> key = stackalloc byte[KeyLength];
            for (long i = 0; i < entries.Count; i++)
            {
                KeySpace.WriteText(i, key);
                builder.Add(key, Product.Numbered(i));
            }

            builder.Publish();
        }

        using var shards = ShardedDictionary.Open<string, Product.View>(path);
        using var one = MappedDictionary.Open<string, Product.View>(context.PathOf("base.sbuf"));
        shards.WarmUp();
        one.WarmUp();
        int operations = context.Choose(50_000, 500_000);
        var hits = (TextQueries)entries.Queries(operations * 4);
        foreach ((string id, string text, TextQueries queries, Pattern pattern) in new[]
        {
            ("hit", "independent hits", hits, Pattern.Independent),
            ("dependent", "dependent hits", hits, Pattern.Dependent),
            ("miss", "misses", (TextQueries)entries.Queries(operations * 4, miss: true), Pattern.Independent),
        })
        {
            Ask(context, section, $"shards-{id}", $"{section.Title}: {text}", operations, [
                Lookup.Contender(MapperStore.StoreName, Role.Subject, new ShardLookup(shards, queries), pattern, queries, operations),
                Lookup.Contender(OneFile, Role.Peer, new PlainLookup(one, queries), pattern, queries, operations),
            ]);
        }

        Ask(context, section, "shards-batch", $"{section.Title}: hits, {RecordStores.BatchSize} in a call", operations, [
            RecordStores.Batches<RecordStores.OneField>(MapperStore.StoreName, Role.Subject, shards.TryGetValues, hits, operations),
            RecordStores.Batches<RecordStores.OneField>(OneFile, Role.Peer, one.TryGetValues, hits, operations),
        ]);
        return section;
    }

    private static void Ask(ScenarioContext context, Section section, string id, string text, int operations, Contender[] contenders)
    {
        Comparison comparison = context.Runner.Compare(new Question(id, text, operations), contenders);
        section.Comparisons.Add(comparison);
        section.Charts.Add(ComparisonChart.Of(comparison));
    }

    private static void WriteChanges(string path, Entries entries)
    {
        using OverlayDictionaryBuilder<string, Product> builder = OverlayDictionary.CreateBuilder<string, Product>(path);
        Span<byte> key = stackalloc byte[KeyLength];
        for (long i = 0; i < entries.Count; i += ChangeEvery)
        {
            KeySpace.WriteText(i, key);
            builder.Add(key, Product.Numbered(i + entries.Count));
            KeySpace.WriteText(i + 1, key);
            builder.Remove(key);
        }

        builder.Publish();
    }

    /// <summary>Keys anywhere among those whose number leaves a wanted rest.</summary>
    private static TextQueries QueriesFor(Entries entries, int count, Func<int, bool> wanted)
    {
        var queries = (TextQueries)entries.Queries(count);
        var random = new Random(1);
        for (int query = 0; query < count; query++)
        {
            long entry;
            do
            {
                entry = random.NextInt64(entries.Count / ChangeEvery) * ChangeEvery;
                entry += wanted(0) ? 0 : wanted(1) ? 1 : random.Next(ChangeEvery);
            }
            while (!wanted((int)(entry % ChangeEvery)));
            queries.Ask(query, entry);
        }

        return queries;
    }

    private readonly struct OverlayLookup(OverlayDictionary<string, Product.View> store, TextQueries queries) : ILookup
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool TryGet(int query, out ulong value)
        {
            bool found = store.TryGetValue(queries.Utf8(query), out Product.View product);
            value = found ? (uint)product.Stock : 0;
            return found;
        }
    }

    private readonly struct ShardLookup(ShardedDictionary<string, Product.View> store, TextQueries queries) : ILookup
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool TryGet(int query, out ulong value)
        {
            bool found = store.TryGetValue(queries.Utf8(query), out Product.View product);
            value = found ? (uint)product.Stock : 0;
            return found;
        }
    }

    private readonly struct PlainLookup(MappedDictionary<string, Product.View> store, TextQueries queries) : ILookup
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool TryGet(int query, out ulong value)
        {
            bool found = store.TryGetValue(queries.Utf8(query), out Product.View product);
            value = found ? (uint)product.Stock : 0;
            return found;
        }
    }
}
