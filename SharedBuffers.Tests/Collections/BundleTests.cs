using NUnit.Framework;
using SharedBuffers.Collections;
using SharedBuffers.Indexes;
using SharedBuffers.Layout;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Collections;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class BundleTests : IDisposable
{
    private const int Count = 5000;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public void Open_TwoArraysFourIndexes_AllFindTheirRecords()
    {
        using (var builder = new BundleBuilder(_folder["a.sbuf"], new BuildOptions { MemoryBudget = 4 << 20 }))
        {
            builder.AddUserData("note", "hello"u8);
            KeyedArrayBuilder<uint, Product> products = builder.AddKeyedArray<uint, Product>("products", "by-number");
            IndexBuilder<string> byName = builder.AddIndex<string>("by-name", products);
            IndexBuilder<long> negative = builder.AddIndex<long>("negative", products);
            ArrayBuilder<Pair> pairs = builder.AddArray<Pair>("pairs");
            IndexBuilder<ulong> bySum = builder.AddIndex<ulong>("by-sum", pairs, DuplicatePolicy.KeepFirst);
            for (uint i = 0; i < Count; i++)
            {
                RecordReference product = products.Add(i * 3, Product.Numbered(i));
                byName.Add($"product {i}", product);
                byName.Add(System.Text.Encoding.UTF8.GetBytes($"a long second name of product {i}, longer than any slot of a table would take: {new string('x', (int)(i % 300))}"), product);
                negative.Add(-i, product);
                RecordReference pair = pairs.Add(new Pair { Left = (int)i, Right = 1 });
                bySum.Add((i + 1) / 2, pair);
            }

            builder.Publish();
        }

        using Bundle bundle = Bundle.Open(_folder["a.sbuf"]);
        bundle.File.VerifyChecksums();
        MappedDictionary<uint, Product.View> byNumberDictionary = bundle.GetDictionary<uint, Product.View>("by-number");
        MappedDictionary<string, Product.View> byNameDictionary = bundle.GetDictionary<string, Product.View>("by-name");
        MappedDictionary<long, Product.View> negativeDictionary = bundle.GetDictionary<long, Product.View>("negative");
        MappedDictionary<ulong, Pair.View> bySumDictionary = bundle.GetDictionary<ulong, Pair.View>("by-sum");
        Assert.Multiple(() =>
        {
            Assert.That(bundle.Arrays.Select(a => (a.Name, a.Count, a.KeyKind)), Is.EqualTo(new[] { ("products", (long)Count, KeyKind.UInt32), ("pairs", Count, KeyKind.None) }));
            Assert.That(bundle.Indexes.Select(i => (i.Name, i.KeyKind, i.Role, i.Array.Name)), Is.EqualTo(new[]
            {
                ("by-number", KeyKind.UInt32, IndexRole.Primary, "products"), ("by-name", KeyKind.Utf8, IndexRole.Secondary, "products"),
                ("negative", KeyKind.Int64, IndexRole.Secondary, "products"), ("by-sum", KeyKind.UInt64, IndexRole.Secondary, "pairs"),
            }));
            Assert.That(bundle.File.GetView(SectionKind.UserData, "note").AsSpan().SequenceEqual("hello"u8));
            Assert.That(bundle.GetArray<Product.View>("products").Select(p => p.Number), Is.EqualTo(Enumerable.Range(0, Count)));
            Assert.That(bundle.GetArray<Pair.View>("pairs").Select(p => p.Left), Is.EqualTo(Enumerable.Range(0, Count)));
            Assert.That(byNameDictionary.LongCount, Is.EqualTo(2 * Count));
            Assert.That(bySumDictionary.LongCount, Is.EqualTo((Count / 2) + 1));
            for (uint i = 0; i < Count; i++)
            {
                Assert.That(byNumberDictionary[i * 3].Number, Is.EqualTo(i));
                Assert.That(byNameDictionary[$"product {i}"].Number, Is.EqualTo(i));
                Assert.That(byNameDictionary[$"a long second name of product {i}, longer than any slot of a table would take: {new string('x', (int)(i % 300))}"].Number, Is.EqualTo(i));
                Assert.That(negativeDictionary[-i].Number, Is.EqualTo(i));
                Assert.That(bySumDictionary[(i + 1) / 2].Left, Is.EqualTo(i == 0 ? 0 : (int)(((i + 1) / 2 * 2) - 1)));
            }
        });
    }

    [Test]
    public void GetDictionary_SecondaryIndexes_EnumerateEveryKeyOnce()
    {
        WriteSmall();
        using Bundle bundle = Bundle.Open(_folder["a.sbuf"]);
        MappedDictionary<string, Product.View> byName = bundle.GetDictionary<string, Product.View>("by-name");
        MappedDictionary<int, Product.View> byNegative = bundle.GetDictionary<int, Product.View>("by-negative");
        Assert.Multiple(() =>
        {
            Assert.That(byName.Keys, Is.EquivalentTo(Enumerable.Range(0, 100).Select(i => $"product {i}")));
            Assert.That(byName.Utf8Keys.Select(k => k.ToString()), Is.EqualTo(byName.Keys));
            Assert.That(byName.All(pair => pair.Value.Name.ToString() == pair.Key));
            Assert.That(byNegative.All(pair => pair.Value.Number == -pair.Key));
            Assert.That(byNegative.Keys, Is.EquivalentTo(Enumerable.Range(0, 100).Select(i => -i)));
            Assert.That(byName.TryGetValues(["product 7", "none", "product 9"], new Product.View[3], new bool[3]), Is.EqualTo(2));
        });
    }

    [Test]
    public void GetDictionary_WrongNameOrKeyType_SaysWhatIsThere()
    {
        WriteSmall();
        using Bundle bundle = Bundle.Open(_folder["a.sbuf"]);
        Assert.Multiple(() =>
        {
            Assert.That(() => bundle.GetDictionary<string, Product.View>("none"), Throws.TypeOf<KeyNotFoundException>().With.Message.Contains("'by-name', 'by-negative'"));
            Assert.That(() => bundle.GetArray<Product.View>("none"), Throws.TypeOf<KeyNotFoundException>().With.Message.Contains("'products'"));
            Assert.That(() => bundle.GetDictionary<uint, Product.View>("by-name"), Throws.InvalidOperationException.With.Message.Contains("Utf8"));
            Assert.That(() => bundle.GetDictionary<uint, Product.View>("by-negative"), Throws.InvalidOperationException.With.Message.Contains("Int32"));
        });
    }

    [Test]
    public void AddIndex_Misuse_Throws()
    {
        using var builder = new BundleBuilder(_folder["a.sbuf"]);
        using var other = new BundleBuilder(_folder["b.sbuf"]);
        ArrayBuilder<Product> first = builder.AddArray<Product>("first");
        ArrayBuilder<Product> second = builder.AddArray<Product>("second");
        IndexBuilder<uint> index = builder.AddIndex<uint>("index", first);
        RecordReference ofSecond = second.Add(new Product());
        Assert.Multiple(() =>
        {
            Assert.That(() => index.Add(1, ofSecond), Throws.ArgumentException);
            Assert.That(() => index.Add(1, default), Throws.ArgumentException);
            Assert.That(() => index.Add("text"u8, first.Add(new Product())), Throws.InvalidOperationException);
            Assert.That(() => builder.AddIndex<uint>("index", first), Throws.ArgumentException);
            Assert.That(() => builder.AddArray<Product>("first"), Throws.ArgumentException);
            Assert.That(() => other.AddIndex<uint>("x", first), Throws.ArgumentException);
            Assert.That(() => builder.AddUserData("late", []), Throws.InvalidOperationException);
        });
    }

    [Test]
    public void Dispose_ArraysAndDictionaries_ThrowObjectDisposed()
    {
        WriteSmall();
        Bundle bundle = Bundle.Open(_folder["a.sbuf"]);
        MappedArray<Product.View> array = bundle.GetArray<Product.View>("products");
        MappedDictionary<string, Product.View> dictionary = bundle.GetDictionary<string, Product.View>("by-name");
        Product.View view = array[0];
        dictionary.Dispose();
        Assert.That(dictionary.ContainsKey("product 1"), "the bundle owns the file");
        bundle.Dispose();
        Assert.Multiple(() =>
        {
            Assert.That(() => array[0], Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => dictionary.ContainsKey("product 1"), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => view.Number, Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => dictionary.Keys.First(), Throws.TypeOf<ObjectDisposedException>());
        });
    }

    [Test]
    public void MappedArray_IndexesFromBothEnds_GivesTheRecords()
    {
        using (MappedArrayBuilder<Product> builder = MappedArray.CreateBuilder<Product>(_folder["a.sbuf"]))
        {
            builder.AddRange(Enumerable.Range(0, 10).Select(i => Product.Numbered(i)));
            builder.Publish();
        }

        using MappedArray<Product.View> array = MappedArray.Open<Product.View>(_folder["a.sbuf"]);
        Assert.Multiple(() =>
        {
            Assert.That(array, Has.Count.EqualTo(10));
            Assert.That(array[^1].Number, Is.EqualTo(9));
            Assert.That(array[^10].Number, Is.Zero);
            Assert.That(array[3L].Number, Is.EqualTo(3));
            Assert.That(() => array[10], Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => array[-1], Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => array[^11], Throws.TypeOf<ArgumentOutOfRangeException>());
        });
    }

    private void WriteSmall()
    {
        using var builder = new BundleBuilder(_folder["a.sbuf"]);
        ArrayBuilder<Product> products = builder.AddArray<Product>("products");
        IndexBuilder<string> byName = builder.AddIndex<string>("by-name", products);
        IndexBuilder<int> byNegative = builder.AddIndex<int>("by-negative", products);
        for (int i = 0; i < 100; i++)
        {
            RecordReference record = products.Add(Product.Numbered(i));
            byName.Add($"product {i}", record);
            byNegative.Add(-i, record);
        }

        builder.Publish();
    }
}
