using SharedBuffers.Bench.Data;
using SharedBuffers.Bench.Peers;
using SharedBuffers.Collections;

namespace SharedBuffers.Bench.Allocations;

/// <remarks>Overlays, shards, and keys of any type.</remarks>
internal sealed partial class ReadPaths
{
    private static (OverlayDictionary<string, Product.View>, ShardedDictionary<string, Product.View>, MappedDictionary<(string, int), Product.View>) OpenLayers(string folder, Entries entries)
    {
        string products = Path.Combine(folder, "products.sbuf");
        string changes = Path.Combine(folder, "changes.sbuf");
        using (OverlayDictionaryBuilder<string, Product> builder = OverlayDictionary.CreateBuilder<string, Product>(changes))
        {
            builder.Add(KeySpace.Text(0, KeyLength), Product.Numbered(1));
            builder.Remove(KeySpace.Text(1, KeyLength));
            builder.Publish();
        }

        string manifest = Path.Combine(folder, "shards.sbuf");
        using (ShardedDictionaryBuilder<string, Product> builder = ShardedDictionary.CreateBuilder<string, Product>(manifest, 4))
        {
            for (long i = 0; i < entries.Count; i++)
            {
                builder.Add(KeySpace.Text(i, KeyLength), Product.Numbered(i));
            }

            builder.Publish();
        }

        string tuples = Path.Combine(folder, "tuples.sbuf");
        using (MappedDictionaryBuilder<(string, int), Product> builder = MappedDictionary.CreateBuilder<(string, int), Product>(tuples))
        {
            builder.Add(("size", 38), Product.Numbered(38));
            builder.Publish();
        }

        return (
            OverlayDictionary.Open<string, Product.View>(products, [changes]),
            ShardedDictionary.Open<string, Product.View>(manifest),
            MappedDictionary.Open<(string, int), Product.View>(tuples));
    }

    private IEnumerable<ReadPath> Layers()
    {
        var hits = new TextQueries(Batch, KeyLength, Count);
        int[] ends = [.. Enumerable.Range(1, Batch).Select(i => i * KeyLength)];
        var products = new Product.View[Batch];
        bool[] found = new bool[Batch];
        yield return new("OverlayDictionary.TryGetValue(ReadOnlySpan<byte>)", () => _overlay.TryGetValue(hits.Utf8(1), out Product.View product) ? product.Stock : 0);
        yield return new("OverlayDictionary.TryGetValue(string)", () => _overlay.TryGetValue(hits.Strings[1], out Product.View product) ? product.Stock : 0);
        yield return new("OverlayDictionary.TryGetValues(ReadOnlySpan<byte>)", () => _overlay.TryGetValues(hits.Utf8(0, Batch), ends, products, found));
        yield return new("ShardedDictionary.TryGetValue(ReadOnlySpan<byte>)", () => _shards.TryGetValue(hits.Utf8(1), out Product.View product) ? product.Stock : 0);
        yield return new("ShardedDictionary.TryGetValue(string)", () => _shards.TryGetValue(hits.Strings[1], out Product.View product) ? product.Stock : 0);
        yield return new("ShardedDictionary.TryGetValues(ReadOnlySpan<byte>)", () => _shards.TryGetValues(hits.Utf8(0, Batch), ends, products, found));
        yield return new("MappedDictionary.TryGetValue(tuple)", () => _tuples.TryGetValue(("size", 38), out Product.View product) ? product.Stock : 0);
        yield return new("MappedDictionary.TryGetValueOf(tuple)", () => _tuples.TryGetValueOf(("size", 38.0), out Product.View product) ? product.Stock : 0);
    }
}
