using NUnit.Framework;
using SharedBuffers.Memory;
using SharedBuffers.Packing;
using SharedBuffers.Tests.Support;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Golden;

/// <summary>The bytes that <c>docs/format/values.md</c> explains are the bytes that the packer writes, and the view reads them.</summary>
[TestFixture]
public sealed class ValueGoldenTests
{
    private const string Page = "values.md";

    private static IEnumerable<TestCaseData> Examples()
    {
        yield return new TestCaseData("Values with a typecode", 0, -5);
        yield return new TestCaseData("Strings and bytes", 0, "hé");
        yield return new TestCaseData("Sequences", 0, new List<object?> { 1, 300 });
        yield return new TestCaseData("Sequences", 1, new List<object?> { "a", null, 1.5 });
        yield return new TestCaseData("Sets", 0, new HashSet<int> { 1, 55 });
        yield return new TestCaseData("Maps", 0, new Dictionary<object, object?> { ["a"] = 7 });
        yield return new TestCaseData("Decimals", 0, -1.50m);
        yield return new TestCaseData("N-dimensional arrays", 0, NdArray.Create<short>([1, -2], 2));
    }

    [TestCaseSource(nameof(Examples))]
    public void Pack_Example_WritesThePageAndReadsBack(string heading, int block, object value)
    {
        byte[] page = AnnotatedHex.Read(Page, heading, block);
        Assert.That(Convert.ToHexStringLower(Packed.Bytes(c => ValuePacker.PackAny(c, value))), Is.EqualTo(Convert.ToHexStringLower(page)));
        using MemoryRegion region = MemoryRegion.CopyOf(page);
        Assert.That(SharedValue.Read(region, 0), Is.EqualTo(Packed.Value(value)));
    }
}
