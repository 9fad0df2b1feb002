using NUnit.Framework;
using SharedBuffers.Indexes;
using SharedBuffers.Memory;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Golden;

/// <summary>The bytes that <c>docs/format/hash-table.md</c> explains are the bytes that the builder writes, and the reader reads them.</summary>
[TestFixture]
internal sealed class HashTableGoldenTests
{
    private const string Page = "hash-table.md";
    private const string Heading = "Example";

    [Test]
    public void Builder_TheExampleOfThePage_WritesItsBytes()
    {
        using StringIdMapperBuilder builder = StringIdMapper.CreateBuilder();
        builder.Add("a"u8, 1);
        builder.Add("bc"u8, 2);
        var stream = new MemoryStream();
        builder.Build(stream);

        Assert.That(Convert.ToHexString(stream.ToArray()), Is.EqualTo(Convert.ToHexString(AnnotatedHex.Read(Page, Heading))));
    }

    [Test]
    public void Reader_TheExampleOfThePage_ReadsIt()
    {
        using MemoryRegion region = MemoryRegion.CopyOf(AnnotatedHex.Read(Page, Heading));
        using StringIdMapper mapper = StringIdMapper.Open(region.View);

        Assert.That(mapper["a"u8], Is.EqualTo(1));
        Assert.That(mapper["bc"], Is.EqualTo(2));
        Assert.That(mapper.ContainsKey("b"u8), Is.False);
    }
}
