using SharedBuffers.Bench.Data;
using SharedBuffers.Bench.Peers;
using SharedBuffers.Collections;
using SharedBuffers.Indexes;
using SharedBuffers.Values;

namespace SharedBuffers.Bench.Allocations;

/// <summary>Every way to read, over small files: the table that the allocation gate goes through. A new read path gets its line here and in <c>expected-allocations.json</c>.</summary>
internal sealed partial class ReadPaths : IDisposable
{
    private const int Count = 200;
    private const int KeyLength = 20;
    private const int Batch = 32;

    private readonly StringIdMapper _text;
    private readonly ApproximateStringIdMultiMapper _approximate;
    private readonly UInt32IdMapper _narrow;
    private readonly UInt64IdMapper _wide;
    private readonly MappedDictionary<string, Product.View> _products;
    private readonly MappedDictionary<ulong, Collection.View> _collections;
    private readonly PackedValues _values = new(Count);
    private readonly SharedObjectPool _pool = new(new PoolOptions { SectionSize = 1 << 16 });
    private readonly Bundle _several;
    private readonly MappedDictionary<Guid, Product.View> _byGuid;
    private readonly MappedMultiDictionary<string, Product.View> _tags;
    private readonly OverlayDictionary<string, Product.View> _overlay;
    private readonly ShardedDictionary<string, Product.View> _shards;
    private readonly MappedDictionary<(string, int), Product.View> _tuples;

    /// <summary>Writes the files into <paramref name="folder"/> and opens them.</summary>
    public ReadPaths(string folder)
    {
        var entries = new Entries(Count, KeyLength);
        MapperStore.Write(Path.Combine(folder, "text.sbuf"), entries);
        MapperStore.Write(Path.Combine(folder, "wide.sbuf"), new Entries(Count, 0));
        using (UInt32IdMapperBuilder narrow = UInt32IdMapper.CreateBuilder())
        {
            for (uint i = 0; i < Count; i++)
            {
                narrow.Add(i * 7, i);
            }

            narrow.Publish(Path.Combine(folder, "narrow.sbuf"));
        }

        using (ApproximateStringIdMapperBuilder approximate = ApproximateStringIdMultiMapper.CreateBuilder())
        {
            for (int i = 0; i < Count; i++)
            {
                approximate.Add(KeySpace.Text(i, KeyLength), (ulong)i);
                approximate.Add(KeySpace.Text(i, KeyLength), (ulong)i + 1);
            }

            approximate.Publish(Path.Combine(folder, "approximate.sbuf"));
        }

        RecordStores.Write(Path.Combine(folder, "products.sbuf"), entries);
        using (MappedDictionaryBuilder<ulong, Collection> builder = MappedDictionary.CreateBuilder<ulong, Collection>(Path.Combine(folder, "collections.sbuf")))
        {
            builder.Add(1, Collection.Of(100));
            builder.Publish();
        }

        _text = StringIdMapper.Open(Path.Combine(folder, "text.sbuf"));
        _approximate = ApproximateStringIdMultiMapper.Open(Path.Combine(folder, "approximate.sbuf"));
        _narrow = UInt32IdMapper.Open(Path.Combine(folder, "narrow.sbuf"));
        _wide = UInt64IdMapper.Open(Path.Combine(folder, "wide.sbuf"));
        _products = MappedDictionary.Open<string, Product.View>(Path.Combine(folder, "products.sbuf"));
        _collections = MappedDictionary.Open<ulong, Collection.View>(Path.Combine(folder, "collections.sbuf"));
        _several = OpenSeveral(Path.Combine(folder, "several.sbuf"));
        _byGuid = _several.GetDictionary<Guid, Product.View>("guids");
        _tags = _several.GetMultiDictionary<string, Product.View>("tags");
        (_overlay, _shards, _tuples) = OpenLayers(folder, entries);
        All = [.. Mappers(), .. Approximate(), .. Dictionaries(), .. MultiDictionaries(), .. Layers(), .. Fields(), .. Pools(), .. Lists(), .. Sets(), .. Values()];
    }

    public IReadOnlyList<ReadPath> All { get; }

    public void Dispose()
    {
        _text.Dispose();
        _approximate.Dispose();
        _narrow.Dispose();
        _wide.Dispose();
        _products.Dispose();
        _collections.Dispose();
        _pool.Dispose();
        _values.Dispose();
        _several.Dispose();
        _overlay.Dispose();
        _shards.Dispose();
        _tuples.Dispose();
    }

    private IEnumerable<ReadPath> Mappers()
    {
        var hits = new TextQueries(Batch, KeyLength, Count);
        var misses = new TextQueries(Batch, KeyLength, Count, miss: true);
        var numbers = new NumberQueries(Batch, Count);
        uint[] narrow = [.. Enumerable.Range(0, Batch).Select(i => (uint)i * 7)];
        int[] ends = [.. Enumerable.Range(1, Batch).Select(i => i * KeyLength)];
        ulong[] values = new ulong[Batch];
        bool[] found = new bool[Batch];
        yield return new("StringIdMapper.TryGetValue(ReadOnlySpan<byte>)", () => _text.TryGetValue(hits.Utf8(1), out ulong value) ? (long)value : 0);
        yield return new("StringIdMapper.TryGetValue(ReadOnlySpan<byte>), miss", () => _text.TryGetValue(misses.Utf8(1), out ulong value) ? (long)value : 0);
        yield return new("StringIdMapper.TryGetValue(ReadOnlySpan<char>)", () => _text.TryGetValue(hits.Strings[2].AsSpan(), out ulong value) ? (long)value : 0);
        yield return new("StringIdMapper.TryGetValue(string)", () => _text.TryGetValue(hits.Strings[3], out ulong value) ? (long)value : 0);
        yield return new("StringIdMapper.ContainsKey(ReadOnlySpan<byte>)", () => _text.ContainsKey(hits.Utf8(4)) ? 1 : 0);
        yield return new("StringIdMapper.this[ReadOnlySpan<byte>]", () => (long)_text[hits.Utf8(5)]);
        yield return new("StringIdMapper.TryGetValues(ReadOnlySpan<byte>)", () => _text.TryGetValues(hits.Utf8(0, Batch), ends, values, found));
        yield return new("StringIdMapper.TryGetValues(ReadOnlySpan<string>)", () => _text.TryGetValues(hits.Strings, values, found));
        yield return new("StringIdMapper.Entries", () =>
        {
            long sum = 0;
            foreach (StringIdMapper.Entry entry in _text.Entries)
            {
                sum += entry.Key.Length + (long)entry.Value;
            }

            return sum;
        });
        yield return new("UInt32IdMapper.TryGetValue", () => _narrow.TryGetValue(14, out ulong value) ? (long)value : 0);
        yield return new("UInt32IdMapper.TryGetValues", () => _narrow.TryGetValues(narrow, values, found));
        yield return new("UInt64IdMapper.TryGetValue", () => _wide.TryGetValue(numbers.Keys[1], out ulong value) ? (long)value : 0);
        yield return new("UInt64IdMapper.TryGetValues", () => _wide.TryGetValues(numbers.Keys, values, found));
        yield return new("UInt64IdMapper, enumeration", () =>
        {
            long sum = 0;
            foreach (KeyValuePair<ulong, ulong> entry in _wide)
            {
                sum += (long)(entry.Key ^ entry.Value);
            }

            return sum;
        });
    }

    private IEnumerable<ReadPath> Approximate()
    {
        var hits = new TextQueries(Batch, KeyLength, Count);
        int[] ends = [.. Enumerable.Range(1, Batch).Select(i => i * KeyLength)];
        ulong[] hashes = [.. hits.Strings.Select(key => ApproximateStringIdMultiMapper.HashOf(key))];
        var values = new ApproximateValues[Batch];
        yield return new("ApproximateStringIdMultiMapper.TryGetValues(ReadOnlySpan<byte>), enumeration", () =>
        {
            long sum = 0;
            foreach (ulong value in _approximate[hits.Utf8(1)])
            {
                sum += (long)value;
            }

            return sum;
        });
        yield return new("ApproximateStringIdMultiMapper.TryGetValues(string), runs", () =>
        {
            long sum = 0;
            foreach (IdValues run in _approximate[hits.Strings[2]].Runs)
            {
                sum += run.AsUInt32Span().Length;
            }

            return sum;
        });
        yield return new("ApproximateStringIdMultiMapper.TryGetFirst", () => _approximate.TryGetFirst(hits.Utf8(3), out ulong value) ? (long)value : 0);
        yield return new("ApproximateStringIdMultiMapper.MayContain", () => _approximate.MayContain(hits.Utf8(4)) ? 1 : 0);
        yield return new("ApproximateStringIdMultiMapper.TryGetValues(batch of ReadOnlySpan<byte>)", () => _approximate.TryGetValues(hits.Utf8(0, Batch), ends, values));
        yield return new("ApproximateStringIdMultiMapper.TryGetValues(ReadOnlySpan<string>)", () => _approximate.TryGetValues(hits.Strings, values));
        yield return new("ApproximateStringIdMultiMapper.TryGetValuesOfHashes", () => _approximate.TryGetValuesOfHashes(hashes, values));
        yield return new("ApproximateStringIdMultiMapper, enumeration", () =>
        {
            long sum = 0;
            foreach (IdGroup<ulong> group in _approximate)
            {
                sum += (long)group.Key + group.Values.Count;
            }

            return sum;
        });
    }

    private IEnumerable<ReadPath> Dictionaries()
    {
        var hits = new TextQueries(Batch, KeyLength, Count);
        int[] ends = [.. Enumerable.Range(1, Batch).Select(i => i * KeyLength)];
        var products = new Product.View[Batch];
        bool[] found = new bool[Batch];
        MappedArray<Product.View> records = _products.Records;
        yield return new("MappedDictionary.TryGetValue(ReadOnlySpan<byte>)", () => _products.TryGetValue(hits.Utf8(1), out Product.View product) ? product.Stock : 0);
        yield return new("MappedDictionary.TryGetValue(string)", () => _products.TryGetValue(hits.Strings[1], out Product.View product) ? product.Stock : 0);
        yield return new("MappedDictionary.TryGetValue(ReadOnlySpan<char>)", () => _products.TryGetValue(hits.Strings[1].AsSpan(), out Product.View product) ? product.Stock : 0);
        yield return new("MappedDictionary.TryGetValue(integer)", () => _collections.TryGetValue(1, out Collection.View collection) ? collection.Samples.Count : 0);
        yield return new("MappedDictionary.ContainsKey(ReadOnlySpan<byte>)", () => _products.ContainsKey(hits.Utf8(1)) ? 1 : 0);
        yield return new("MappedDictionary.TryGetValues(ReadOnlySpan<byte>)", () => _products.TryGetValues(hits.Utf8(0, Batch), ends, products, found));
        yield return new("MappedDictionary.Values", () =>
        {
            long sum = 0;
            foreach (Product.View product in _products.Values)
            {
                sum += product.Stock;
            }

            return sum;
        });
        yield return new("MappedDictionary.Utf8Keys", () =>
        {
            long sum = 0;
            foreach (SharedString key in _products.Utf8Keys)
            {
                sum += key.ByteLength;
            }

            return sum;
        });
        yield return new("MappedArray, enumeration", () =>
        {
            long sum = 0;
            foreach (Product.View product in records)
            {
                sum += product.Rating;
            }

            return sum;
        });
        yield return new("MappedArray.this[long]", () => records[7].Stock);
        yield return new("MappedArray.this[Range], enumeration", () =>
        {
            long sum = 0;
            foreach (Product.View product in records[10..^10].Every(3).Reverse())
            {
                sum += product.Rating;
            }

            return sum;
        });
        bool[] mask = [.. Enumerable.Range(0, Count).Select(i => i % 3 == 0)];
        yield return new("MappedArray.Masked", () =>
        {
            long sum = 0;
            foreach (Product.View product in records.Masked(mask))
            {
                sum += product.Rating;
            }

            return sum;
        });
        long[] order = [3, 1, 199, 50];
        yield return new("MappedArray.Ahead", () =>
        {
            long sum = 0;
            foreach (Product.View product in records.Ahead(order))
            {
                sum += product.Rating;
            }

            return sum;
        });
    }

    private static Bundle OpenSeveral(string path)
    {
        using (var builder = new BundleBuilder(path))
        {
            KeyedArrayBuilder<Guid, Product> products = builder.AddKeyedArray<Guid, Product>("products", "guids");
            IndexBuilder<string> tags = builder.AddMultiIndex<string>("tags", products);
            for (int i = 0; i < Count; i++)
            {
                tags.Add($"tag {i % 20:00}", products.Add(new Guid(i, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), Product.Numbered(i)));
            }

            builder.Publish();
        }

        return Bundle.Open(path);
    }

    private IEnumerable<ReadPath> MultiDictionaries()
    {
        var records = new MappedRecords<Product.View>[2];
        int[] ends = [6, 12];
        yield return new("MappedMultiDictionary.this[ReadOnlySpan<byte>], enumeration", () =>
        {
            long sum = 0;
            foreach (Product.View product in _tags["tag 07"u8])
            {
                sum += product.Rating;
            }

            return sum;
        });
        yield return new("MappedMultiDictionary.TryGetValue(string)", () => _tags.TryGetValue("tag 03", out MappedRecords<Product.View> found) ? found[1].Stock : 0);
        yield return new("MappedMultiDictionary.TryGetValues(ReadOnlySpan<byte>)", () => _tags.TryGetValues("tag 01tag 02"u8, ends, records) + records[1].Count);
        yield return new("MappedMultiDictionary.CurrentRecords", () =>
        {
            long sum = 0;
            for (MappedMultiDictionary<string, Product.View>.Enumerator tags = _tags.GetEnumerator(); tags.MoveNext();)
            {
                sum += tags.CurrentRecords.Count;
            }

            return sum;
        });
        yield return new("MappedDictionary.TryGetValue(Guid)", () => _byGuid.TryGetValue(new Guid(7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), out Product.View product) ? product.Stock : 0);
    }

    private IEnumerable<ReadPath> Fields()
    {
        Product.View product = _products[KeySpace.Text(1, KeyLength)];
        yield return new("View, number", () => product.Stock);
        yield return new("View, optional number", () => (long)product.Price.GetValueOrDefault());
        yield return new("View, has", () => product.HasPrice ? 1 : 0);
        yield return new("View, string", () => product.Name.ByteLength);
        yield return new("SharedString.AsUtf8Span", () => product.Name.AsUtf8Span()[0]);
        yield return new("SharedString.Equals(ReadOnlySpan<byte>)", () => product.Name.Equals("Product 0000000001"u8) ? 1 : 0);
        yield return new("SharedString.Equals(string)", () => product.Name.Equals("Product 0000000001") ? 1 : 0);
    }

    private IEnumerable<ReadPath> Pools()
    {
        long first = _pool.Add(Product.Numbered(1));
        long second = _pool.Add(new Reading { Sensor = 5 });
        long value = _pool.AddValue(17);
        yield return new("SharedObjectPool.Get", () => _pool.Get<Product.View>(first).Stock + _pool.Get<Reading.View>(second).Sensor);
        yield return new("SharedObjectPool.GetValue", () => _pool.GetValue(value).Get<int>());
    }

    private IEnumerable<ReadPath> Lists()
    {
        Collection.View collection = _collections[1];
        SharedList<double> samples = collection.Samples;
        SharedList<SharedString> lines = collection.Lines;
        yield return new("SharedList<double>.AsSpan", () => (long)samples.AsSpan()[3]);
        yield return new("SharedList<double>.this[int]", () => (long)samples[4]);
        yield return new("SharedList<double>, enumeration", () =>
        {
            double sum = 0;
            foreach (double sample in samples)
            {
                sum += sample;
            }

            return (long)sum;
        });
        yield return new("SharedList<SharedString>.this[int]", () => lines[5].ByteLength);
        yield return new("SharedList<SharedString>, enumeration", () =>
        {
            long sum = 0;
            foreach (SharedString line in lines)
            {
                sum += line.ByteLength;
            }

            return sum;
        });
    }

    private IEnumerable<ReadPath> Sets()
    {
        SharedSet<int> numbers = _collections[1].Numbers;
        SharedSet<SharedString> words = _collections[1].Words;
        var hits = new TextQueries(1, KeyLength, 100);
        yield return new("SharedSet<int>.Contains", () => (numbers.Contains(Collection.Member(3)) ? 1 : 0) + (numbers.Contains(1) ? 2 : 0));
        yield return new("SharedSet<SharedString>.Contains(ReadOnlySpan<byte>)", () => words.Contains(hits.Utf8(0)) ? 1 : 0);
        yield return new("SharedSet<SharedString>.Contains(string)", () => words.Contains(hits.Strings[0]) ? 1 : 0);
        yield return new("SharedSet<int>, enumeration", () =>
        {
            long sum = 0;
            foreach (int number in numbers)
            {
                sum += number;
            }

            return sum;
        });
    }

    private IEnumerable<ReadPath> Values()
    {
        SharedMap<SharedString, int> map = _values.SharedPrices;
        SharedNdArray array = _values.SharedSamples;
        SharedSet<int> bits = _values.SharedSmall;
        SharedString text = _values.SharedTexts[0];
        var hits = new TextQueries(1, KeyLength, Count);
        char[] chars = new char[KeyLength];
        yield return new("SharedMap.TryGetValue(ReadOnlySpan<byte>)", () => map.TryGetValue(hits.Utf8(0), out int value) ? value : 0);
        yield return new("SharedMap.TryGetValue(string)", () => map.TryGetValue(hits.Strings[0], out int value) ? value : 0);
        yield return new("SharedMap, enumeration", () =>
        {
            long sum = 0;
            foreach ((SharedString key, int value) in map)
            {
                sum += key.ByteLength + value;
            }

            return sum;
        });
        yield return new("SharedNdArray.AsSpan", () => (long)array.AsSpan<double>()[3]);
        yield return new("SharedNdArray.AsTensorSpan", () => (long)array.AsTensorSpan<double>()[1, 3]);
        yield return new("SharedNdArray.Get", () => array.Get<long>(1, 3));
        yield return new("SharedNdArray.this[long]", () => (long)array[1].AsSpan<double>()[3]);
        yield return new("SharedSet<int> of bits, Contains", () => (bits.Contains(3) ? 1 : 0) + (bits.Contains(119) ? 2 : 0));
        yield return new("SharedSet<double> of bits, Contains", () => (bits.As<double>().Contains(3) ? 1 : 0) + (bits.As<ulong>().Contains(119) ? 2 : 0));
        yield return new("SharedSet<int> of bits, comparison", () => bits.IsProperSubsetOf(bits.As<long>()) ? 1 : 0);
        yield return new("SharedString.CompareTo(string)", () => text.CompareTo(hits.Strings[0]));
        yield return new("SharedString.TryFormat", () => text.TryFormat(chars, out int written) ? written : 0);
        yield return new("SharedString.GetHashCode", () => text.GetHashCode());
        yield return new("SortedSpan.Contains", () => SortedSpan.Contains(_values.SharedNumbers.AsSpan(), 1.5) ? 1 : 0);
    }
}
