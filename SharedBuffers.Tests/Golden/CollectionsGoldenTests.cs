using NUnit.Framework;
using SharedBuffers.Collections;
using SharedBuffers.Files;
using SharedBuffers.Layout;
using SharedBuffers.Memory;
using SharedBuffers.Schemas;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Golden;

/// <summary>The bytes that <c>docs/format/collections.md</c> explains are the bytes that the builder writes, and the dictionary reads them.</summary>
[TestFixture]
internal sealed partial class CollectionsGoldenTests
{
    private const string Page = "collections.md";
    private const string Heading = "Example";

    [Test]
    public void Builder_TheExampleOfThePage_WritesItsBytes()
    {
        using var folder = new TemporaryFolder();
        using (MappedDictionaryBuilder<string, Row> builder = MappedDictionary.CreateBuilder<string, Row>(folder["example.sbuf"]))
        {
            builder.Add("a", new Row { N = 7 });
            builder.Publish();
        }

        Assert.That(Convert.ToHexString(File.ReadAllBytes(folder["example.sbuf"])), Is.EqualTo(Convert.ToHexString(AnnotatedHex.Read(Page, Heading))));
    }

    [Test]
    public void Dictionary_TheExampleOfThePage_ReadsIt()
    {
        using Bundle bundle = Bundle.Open(BufferFile.Open(MemoryRegion.CopyOf(AnnotatedHex.Read(Page, Heading))));
        bundle.File.VerifyChecksums();
        MappedDictionary<string, Row.View> dictionary = bundle.GetDictionary<string, Row.View>(MappedDictionary.IndexName);
        Assert.Multiple(() =>
        {
            Assert.That(dictionary["a"].N, Is.EqualTo(7));
            Assert.That(dictionary.Keys, Is.EqualTo(new[] { "a" }));
            Assert.That(dictionary.ContainsKey("b"), Is.False);
        });
    }

    [Test]
    public void Overlay_TheExampleOfThePage_WritesItsBytesAndReadsThem()
    {
        using var folder = new TemporaryFolder();
        using (OverlayDictionaryBuilder<string, Row> builder = OverlayDictionary.CreateBuilder<string, Row>(folder["overlay.sbuf"]))
        {
            builder.Add("c", new Row { N = 9 });
            builder.Remove("b");
            builder.Publish();
        }

        byte[] expected = AnnotatedHex.Read(Page, "Example of removed keys");
        using BufferFile file = BufferFile.Open(folder["overlay.sbuf"]);
        Assert.That(Convert.ToHexString(file.GetView(SectionKind.RemovedKeys, MappedDictionary.IndexName).AsSpan()), Is.EqualTo(Convert.ToHexString(expected)));

        using var region = MemoryRegion.CopyOf(expected);
        var removed = RemovedKeys.Open(region.View, KeyKind.Utf8);
        Assert.That(removed.Contains(new StoredKey("b"u8)) && !removed.Contains(new StoredKey("a"u8)));
    }

    [Test]
    public void Shards_TheExampleOfThePage_WritesItsBytesAndReadsThem()
    {
        using var folder = new TemporaryFolder();
        var schema = new Schema([new Slot("n", SlotType.Int32)]);
        using (ShardedDictionaryBuilder<string, object?[]> builder = ShardedDictionary.CreateBuilder<string>(folder["p.sbuf"], 2, schema))
        {
            builder.Add("a", [7]);
            builder.Add("b", [8]);
            builder.Publish();
        }

        byte[] expected = AnnotatedHex.Read(Page, "Example of shards");
        using (BufferFile file = BufferFile.Open(folder["p.sbuf"]))
        {
            Assert.That(Convert.ToHexString(file.GetView(SectionKind.Shards, MappedDictionary.IndexName).AsSpan()), Is.EqualTo(Convert.ToHexString(expected)));
        }

        using (var writer = new BufferFileWriter(folder["written.sbuf"]))
        {
            writer.AddSection(SectionKind.Shards, MappedDictionary.IndexName, expected, 2);
            writer.Publish();
        }

        ShardManifest manifest = ShardManifest.Read(folder["written.sbuf"]);
        Assert.Multiple(() =>
        {
            Assert.That(manifest.Shards.Select(shard => shard.FileName), Is.EqualTo(new[] { "p.0-8e8f1e980f61bca3.sbuf", "p.1-c47e9953c9f67c6f.sbuf" }));
            Assert.That(manifest.Shards[0].LastHash, Is.EqualTo(ulong.MaxValue / 2));
            Assert.That(manifest.Count, Is.EqualTo(2));
        });
    }

    /// <summary>The record of the example.</summary>
    [SharedStruct]
    public sealed partial class Row
    {
        [Slot("n")]
        public int N;
    }
}
