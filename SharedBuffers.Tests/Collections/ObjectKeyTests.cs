using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Numerics;
using NUnit.Framework;
using SharedBuffers.Collections;
using SharedBuffers.Diagnostics;
using SharedBuffers.Indexes;
using SharedBuffers.Layout;
using SharedBuffers.Tests.Support;
using SharedBuffers.Verification;

namespace SharedBuffers.Tests.Collections;

/// <summary>Keys of any type in every container, compared with a dictionary that has their equality.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ObjectKeyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public void Dictionary_KeysOfManyTypes_FindsWhatIsEqual([Values] bool shared)
    {
        (object? Key, object?[] Equal)[] keys =
        [
            (null, [null, DBNull.Value]),
            (1, [1.0, true, 1UL, (byte)1, (Half)1]),
            (1.5, [1.5f]),
            ("a", ["a", 'a']),
            ("a"u8.ToArray(), [(ReadOnlyMemory<byte>)"a"u8.ToArray()]),
            ("", [""]),
            (new string('ü', 3000), [new string('ü', 3000)]),
            (("a", 1), [("a", 1.0), ("a", true), ImmutableArray.Create<object?>("a", 1L)]),
            (("a", (object?)null, 2.5, (1, "deep")), [("a", DBNull.Value, 2.5, (true, "deep"))]),
            (new HashSet<object> { 1, "b" }, [new HashSet<object> { "b", 1.0 }.ToFrozenSet()]),
            (ulong.MaxValue, [new BigInteger(ulong.MaxValue)]),
        ];
        Write<object>("a.sbuf", keys.Select(key => key.Key), Options(shared));
        using MappedDictionary<object, Product.View> dictionary = MappedDictionary.Open<object, Product.View>(_folder["a.sbuf"]);
        Dictionary<object, long> copy = dictionary.ToDictionary(view => view.Number);
        Assert.Multiple(() =>
        {
            Assert.That((dictionary.KeyKind, dictionary.Count), Is.EqualTo((KeyKind.Object, keys.Length)));
            for (int i = 0; i < keys.Length; i++)
            {
                foreach (object? key in keys[i].Equal.Append(keys[i].Key))
                {
                    Assert.That(dictionary.TryGetValue(key!, out Product.View view) && view.Number == i, $"{i}: {key}");
                    Assert.That(dictionary.ContainsKey(key!) && copy[key ?? DBNull.Value] == i, $"{i}: {key}");
                }
            }

            object?[] absent = [2, "b", 0.5, ("a", 2), "\uD800", new HashSet<int>(), BigInteger.Pow(2, 70)];
            Assert.That(absent.Any(key => dictionary.ContainsKey(key!)), Is.False);
            Assert.That(dictionary.All(pair => dictionary[pair.Key].Number == pair.Value.Number));
            Assert.That(dictionary.TryGetValues([2, "a", ("a", 1), DBNull.Value, "\uD800"], new Product.View[5], new bool[5]), Is.EqualTo(3));
            Assert.That(() => dictionary.ContainsKey(1.5m), Throws.ArgumentException);
            Assert.That((dictionary["a"u8].Number, dictionary["a".AsSpan()].Number, dictionary["a"].Number, dictionary["a"u8.ToArray()].Number), Is.EqualTo((4, 3, 3, 4)));
            Assert.That(dictionary.ContainsKey("\uD800".AsSpan()) || dictionary.ContainsKey("b"u8), Is.False);
            Assert.That(dictionary.TryGetValues("aab"u8, [1, 2, 3], new Product.View[3], new bool[3]), Is.EqualTo(2));
            Assert.That(() => dictionary[("nowhere", 7)], Throws.TypeOf<KeyNotFoundException>().With.Message.Contains("nowhere"));
            Assert.That(() => MappedDictionary.Open<byte[], Product.View>(_folder["a.sbuf"]), Throws.InvalidOperationException);
            Assert.That(() => MappedDictionary.Open<string, Product.View>(_folder["a.sbuf"]), Throws.InvalidOperationException);
            Assert.That(FileVerifier.Verify(_folder["a.sbuf"]).Findings, Is.Empty);
        });
    }

    [Test]
    public void TryGetValueOf_AnyType_FindsWhatIsEqual()
    {
        Write<object>("a.sbuf", [1, "a", ("a", 1), ("a", (2, 3)), 1.5]);
        using MappedDictionary<object, Product.View> dictionary = MappedDictionary.Open<object, Product.View>(_folder["a.sbuf"]);
        using MappedMultiDictionary<object, Product.View> multi = MappedMultiDictionary.Open<object, Product.View>(_folder["a.sbuf"]);
        using OverlayDictionary<object, Product.View> overlay = OverlayDictionary.Open<object, Product.View>(_folder["a.sbuf"], []);
        Write("b.sbuf", ["a"]);
        using MappedDictionary<string, Product.View> text = MappedDictionary.Open<string, Product.View>(_folder["b.sbuf"]);
        Assert.Multiple(() =>
        {
            Assert.That(dictionary.TryGetValueOf(1.0, out Product.View view) ? view.Number : -1, Is.EqualTo(0));
            Assert.That(dictionary.TryGetValueOf("a", out view) ? view.Number : -1, Is.EqualTo(1));
            Assert.That(overlay.TryGetValueOf(("a", 1L), out view) ? view.Number : -1, Is.EqualTo(2));
            Assert.That(multi.TryGetValueOf(("a", (2, 3)), out MappedRecords<Product.View> records) ? records[0].Number : -1, Is.EqualTo(3));
            Assert.That(overlay.TryGetValueOf(1.5f, out view) ? view.Number : -1, Is.EqualTo(4));
            Assert.That(dictionary.TryGetValueOf(("a", 2), out _), Is.False);
            Assert.That(() => text.TryGetValueOf("a", out _), Throws.InvalidOperationException);
        });
    }

    [Test]
    public void Dictionary_TuplesAsKeys_ReadsAndEnumeratesThem([Values] bool shared)
    {
        (string, int)[] keys = [.. Enumerable.Range(0, 500).Select(i => ($"sku-{i / 3}", (i % 3) - 1))];
        Write("a.sbuf", keys, Options(shared));
        using MappedDictionary<(string, int), Product.View> dictionary = MappedDictionary.Open<(string, int), Product.View>(_folder["a.sbuf"]);
        using MappedDictionary<(string, double), Product.View> floats = MappedDictionary.Open<(string, double), Product.View>(_folder["a.sbuf"]);
        using MappedDictionary<(object, short?), Product.View> nullable = MappedDictionary.Open<(object, short?), Product.View>(_folder["a.sbuf"]);
        using MappedDictionary<(string, bool), Product.View> narrow = MappedDictionary.Open<(string, bool), Product.View>(_folder["a.sbuf"]);
        using MappedDictionary<(string, int, int), Product.View> three = MappedDictionary.Open<(string, int, int), Product.View>(_folder["a.sbuf"]);
        Assert.Multiple(() =>
        {
            Assert.That(dictionary.Keys, Is.EquivalentTo(keys));
            Assert.That(keys.Select((key, i) => dictionary[key].Number == i && floats[key].Number == i && nullable[(key.Item1, (short)key.Item2)].Number == i), Is.All.True);
            Assert.That(floats.Keys, Is.EquivalentTo(keys.Select(key => (key.Item1, (double)key.Item2))));
            Assert.That(nullable.Keys, Is.EquivalentTo(keys.Select(key => ((object)key.Item1, (short?)key.Item2))));
            Assert.That(dictionary.ToDictionary(view => view.Number)[("sku-5", 1)], Is.EqualTo(17));
            Assert.That(() => narrow.Keys.ToList(), Throws.TypeOf<InvalidCastException>().With.Message.Contains("(\"sku-0\", -1)").Or.Message.Contains("-1)"));
            Assert.That(() => three.Keys.ToList(), Throws.TypeOf<InvalidCastException>());
            Assert.That(three.ContainsKey(("sku-0", 0, 0)), Is.False);
            Assert.That(() => three.ContainsKey("sku-0"u8), Throws.InvalidOperationException);
            Assert.That(() => three.ContainsKey("sku-0".AsSpan()), Throws.InvalidOperationException);
            Assert.That(dictionary.TryGetValues([("sku-5", 1), ("sku-5", 2)], new Product.View[2], new bool[2]), Is.EqualTo(1));
        });
    }

    [Test]
    public void Dictionary_TuplesOfFourAndNested_RoundTrip()
    {
        var key = ((byte)200, (ulong.MaxValue, "ü"), (string?)null, (byte[])[1, 2]);
        var single = (1f, 'x', (ReadOnlyMemory<byte>)new byte[] { 9 });
        Write("a.sbuf", [key]);
        Write("b.sbuf", [single]);
        using MappedDictionary<(byte, (ulong, string), string?, byte[]), Product.View> four = MappedDictionary.Open<(byte, (ulong, string), string?, byte[]), Product.View>(_folder["a.sbuf"]);
        using MappedDictionary<(float, char, ReadOnlyMemory<byte>), Product.View> three = MappedDictionary.Open<(float, char, ReadOnlyMemory<byte>), Product.View>(_folder["b.sbuf"]);
        (byte, (ulong, string), string?, byte[]) found = four.Keys.Single();
        (float, char, ReadOnlyMemory<byte>) other = three.Keys.Single();
        Assert.Multiple(() =>
        {
            Assert.That((found.Item1, found.Item2, found.Item3), Is.EqualTo((key.Item1, key.Item2, key.Item3)));
            Assert.That(found.Item4, Is.EqualTo(key.Item4));
            Assert.That((other.Item1, other.Item2, other.Item3.ToArray()[0]), Is.EqualTo((1f, 'x', (byte)9)));
            Assert.That(four.ContainsKey(key) && three.ContainsKey(single));
            Assert.That(() => MappedDictionary.CreateBuilder<(int, int, int, int, int), Product>(_folder["c.sbuf"]), Throws.TypeOf<NotSupportedException>().With.Message.Contains("object"));
        });
    }

    [Test]
    public void Register_TupleType_IsTakenOnce()
    {
        TupleKeys.Register<string, sbyte>();
        TupleKeys.Register<string, sbyte>();
        TupleKeys.Register<string, sbyte, sbyte>();
        TupleKeys.Register<string, sbyte, sbyte, sbyte>();
        Write<(string, sbyte)>("a.sbuf", [("a", -5)]);
        using MappedDictionary<(string, sbyte), Product.View> dictionary = MappedDictionary.Open<(string, sbyte), Product.View>(_folder["a.sbuf"]);
        Assert.That(dictionary.Keys, Is.EqualTo(new[] { ("a", (sbyte)-5) }));
    }

    [Test]
    public void AllContainers_RandomKeys_EqualTheModel([Values(1, 2)] int seed)
    {
        var random = new Random(seed);
        var model = new Dictionary<object, List<long>>(ObjectKeyComparer.Instance);
        using (var bundle = new BundleBuilder(_folder["bundle.sbuf"]))
        using (MappedMultiDictionaryBuilder<object, Product> multi = MappedMultiDictionary.CreateBuilder<object, Product>(_folder["multi.sbuf"]))
        using (ShardedDictionaryBuilder<object, Product> shards = ShardedDictionary.CreateBuilder<object, Product>(_folder["shards.sbuf"], 3))
        {
            KeyedArrayBuilder<object, Product> array = bundle.AddKeyedArray<object, Product>("products", "by-key");
            IndexBuilder<(string, int)> secondary = bundle.AddMultiIndex<(string, int)>("by-tuple", array);
            for (int i = 0; i < 1500; i++)
            {
                object key = RandomKey(random, depth: 2) ?? DBNull.Value;
                multi.Add(key, Product.Numbered(i));
                if (model.TryAdd(key, [i]))
                {
                    secondary.Add(("mod", i % 7), array.Add(key, Product.Numbered(i)));
                    shards.Add(key, Product.Numbered(i));
                }
                else
                {
                    model[key].Add(i);
                }
            }

            bundle.Publish();
            multi.Publish();
            shards.Publish();
        }

        using var opened = Bundle.Open(_folder["bundle.sbuf"]);
        MappedDictionary<object, Product.View> primary = opened.GetDictionary<object, Product.View>("by-key");
        MappedMultiDictionary<(string, int), Product.View> tuples = opened.GetMultiDictionary<(string, int), Product.View>("by-tuple");
        using MappedMultiDictionary<object, Product.View> all = MappedMultiDictionary.Open<object, Product.View>(_folder["multi.sbuf"]);
        using ShardedDictionary<object, Product.View> sharded = ShardedDictionary.Open<object, Product.View>(_folder["shards.sbuf"]);
        Assert.Multiple(() =>
        {
            Assert.That((primary.Count, all.Count, sharded.Count), Is.EqualTo((model.Count, model.Count, model.Count)), $"seed {seed}");
            foreach ((object key, List<long> numbers) in model)
            {
                Assert.That(primary[key].Number, Is.EqualTo(numbers[0]), $"seed {seed}: {key}");
                Assert.That(sharded[key].Number, Is.EqualTo(numbers[0]), $"seed {seed}: {key}");
                Assert.That(sharded.TryGetValueOf(key, out _), $"seed {seed}: {key}");
                Assert.That(all[key].Select(view => view.Number), Is.EqualTo(numbers), $"seed {seed}: {key}");
            }

            Assert.That(tuples.Keys, Is.EquivalentTo(Enumerable.Range(0, 7).Select(i => ("mod", i))));
            Assert.That(tuples[("mod", 3)].All(view => view.Number % 7 == 3));
            Assert.That(sharded.Keys.ToHashSet(ObjectKeyComparer.Instance).SetEquals(model.Keys));
            Assert.That(Directory.GetFiles(_folder.Root).SelectMany(file => FileVerifier.Verify(file).Findings), Is.Empty);
        });
    }

    [Test]
    public void MergeAndCompact_ObjectKeys_EqualTheModel()
    {
        Write<object>("a.sbuf", [1, "a", ("a", 1), DBNull.Value]);
        Write<object>("b.sbuf", ["b", 1.0, ("a", true)]);
        using (OverlayDictionaryBuilder<object, Product> changes = OverlayDictionary.CreateBuilder<object, Product>(_folder["changes.sbuf"]))
        {
            changes.Add(("a", 1UL), Product.Numbered(100));
            changes.Remove(true);
            changes.Remove(null!);
            changes.Remove("bytes"u8);
            changes.Remove("a bird".AsSpan());
            Assert.That(() => changes.Remove("\uD800"), Throws.ArgumentException);
            Assert.That(() => changes.Remove((object)"\uD800"), Throws.ArgumentException);
            changes.Publish();
        }

        MappedDictionary.Merge([_folder["a.sbuf"], _folder["b.sbuf"]], _folder["merged.sbuf"], new BuildOptions { Duplicates = DuplicatePolicy.KeepLast });
        OverlayDictionary.Compact(_folder["a.sbuf"], [_folder["changes.sbuf"]], _folder["compact.sbuf"]);
        using MappedDictionary<object, Product.View> merged = MappedDictionary.Open<object, Product.View>(_folder["merged.sbuf"]);
        using MappedDictionary<object, Product.View> compact = MappedDictionary.Open<object, Product.View>(_folder["compact.sbuf"]);
        using OverlayDictionary<object, Product.View> overlay = OverlayDictionary.Open<object, Product.View>(_folder["a.sbuf"], [_folder["changes.sbuf"]]);
        Assert.Multiple(() =>
        {
            Assert.That((merged.Count, merged[1].Number, merged[("a", 1)].Number, merged[DBNull.Value].Number), Is.EqualTo((5, 1, 2, 3)));
            Assert.That((compact.Count, compact["a"].Number, compact[("a", 1)].Number), Is.EqualTo((2, 1, 100)));
            Assert.That((overlay.Count, overlay["a"].Number, overlay[("a", 1)].Number), Is.EqualTo((2, 1, 100)));
            Assert.That(overlay.ContainsKey(1) || overlay.ContainsKey(null!), Is.False);
            Assert.That(() => MappedDictionary.Merge([_folder["a.sbuf"], _folder["b.sbuf"]], _folder["none.sbuf"]), Throws.TypeOf<DuplicateKeyException>());
            Assert.That(Directory.GetFiles(_folder.Root).SelectMany(file => FileVerifier.Verify(file).Findings), Is.Empty);
        });
    }

    [Test]
    public void Add_RepeatedOrRefusedKeys_SayWhichAndLeaveNothing([Values] bool shared)
    {
        using MappedDictionaryBuilder<object, Product> builder = MappedDictionary.CreateBuilder<object, Product>(_folder["a.sbuf"], Options(shared));
        builder.Add(("sku", 1), Product.Numbered(1));
        Assert.Multiple(() =>
        {
            Assert.That(() => builder.Add(("sku", new List<int>()), Product.Numbered(2)), Throws.ArgumentException.With.Message.Contains("List"));
            Assert.That(() => builder.Add("\uD800", Product.Numbered(2)), Throws.ArgumentException.With.Message.Contains("surrogate"));
            Assert.That(() => builder.Add(BigInteger.Pow(2, 64), Product.Numbered(2)), Throws.ArgumentException.With.Message.Contains("64 bits"));
        });
        Assert.That((builder.Count, builder.StoredCount), Is.EqualTo((1, 1)));
        builder.Add(("sku", 1.0), Product.Numbered(2));
        Assert.That(builder.Publish, Throws.TypeOf<DuplicateKeyException>().With.Property(nameof(DuplicateKeyException.Key)).EqualTo("(\"sku\", 1)"));
        builder.Dispose();
        Assert.That(Directory.GetFiles(_folder.Root), Is.Empty);
    }

    [Test]
    public void Build_AnyBudget_GivesTheSameBytes()
    {
        (string, int)[] keys = [.. Enumerable.Range(0, 70_000).Select(i => ("key", i))];
        Write("a.sbuf", keys);
        Write("b.sbuf", keys, new BuildOptions { MemoryBudget = 1 << 20 });
        Assert.That(File.ReadAllBytes(_folder["b.sbuf"]).AsSpan().SequenceEqual(File.ReadAllBytes(_folder["a.sbuf"])));
    }

    private static BuildOptions Options(bool shared) => new() { SharedRecords = shared ? 100 : 0 };

    private static object? RandomKey(Random random, int depth) => random.Next(depth > 0 ? 9 : 7) switch
    {
        0 => null,
        1 => random.Next(-20, 20),
        2 => random.Next(-20, 20) / 2.0,
        3 => random.Next(2) == 0,
        4 => new string((char)('a' + random.Next(4)), random.Next(100)),
        5 => Enumerable.Repeat((byte)'a', random.Next(6)).ToArray(),
        6 => (ulong)random.NextInt64() * 2,
        7 => Enumerable.Range(0, random.Next(4)).Select(_ => RandomKey(random, depth - 1)).ToImmutableArray(),
        _ => Enumerable.Range(0, random.Next(4)).Select(_ => RandomKey(random, depth - 1) ?? DBNull.Value).ToHashSet(ObjectKeyComparer.Instance),
    };

    private void Write<TKey>(string name, IEnumerable<TKey?> keys, BuildOptions? options = null)
        where TKey : notnull
    {
        using MappedDictionaryBuilder<TKey, Product> builder = MappedDictionary.CreateBuilder<TKey, Product>(_folder[name], options);
        long number = 0;
        foreach (TKey? key in keys)
        {
            builder.Add(key!, Product.Numbered(number++));
        }

        builder.Publish();
    }
}
