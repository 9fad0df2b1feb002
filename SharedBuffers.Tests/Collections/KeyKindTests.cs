using NUnit.Framework;
using SharedBuffers.Collections;
using SharedBuffers.Diagnostics;
using SharedBuffers.Files;
using SharedBuffers.Layout;
using SharedBuffers.Tests.Support;
using SharedBuffers.Verification;

namespace SharedBuffers.Tests.Collections;

/// <summary>Keys of bytes and GUIDs, before records and in tables.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class KeyKindTests : IDisposable
{
    private const int Count = 3000;

    private static readonly Guid s_guid = new("00112233-4455-6677-8899-aabbccddeeff");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public void Dictionary_BytesBeforeRecordsAndInTheTable_FindsAll([Values] bool shared)
    {
        Write(shared, BytesOf);
        using MappedDictionary<byte[], Product.View> dictionary = MappedDictionary.Open<byte[], Product.View>(_folder["a.sbuf"]);
        using MappedDictionary<ReadOnlyMemory<byte>, Product.View> memory = MappedDictionary.Open<ReadOnlyMemory<byte>, Product.View>(_folder["a.sbuf"]);
        Assert.Multiple(() =>
        {
            Assert.That(dictionary.KeyKind, Is.EqualTo(KeyKind.Bytes));
            Assert.That(dictionary.Count, Is.EqualTo(Count));
            for (int i = 0; i < Count; i++)
            {
                Assert.That(dictionary[BytesOf(i)].Number, Is.EqualTo(i));
                Assert.That(memory[BytesOf(i)].Number, Is.EqualTo(i));
                Assert.That(dictionary.TryGetValue(BytesOf(i).AsSpan(), out Product.View view) && view.Number == i);
            }

            Assert.That(dictionary.ContainsKey([1, 2, 3, 4, 5]), Is.False);
            Assert.That(dictionary.Keys.Select(Convert.ToHexString), Is.EquivalentTo(Enumerable.Range(0, Count).Select(i => Convert.ToHexString(BytesOf(i)))));
            Assert.That(memory.All(pair => pair.Key.Span.SequenceEqual(BytesOf((int)pair.Value.Number))));
            byte[][] keys = [BytesOf(1), [9, 9, 9, 9, 9], BytesOf(2999), BytesOf(Count / 2)];
            bool[] found = new bool[4];
            Assert.That(dictionary.TryGetValues(keys, new Product.View[4], found), Is.EqualTo(3));
            Assert.That(found, Is.EqualTo(new[] { true, false, true, true }));
            Assert.That(() => dictionary.TryGetValue("text".AsSpan(), out _), Throws.InvalidOperationException);
            Assert.That(() => dictionary[(byte[])null!], Throws.ArgumentNullException);
            Assert.That(FileVerifier.Verify(_folder["a.sbuf"]).Findings, Is.Empty);
        });
    }

    [Test]
    public void Dictionary_GuidsBeforeRecordsAndInTheTable_FindsAll([Values] bool shared)
    {
        Write(shared, GuidOf);
        using MappedDictionary<Guid, Product.View> dictionary = MappedDictionary.Open<Guid, Product.View>(_folder["a.sbuf"]);
        Assert.Multiple(() =>
        {
            Assert.That(dictionary.KeyKind, Is.EqualTo(KeyKind.Guid));
            for (int i = 0; i < Count; i++)
            {
                Assert.That(dictionary[GuidOf(i)].Number, Is.EqualTo(i));
            }

            Assert.That(dictionary.ContainsKey(s_guid), Is.False);
            Assert.That(dictionary.Keys, Is.EquivalentTo(Enumerable.Range(0, Count).Select(GuidOf)));
            Assert.That(dictionary.TryGetValue(GuidOf(7).ToByteArray(bigEndian: true), out Product.View view) && view.Number == 7);
            Assert.That(dictionary.ContainsKey("short"u8), Is.False);
            Assert.That(dictionary.TryGetValues([GuidOf(5), s_guid], new Product.View[2], new bool[2]), Is.EqualTo(1));
            Assert.That(() => dictionary.Utf8Keys, Throws.InvalidOperationException);
            Assert.That(FileVerifier.Verify(_folder["a.sbuf"]).Findings, Is.Empty);
        });
    }

    [Test]
    public void Guid_InTheFile_StandsAsItsText()
    {
        using (MappedDictionaryBuilder<Guid, Product> builder = MappedDictionary.CreateBuilder<Guid, Product>(_folder["a.sbuf"]))
        {
            builder.Add(s_guid, new Product());
            builder.Publish();
        }

        using BufferFile file = BufferFile.Open(_folder["a.sbuf"]);
        Assert.That(Convert.ToHexString(file.GetView(SectionKind.Rows, "records").AsSpan()), Does.Contain("00112233445566778899AABBCCDDEEFF" + "10000000"));
    }

    [Test]
    public void Add_RepeatedOrMisfittingKeys_SayWhich([Values] bool shared)
    {
        using (MappedDictionaryBuilder<Guid, Product> builder = MappedDictionary.CreateBuilder<Guid, Product>(_folder["a.sbuf"], Options(shared)))
        {
            builder.Add(s_guid, new Product());
            builder.Add(s_guid, new Product());
            Assert.That(() => builder.Add("fifteen bytes.."u8, new Product()), Throws.ArgumentException);
            Assert.That(() => builder.Add("text".AsSpan(), new Product()), Throws.InvalidOperationException);
            Assert.That(builder.Publish, Throws.TypeOf<DuplicateKeyException>().With.Message.Contains(s_guid.ToString()));
        }

        using (MappedDictionaryBuilder<byte[], Product> builder = MappedDictionary.CreateBuilder<byte[], Product>(_folder["a.sbuf"], Options(shared)))
        {
            builder.Add([0xFE, 0xED], new Product());
            builder.Add([0xFE, 0xED], new Product());
            Assert.That(() => builder.Add((byte[])null!, new Product()), Throws.ArgumentNullException);
            Assert.That(builder.Publish, Throws.TypeOf<DuplicateKeyException>().With.Message.Contains("FEED"));
        }

        Assert.That(() => MappedDictionary.CreateBuilder<DateTime, Product>(_folder["a.sbuf"]), Throws.TypeOf<NotSupportedException>());
    }

    private static BuildOptions Options(bool shared) => new() { SharedRecords = shared ? 100 : 0 };

    private static byte[] BytesOf(int i) => [.. Enumerable.Range(0, (i % 9 * 40) + 1).Select(_ => (byte)0xFF), (byte)i, (byte)(i >> 8)];

    private static Guid GuidOf(int i) => new(i * 7919, (short)i, 3, 4, 5, 6, 7, 8, 9, 10, 11);

    private void Write<TKey>(bool shared, Func<int, TKey> keyOf)
        where TKey : notnull
    {
        using MappedDictionaryBuilder<TKey, Product> builder = MappedDictionary.CreateBuilder<TKey, Product>(_folder["a.sbuf"], Options(shared));
        builder.AddRange(Enumerable.Range(0, Count).Select(i => KeyValuePair.Create(keyOf(i), Product.Numbered(i))));
        builder.Publish();
    }
}
