using NUnit.Framework;
using SharedBuffers.Collections;
using SharedBuffers.Files;
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

    /// <summary>The record of the example.</summary>
    [SharedStruct]
    public sealed partial class Row
    {
        [Slot("n")]
        public int N;
    }
}
