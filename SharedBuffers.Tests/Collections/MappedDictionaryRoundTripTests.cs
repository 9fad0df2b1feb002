using System.Numerics;
using NUnit.Framework;
using SharedBuffers.Collections;
using SharedBuffers.Memory;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Collections;

/// <summary>Every kind of key against a <see cref="Dictionary{TKey, TValue}"/> with the same content.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class MappedDictionaryRoundTripTests : IDisposable
{
    private const int Seed = 20_260;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(1000)]
    [TestCase(20_000)]
    public void Open_StringKeys_EqualsTheDictionary(int count) => Check(count, random => RandomText(random), random => "absent " + RandomText(random));

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(1000)]
    [TestCase(20_000)]
    public void Open_UInt32Keys_EqualsTheDictionary(int count) =>
        Check(count, random => (uint)random.NextInt64(uint.MaxValue), random => (uint)random.NextInt64(uint.MaxValue), 0u, 1u, uint.MaxValue, uint.MaxValue - 1);

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(1000)]
    [TestCase(20_000)]
    public void Open_UInt64Keys_EqualsTheDictionary(int count) =>
        Check(count, random => (ulong)random.NextInt64(), random => (ulong)random.NextInt64() | (1UL << 63), 0UL, 1UL, ulong.MaxValue, ulong.MaxValue - 1);

    [TestCase(1000)]
    public void Open_Int32Keys_EqualsTheDictionary(int count) =>
        Check(count, random => random.Next(int.MinValue, int.MaxValue), random => random.Next(int.MinValue, int.MaxValue), 0, -1, 1, int.MinValue, int.MaxValue);

    [TestCase(1000)]
    public void Open_Int64Keys_EqualsTheDictionary(int count) =>
        Check(count, random => random.NextInt64(long.MinValue, long.MaxValue), random => random.NextInt64(), 0L, -1L, 1L, long.MinValue, long.MaxValue);

    [Test]
    public void Indexer_SpanKeys_GiveTheRecordOrNameTheKey()
    {
        using (var builder = MappedDictionary.CreateBuilder<string, Pair>(_folder["spans.sbuf"]))
        {
            builder.Add("one", new Pair { Left = 1 });
            builder.Publish();
        }

        using var dictionary = MappedDictionary.Open<string, Pair.View>(_folder["spans.sbuf"]);
        Assert.That((dictionary["one"u8].Left, dictionary["one".AsSpan()].Left), Is.EqualTo((1, 1)));
        Assert.That(() => dictionary["two"u8], Throws.TypeOf<KeyNotFoundException>().With.Message.EqualTo("The key \"two\" is not there."));
        Assert.That(() => dictionary["two".AsSpan()], Throws.TypeOf<KeyNotFoundException>().With.Message.EqualTo("The key \"two\" is not there."));
        Assert.That(() => MappedDictionary.Open<uint, Pair.View>(_folder["spans.sbuf"]), Throws.InvalidOperationException);
    }

    [Test]
    public void Indexer_KeyNotThere_ShowsIt()
    {
        Assert.Multiple(() =>
        {
            Check<byte[]>([0xff, 0x00], "0xFF00");
            Check<byte[]>([(byte)'a'], "\"a\"");
            Check<ReadOnlyMemory<byte>>(new byte[] { 0x80 }, "0x80");
            Check("\uD800", "\"\uD800\"");
            Check(-7, "-7");
            Check(Guid.Empty, "00000000-0000-0000-0000-000000000000");
            Check(("x", new byte[] { 1 }), "(\"x\", 0x01)");
            Check<object>(new byte[] { 0xab }, "0xAB");
            Check<object>(BigInteger.Pow(2, 70), "1180591620717411303424");
        });

        void Check<TKey>(TKey key, string shown)
            where TKey : notnull
        {
            Write<TKey>(_folder["empty.sbuf"], []);
            using var dictionary = MappedDictionary.Open<TKey, Product.View>(_folder["empty.sbuf"]);
            Assert.That(() => dictionary[key], Throws.TypeOf<KeyNotFoundException>().With.Message.EqualTo($"The key {shown} is not there."));
        }
    }

    [Test]
    public void Open_DenseIntegerKeys_EqualsTheDictionary()
    {
        uint next = 0;
        Check(5000, _ => next++, random => (uint)random.Next(5000, int.MaxValue));
    }

    [Test]
    public void Open_KeysOfEveryLengthAndSome100000Long_EqualsTheDictionary()
    {
        string[] keys = [.. Enumerable.Range(0, 300).Select(i => new string('k', i)), "\0", "\0\0", "a\0", "a\0b", "é", "日本語", "🎉", new string('x', 100_000), new string('é', 50_001)];
        int next = 0;
        Check(keys.Length, _ => keys[next++], random => "absent " + RandomText(random));
    }

    [Test]
    public void TryGetValue_LoneSurrogate_FindsNothing()
    {
        Write<string>(_folder["a.sbuf"], [new("", Product.Numbered(0)), new("\uFFFD", Product.Numbered(1))]);
        using var dictionary = MappedDictionary.Open<string, Product.View>(_folder["a.sbuf"]);
        bool[] found = new bool[2];
        int count = dictionary.TryGetValues(["\uD800", ""], new Product.View[2], found);
        Assert.Multiple(() =>
        {
            Assert.That(dictionary.ContainsKey("\uD800"), Is.False);
            Assert.That(dictionary.TryGetValue("a\uDC00".AsSpan(), out _), Is.False);
            Assert.That(count, Is.EqualTo(1));
            Assert.That(found, Is.EqualTo(new[] { false, true }));
        });
    }

    private void Check<TKey>(int count, Func<Random, TKey> next, Func<Random, TKey> nextAbsent, params TKey[] special)
        where TKey : notnull
    {
        var random = new Random(Seed);
        var keys = new Dictionary<TKey, long>();
        foreach (TKey key in special.Take(count))
        {
            keys.Add(key, keys.Count);
        }

        while (keys.Count < count)
        {
            keys.TryAdd(next(random), keys.Count);
        }

        string path = _folder["a.sbuf"];
        Write(path, keys.Select(pair => new KeyValuePair<TKey, Product>(pair.Key, Product.Numbered(pair.Value))));
        TKey[] absent = [.. Enumerable.Range(0, 200).Select(_ => nextAbsent(random)).Where(key => !keys.ContainsKey(key))];
        foreach (LoadMode mode in new[] { LoadMode.Map, LoadMode.Copy })
        {
            using var dictionary = MappedDictionary.Open<TKey, Product.View>(path, mode);
            using Bundle bundle = Bundle.Open(path);
            bundle.File.VerifyChecksums();
            CheckLookups(dictionary, keys, absent);
            CheckEnumeration(dictionary, keys);
        }
    }

    private static void CheckLookups<TKey>(MappedDictionary<TKey, Product.View> dictionary, Dictionary<TKey, long> keys, TKey[] absent)
        where TKey : notnull
    {
        Assert.That(dictionary.LongCount, Is.EqualTo(keys.Count));
        foreach ((TKey key, long number) in keys)
        {
            bool found = dictionary.TryGetValue(key, out Product.View view);
            Assert.That(found && dictionary.ContainsKey(key) && Product.IsNumbered(view, number), $"seed {Seed}, key {key}");
            if (key is string text)
            {
                byte[] utf8 = System.Text.Encoding.UTF8.GetBytes(text);
                found = dictionary.TryGetValue(utf8, out view) && dictionary.ContainsKey(utf8) && dictionary.ContainsKey(text.AsSpan());
                Assert.That(found && view.Number == number, $"seed {Seed}, UTF-8 key {key}");
            }
        }

        foreach (TKey key in absent)
        {
            Assert.That(dictionary.TryGetValue(key, out _) || dictionary.ContainsKey(key), Is.False, $"seed {Seed}, absent key {key}");
        }

        TKey[] mixed = [.. keys.Keys.Concat(absent)];
        var values = new Product.View[mixed.Length];
        bool[] flags = new bool[mixed.Length];
        Assert.That(dictionary.TryGetValues(mixed, values, flags), Is.EqualTo(keys.Count));
        for (int i = 0; i < mixed.Length; i++)
        {
            Assert.That(flags[i], Is.EqualTo(i < keys.Count));
            Assert.That(i >= keys.Count || values[i].Number == keys[mixed[i]], $"seed {Seed}, batch key {mixed[i]}");
        }
    }

    private static void CheckEnumeration<TKey>(MappedDictionary<TKey, Product.View> dictionary, Dictionary<TKey, long> keys)
        where TKey : notnull
    {
        Assert.Multiple(() =>
        {
            Assert.That(dictionary.Keys, Is.EqualTo(keys.Keys), "insertion order");
            Assert.That(dictionary.Values.Select(v => v.Number), Is.EqualTo(keys.Values));
            Assert.That(dictionary.Select(pair => (pair.Key, pair.Value.Number)), Is.EqualTo(keys.Select(pair => (pair.Key, pair.Value))));
            Assert.That(dictionary.Records.Select(v => v.Number), Is.EqualTo(keys.Values));
            if (typeof(TKey) == typeof(string))
            {
                Assert.That(dictionary.Utf8Keys.Select(key => key.ToString()), Is.EqualTo(keys.Keys));
            }
        });
    }

    private static void Write<TKey>(string path, IEnumerable<KeyValuePair<TKey, Product>> source)
        where TKey : notnull
    {
        using MappedDictionaryBuilder<TKey, Product> builder = MappedDictionary.CreateBuilder<TKey, Product>(path);
        builder.AddRange(source);
        builder.Publish();
    }

    private static string RandomText(Random random)
    {
        const string Alphabet = "abcXYZ019-_ éß日🎉\0";
        int length = random.Next(1, 24);
        return new string([.. Enumerable.Range(0, length).Select(_ => Alphabet[random.Next(Alphabet.Length)]).Where(c => !char.IsSurrogate(c))]) + random.NextInt64();
    }
}
