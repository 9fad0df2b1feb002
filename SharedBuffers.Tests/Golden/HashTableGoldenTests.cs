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

    // A share of filled slots calls for tags where there are few keys, too.
    private static readonly IndexBuildOptions s_tags = new() { FillPercent = TableGeometry.FillPercent };

    [Test]
    public void Builder_TheExampleOfThePage_WritesItsBytes()
    {
        using StringIdMapperBuilder builder = StringIdMapper.CreateBuilder(s_tags);
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

    [Test]
    public void DenseKeys_TheExampleOfThePage_AreWrittenAndRead()
    {
        using UInt32IdMapperBuilder builder = UInt32IdMapper.CreateBuilder();
        builder.Add(12, 2);
        builder.Add(10, 1);
        builder.Add(13, 3);
        var stream = new MemoryStream();
        builder.Build(stream);
        byte[] example = AnnotatedHex.Read(Page, "Example of dense keys");
        using MemoryRegion region = MemoryRegion.CopyOf(example);
        using UInt32IdMapper mapper = UInt32IdMapper.Open(region.View);

        Assert.That(Convert.ToHexString(stream.ToArray()), Is.EqualTo(Convert.ToHexString(example)));
        Assert.That((mapper[10], mapper[12], mapper[13], mapper.ContainsKey(11)), Is.EqualTo((1UL, 2UL, 3UL, false)));
    }

    [Test]
    public void DisplacedIntegers_TheExampleOfThePage_AreWrittenAndRead()
    {
        using UInt32IdMapperBuilder builder = UInt32IdMapper.CreateBuilder();
        builder.Add(1_000_000, 4);
        builder.Add(100_000, 3);
        builder.Add(1300, 2);
        builder.Add(10, 1);
        var stream = new MemoryStream();
        builder.Build(stream);
        byte[] example = AnnotatedHex.Read(Page, "Example of displaced integers");
        using MemoryRegion region = MemoryRegion.CopyOf(example);
        using UInt32IdMapper mapper = UInt32IdMapper.Open(region.View);

        Assert.That(Convert.ToHexString(stream.ToArray()), Is.EqualTo(Convert.ToHexString(example)));
        Assert.That((mapper[10], mapper[1300], mapper[100_000], mapper[1_000_000], mapper.ContainsKey(11)), Is.EqualTo((1UL, 2UL, 3UL, 4UL, false)));
    }

    [Test]
    public void DisplacedTexts_TheExampleOfThePage_AreWrittenAndRead()
    {
        using StringIdMapperBuilder builder = StringIdMapper.CreateBuilder();
        builder.Add("a"u8, 1);
        builder.Add("bc"u8, 2);
        builder.Add("catalogue/sku-42"u8, 3);
        builder.Add("catalogue/sku-43"u8, 4);
        var stream = new MemoryStream();
        builder.Build(stream);
        byte[] example = AnnotatedHex.Read(Page, "Example of displaced texts");
        using MemoryRegion region = MemoryRegion.CopyOf(example);
        using StringIdMapper mapper = StringIdMapper.Open(region.View);

        Assert.That(Convert.ToHexString(stream.ToArray()), Is.EqualTo(Convert.ToHexString(example)));
        Assert.That((mapper["a"], mapper["bc"], mapper["catalogue/sku-42"], mapper["catalogue/sku-43"], mapper.ContainsKey("b")), Is.EqualTo((1UL, 2UL, 3UL, 4UL, false)));
    }

    [Test]
    public void ApproximateTable_TheExampleOfThePage_IsWrittenAndRead()
    {
        using ApproximateStringIdMapperBuilder builder = ApproximateStringIdMultiMapper.CreateBuilderWithBits(24);
        builder.Add("a"u8, 1);
        builder.Add("bc"u8, 2);
        builder.Add("a"u8, 3);
        var stream = new MemoryStream();
        builder.Build(stream);
        byte[] example = AnnotatedHex.Read(Page, "Example of an approximate table");
        using MemoryRegion region = MemoryRegion.CopyOf(example);
        using ApproximateStringIdMultiMapper mapper = ApproximateStringIdMultiMapper.Open(region.View);

        Assert.That(Convert.ToHexString(stream.ToArray()), Is.EqualTo(Convert.ToHexString(example)));
        Assert.That(mapper["a"], Is.EqualTo(new ulong[] { 1, 3 }));
        Assert.That(mapper["bc"u8], Is.EqualTo(new ulong[] { 2 }));
        Assert.That(mapper.FingerprintBits, Is.EqualTo(24));
    }

    [Test]
    public void MultiTable_TheExampleOfThePage_IsWrittenAndRead()
    {
        using var builder = new InlineKeyTableBuilder(s_tags, isMulti: true);
        builder.Add("a"u8, 1);
        builder.Add("bc"u8, 2);
        builder.Add("a"u8, 3);
        var stream = new MemoryStream();
        builder.Build(stream);
        byte[] example = AnnotatedHex.Read(Page, "Example of a multi table");
        using MemoryRegion region = MemoryRegion.CopyOf(example);
        RawTable table = RawTable.Open(region.View);

        Assert.That(Convert.ToHexString(stream.ToArray()), Is.EqualTo(Convert.ToHexString(example)));
        Assert.That(table.ValueCount, Is.EqualTo(3));
        Assert.That(table.TryFindInline("a"u8, out ulong run) && table.ValuesOf(run).SequenceEqual([1UL, 3UL]));
        Assert.That(table.TryFindInline("bc"u8, out ulong value) && table.ValuesOf(value).SequenceEqual([2UL]));
    }
}
