using System.Runtime.CompilerServices;
using SharedBuffers.Bench.Data;
using SharedBuffers.Bench.Measuring;
using SharedBuffers.Collections;

namespace SharedBuffers.Bench.Peers;

/// <summary>Stores of whole records, asked for three fields of one: an integer, an optional number and the length of a text.</summary>
internal static class RecordStores
{
    public const string DictionaryName = "Dictionary of class instances";

    public const int BatchSize = 128;

    public delegate int BatchLookup(ReadOnlySpan<byte> keys, ReadOnlySpan<int> ends, Span<Product.View> values, Span<bool> found);

    /// <summary>What is read of a record.</summary>
    public interface IProductReading
    {
        static abstract ulong Read(Product.View product);
    }

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

    /// <summary>Lookups of many keys in a call: of a dictionary, or of several files that act as one.</summary>
    public static Contender Batches<TReading>(string name, Role role, BatchLookup lookup, TextQueries queries, int operations)
        where TReading : IProductReading
    {
        int windows = Math.Max(1, queries.Count / operations);
        int[] ends = [.. Enumerable.Range(1, BatchSize).Select(i => i * queries.KeyLength)];
        var values = new Product.View[BatchSize];
        bool[] found = new bool[BatchSize];
        return new Contender(name, role, round =>
        {
            ulong digest = 0;
            int first = round % windows * operations;
            for (int done = 0; done < operations; done += BatchSize)
            {
                int size = Math.Min(BatchSize, operations - done);
                digest += (ulong)lookup(queries.Utf8(first + done, size), ends.AsSpan(0, size), values, found);
                for (int i = 0; i < size; i++)
                {
                    digest += found[i] ? TReading.Read(values[i]) : 0;
                }
            }

            return digest;
        });
    }

    private static ulong Digest(int stock, double? price, int nameLength) => (ulong)stock + (ulong)price.GetValueOrDefault() + (ulong)nameLength;

    public readonly struct OneField : IProductReading
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong Read(Product.View product) => (uint)product.Stock;
    }

    public readonly struct ThreeFields : IProductReading
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong Read(Product.View product) => Digest(product.Stock, product.Price, product.Name.ByteLength);
    }

    private readonly struct MappedLookup(MappedDictionary<string, Product.View> store, TextQueries queries) : ILookup
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool TryGet(int query, out ulong value)
        {
            bool found = store.TryGetValue(queries.Utf8(query), out Product.View product);
            value = found ? ThreeFields.Read(product) : 0;
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
