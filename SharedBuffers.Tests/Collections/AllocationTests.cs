using NUnit.Framework;
using SharedBuffers.Collections;
using SharedBuffers.Tests.Support;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Collections;

/// <summary>Read paths allocate nothing.</summary>
[TestFixture]
internal sealed class AllocationTests
{
    private const int Count = 500;

    private TemporaryFolder? _folder;
    private MappedDictionary<string, Product.View>? _text;
    private MappedDictionary<uint, Product.View>? _narrow;
    private MappedDictionary<long, Product.View>? _wide;
    private MappedDictionary<(string, int), Product.View>? _tuples;
    private MappedDictionary<object, Product.View>? _objects;
    private Bundle? _bundle;
    private MappedDictionary<string, Product.View>? _secondary;

    [OneTimeSetUp]
    public void Write()
    {
        _folder = new TemporaryFolder();
        Write(_folder["text.sbuf"], i => $"key {i}");
        Write(_folder["narrow.sbuf"], i => (uint)i);
        Write(_folder["wide.sbuf"], i => (long)i);
        Write(_folder["tuples.sbuf"], i => ("key", i));
        using (var builder = new BundleBuilder(_folder["bundle.sbuf"]))
        {
            ArrayBuilder<Product> array = builder.AddArray<Product>("products");
            IndexBuilder<string> index = builder.AddIndex<string>("by-name", array);
            for (int i = 0; i < Count; i++)
            {
                index.Add($"key {i}", array.Add(Product.Numbered(i)));
            }

            builder.Publish();
        }

        _text = MappedDictionary.Open<string, Product.View>(_folder["text.sbuf"]);
        _narrow = MappedDictionary.Open<uint, Product.View>(_folder["narrow.sbuf"]);
        _wide = MappedDictionary.Open<long, Product.View>(_folder["wide.sbuf"]);
        _tuples = MappedDictionary.Open<(string, int), Product.View>(_folder["tuples.sbuf"]);
        _objects = MappedDictionary.Open<object, Product.View>(_folder["tuples.sbuf"]);
        _bundle = Bundle.Open(_folder["bundle.sbuf"]);
        _secondary = _bundle.GetDictionary<string, Product.View>("by-name");
    }

    [OneTimeTearDown]
    public void Close()
    {
        _text?.Dispose();
        _narrow?.Dispose();
        _wide?.Dispose();
        _tuples?.Dispose();
        _objects?.Dispose();
        _bundle?.Dispose();
        _folder?.Dispose();
    }

    [Test]
    public void TryGetValue_Utf8Key_AllocatesNothing() => Check(() => Sum(_text!, "key 7"u8) + Sum(_text!, "none"u8));

    [Test]
    public void TryGetValue_StringKey_AllocatesNothing() => Check(() => (_text!.TryGetValue("key 8", out Product.View v) ? v.Number : 0) + (_text.ContainsKey("none") ? 1 : 0));

    [Test]
    public void TryGetValue_CharSpanKey_AllocatesNothing() => Check(() => _text!.TryGetValue("key 9!".AsSpan(0, 5), out Product.View v) ? v.Number : 0);

    [Test]
    public void TryGetValue_KeysInTheTable_AllocatesNothing() => Check(() => Sum(_secondary!, "key 7"u8) + (_secondary!.TryGetValue("key 8", out Product.View v) ? v.Number : 0));

    [Test]
    public void TryGetValue_KeysOfAnyType_AllocatesNothing() => Check(() =>
        _tuples![("key", 7)].Number + (_tuples.ContainsKey(("key", Count)) ? 1 : 0) + (_objects!.TryGetValueOf(("key", 8), out Product.View v) ? v.Number : 0) + (_objects.TryGetValueOf(9.5, out _) ? 1 : 0)
        + (_objects.ContainsKey("text") ? 1 : 0));

    [Test]
    public void TryGetValue_IntegerKeys_AllocatesNothing() => Check(() => _narrow![7].Number + _wide![8].Number + (_narrow.ContainsKey(1000) ? 1 : 0));

    [Test]
    public void Fields_OfAView_AllocateNothing() => Check(() =>
    {
        Product.View view = _narrow![9];
        long sum = view.Number + (long)view.Price.GetValueOrDefault() + view.Name.ByteLength + view.Sizes.Count;
        foreach (int size in view.Sizes)
        {
            sum += size;
        }

        return sum;
    });

    [Test]
    public void Enumeration_ValuesAndUtf8Keys_AllocatesNothing() => Check(() =>
    {
        long sum = 0;
        foreach (Product.View view in _text!.Values)
        {
            sum += view.Number;
        }

        foreach (SharedString key in _text.Utf8Keys)
        {
            sum += key.ByteLength;
        }

        foreach (KeyValuePair<long, Product.View> pair in _wide!)
        {
            sum += pair.Key + pair.Value.Number;
        }

        foreach (Product.View view in _text.Records)
        {
            sum += view.Number;
        }

        return sum;
    }, perCall: 200);

    [Test]
    public void TryGetValues_Batch_AllocatesNothing()
    {
        uint[] narrow = [.. Enumerable.Range(0, 100).Select(i => (uint)i * 7)];
        var values = new Product.View[100];
        bool[] found = new bool[100];
        byte[] keys = [.. Enumerable.Range(0, 100).SelectMany(i => System.Text.Encoding.UTF8.GetBytes($"key {i:00}"))];
        int[] ends = [.. Enumerable.Range(1, 100).Select(i => i * 6)];
        string[] texts = [.. Enumerable.Range(0, 100).Select(i => $"key {i}")];
        Check(() => _narrow!.TryGetValues(narrow, values, found) + _text!.TryGetValues(keys, ends, values, found) + _text.TryGetValues(texts, values, found));
    }

    private static long Sum(MappedDictionary<string, Product.View> dictionary, ReadOnlySpan<byte> key) =>
        dictionary.TryGetValue(key, out Product.View view) && dictionary.ContainsKey(key) ? view.Number : 0;

    private static void Check(Func<long> read, long perCall = 0)
    {
        long expected = 0;
        for (int i = 0; i < 3; i++)
        {
            expected = read();
        }

        const int Calls = 100;
        long sum = 0;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Calls; i++)
        {
            sum += read();
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Multiple(() =>
        {
            Assert.That(sum, Is.EqualTo(expected * Calls));
            Assert.That(allocated, Is.LessThanOrEqualTo(Calls * perCall), "bytes allocated");
        });
    }

    private static void Write<TKey>(string path, Func<int, TKey> key)
        where TKey : notnull
    {
        using MappedDictionaryBuilder<TKey, Product> builder = MappedDictionary.CreateBuilder<TKey, Product>(path);
        builder.AddRange(Enumerable.Range(0, Count).Select(i => new KeyValuePair<TKey, Product>(key(i), Product.Numbered(i))));
        builder.Publish();
    }
}
