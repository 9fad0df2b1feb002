using System.Runtime.CompilerServices;
using SharedBuffers.Bench.Data;
using SharedBuffers.Bench.Measuring;
using SharedBuffers.Collections;

namespace SharedBuffers.Bench.Peers;

/// <summary>Stores of whole records, asked for three fields of one: an integer, an optional number and the length of a text.</summary>
internal static class RecordStores
{
    public const string DictionaryName = "Dictionary of class instances";

    public static void Write(string path, Entries entries) => Write(path, entries, 0, entries.Count);

    /// <summary>Writes the same records as parts of equal size, for a merge into the file at the path.</summary>
    public static void WriteParts(string path, Entries entries)
    {
        string[] parts = MapperStore.PartPaths(path);
        for (int i = 0; i < parts.Length; i++)
        {
            Write(parts[i], entries, entries.Count * i / parts.Length, entries.Count * (i + 1) / parts.Length);
        }
    }

    private static void Write(string path, Entries entries, long first, long end)
    {
        using MappedDictionaryBuilder<string, Product> builder = MappedDictionary.CreateBuilder<string, Product>(path);
        Span<byte> key = stackalloc byte[entries.TextLength];
        for (long i = first; i < end; i++)
        {
            KeySpace.WriteText(i, key);
            builder.Add(key, Product.Numbered(i));
        }

        builder.Publish();
    }

    public static Dictionary<string, Product> Fill(Entries entries)
    {
        var dictionary = new Dictionary<string, Product>(checked((int)entries.Count));
        for (long i = 0; i < entries.Count; i++)
        {
            dictionary.Add(KeySpace.Text(i, entries.TextLength), Product.Numbered(i));
        }

        return dictionary;
    }

    public static Contender Mapped(MappedDictionary<string, Product.View> store, TextQueries queries, Pattern pattern, int operations) =>
        Lookup.Contender(MapperStore.StoreName, Role.Subject, new MappedLookup(store, queries), pattern, queries, operations);

    public static Contender OnHeap(Dictionary<string, Product> store, TextQueries queries, Pattern pattern, int operations) =>
        Lookup.Contender(DictionaryName, Role.Peer, new HeapLookup(store, queries.Strings), pattern, queries, operations);

    private static ulong Digest(int stock, double? price, int nameLength) => (ulong)stock + (ulong)price.GetValueOrDefault() + (ulong)nameLength;

    private readonly struct MappedLookup(MappedDictionary<string, Product.View> store, TextQueries queries) : ILookup
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool TryGet(int query, out ulong value)
        {
            bool found = store.TryGetValue(queries.Utf8(query), out Product.View product);
            value = found ? Digest(product.Stock, product.Price, product.Name.ByteLength) : 0;
            return found;
        }
    }

    private readonly struct HeapLookup(Dictionary<string, Product> store, string[] keys) : ILookup
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool TryGet(int query, out ulong value)
        {
            bool found = store.TryGetValue(keys[query], out Product? product);
            value = found ? Digest(product!.Stock, product.Price, product.Name.Length) : 0;
            return found;
        }
    }
}
