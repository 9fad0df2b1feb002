using System.Globalization;
using System.Numerics;
using System.Text.Json;
using NUnit.Framework;
using SharedBuffers.Diagnostics;
using SharedBuffers.Memory;
using SharedBuffers.Packing;
using SharedBuffers.Tests.Support;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Golden;

/// <summary>Forms that the 1.x format allows and that are seldom seen, as bytes made by hand or by the packer, read in every way.</summary>
[TestFixture]
public sealed class ValueFormsTests
{
    [TestCase("{\"dec\":\"1E+999999999999999999\"}")]
    [TestCase("{\"dec\":\"-1.5E-999999999999999998\"}")]
    [TestCase("{\"dec\":\"0E-999999999999999999\"}")]
    [TestCase("{\"dec\":\"79228162514264337593543950335\"}")]
    [TestCase("{\"dec\":\"79228162514264337593543950336\"}")]
    [TestCase("{\"dec\":\"0.0000000000000000000000000001\"}")]
    [TestCase("{\"dec\":\"1E-29\"}")]
    [TestCase("{\"dict\":[[{\"none\":1},{\"none\":1}],[{\"bool\":false},{\"i\":\"1\"}],[{\"f\":\"inf\"},{\"i\":\"2\"}],[{\"f\":\"-inf\"},{\"i\":\"3\"}],[{\"b\":\"61\"},{\"i\":\"4\"}],[{\"s\":\"a\"},{\"i\":\"5\"}],[{\"i\":\"-9223372036854775808\"},{\"i\":\"6\"}],[{\"i\":\"18446744073709551615\"},{\"i\":\"7\"}],[{\"f\":\"0x1.8000000000000p+0\"},{\"i\":\"8\"}],[{\"f\":\"nan\"},{\"i\":\"9\"}]]}")]
    [TestCase("{\"dict\":[[{\"tuple\":[{\"tuple\":[]},{\"none\":1},{\"tuple\":[{\"s\":\"x\"},{\"f\":\"0x1.0000000000000p-1\"}]}]},{\"dict\":[[{\"i\":\"1\"},{\"dict\":[]}]]}],[{\"set\":[{\"i\":\"300\"},{\"i\":\"1\"}]},{\"list\":[{\"none\":1}]}],[{\"tuple\":[{\"set\":[{\"s\":\"q\"}]}]},{\"buf\":\"00\"}]]}")]
    [TestCase("{\"set\":[{\"set\":[{\"set\":[]}]},{\"tuple\":[{\"set\":[{\"s\":\"q\"},{\"s\":\"r\"}]}]},{\"none\":1},{\"b\":\"\"},{\"s\":\"\"}]}")]
    [TestCase("{\"list\":[{\"dt\":\"0001-01-01T00:00:00Z\"},{\"date\":\"0001-01-01\"},{\"date\":\"9999-12-31\"},{\"dt\":\"9999-12-31T23:59:59.999999Z\"},{\"dec\":\"-0\"}]}")]
    [TestCase("{\"nd\":{\"dtype\":[[\"a\",[[\"b\",[[\"c\",\"<U2\"],[\"d\",\"|S3\"]]],[\"e\",\">f8\"]]],[\"f\",\"|b1\"]],\"shape\":[2],\"data\":\"41000000420000006162003ff80000000000000141000000420000006162003ff800000000000001\"}}")]
    [TestCase("{\"nd\":{\"dtype\":\"<f2\",\"shape\":[1,1,1,1,1,2],\"data\":\"003c00c0\"}}")]
    [TestCase("{\"nd\":{\"dtype\":\">c16\",\"shape\":[1],\"data\":\"3ff00000000000004000000000000000\"}}")]
    [TestCase("{\"nd\":{\"dtype\":\"|V3\",\"shape\":[2],\"data\":\"010203040506\"}}")]
    [TestCase("{\"nd\":{\"dtype\":\"<f16\",\"shape\":[1],\"data\":\"0000000000000080ff3f000000000000\"}}")]
    [TestCase("{\"nd\":{\"dtype\":\"<U0\",\"shape\":[3,1],\"data\":\"\"}}")]
    [TestCase("{\"nd\":{\"dtype\":\"<U0\",\"shape\":[0],\"data\":\"\"}}")]
    [TestCase("{\"nd\":{\"dtype\":\"|S0\",\"shape\":[],\"data\":\"\"}}")]
    public void Value_OfRareForm_RoundTripsInEveryStyle(string tagged)
    {
        using JsonDocument document = JsonDocument.Parse(tagged);
        object? value = TaggedPacker.ToPackable(TaggedParser.ParseOne(document.RootElement));
        foreach (PackOptions options in new[] { PackOptions.Compatible, PackOptions.Default, new PackOptions { WidePointers = true, CompressStrings = true } })
        {
            using MemoryRegion region = Packed.Region(c => ValuePacker.PackAny(c, value), out long position, options);
            SharedValue read = SharedValue.Read(region, position);
            TaggedAssert.View(value, read);
            TaggedAssert.Copy(value, read.ToObject());
            Assert.That(Packed.Value(read.ToObject()), Is.EqualTo(read));
            Assert.That(read.ToString(), Is.Not.Empty);
        }
    }

    [Test]
    public void Map_ThatContainsItself_CopiesAndComparesAndSaysThatJsonCannot()
    {
        var map = new Dictionary<string, object?> { ["n"] = 1 };
        map["self"] = new List<object?> { map };
        SharedValue read = Packed.Value(map);
        var copy = (Dictionary<object, object?>)read.ToObject()!;
        Assert.That(((List<object?>)copy["self"]!)[0], Is.SameAs(copy));
        Assert.That(read.AsMap().As<SharedString, SharedValue>().GetValue("self"u8).AsList()[0].AsMap().As<SharedString, SharedValue>().GetValue("n"u8).Get<int>(), Is.EqualTo(1));
        Assert.That(read.Equals(read), Is.True);
        Assert.That(() => read.ToString(), Throws.TypeOf<CorruptBufferException>());
        SharedValue other = Packed.Value(map);
        Assert.That(() => read.Equals(other), Throws.TypeOf<CorruptBufferException>().With.Message.Contains("contain themselves"));
    }

    [Test]
    public void PackNdArray_OneDimensionOfElementsWithoutBytes_Refuses()
    {
        var array = new NdArray(new NdTypeDescription(new NdScalarType('U', 0, false)), [3], Array.Empty<byte>());
        Assert.That(() => Packed.Value(array), Throws.ArgumentException.With.Message.Contains("no bytes"));
    }

    [Test]
    public void NdArray_DescriptionsOfOlderFiles_Read()
    {
        // The small number with 64 bits, and the text as bytes, as Python 2 wrote them.
        byte[] number = [.. Words(16, 32), (byte)'q', .. BitConverter.GetBytes(3L), .. new byte[7], .. Words(4), 7, 0, 0, 0];
        byte[] text = [.. Words(16, 29), (byte)'s', .. new byte[7], 3, 0, .. "<i4"u8, .. Words(4), 7, 0, 0, 0];
        foreach (byte[] bytes in new[] { number, text })
        {
            using MemoryRegion region = MemoryRegion.CopyOf(bytes);
            SharedNdArray array = SharedNdArray.Read(region, 0);
            Assert.That(array.Type.ToString(), Is.EqualTo("<i4"));
            Assert.That(array.AsSpan<int>().ToArray(), Is.EqualTo(new[] { 7 }));
        }
    }

    [Test]
    public void Sequence_LongHeaderOfFewElements_Reads()
    {
        // A narrow list may have the long header whatever its length.
        using MemoryRegion region = MemoryRegion.CopyOf([(byte)'H', 0xFF, 0xFF, 0xFF, .. Words(2), 1, 0, 0xFF, 0xFF]);
        Assert.That(new SharedList<ushort>(region, 0).AsSpan().ToArray(), Is.EqualTo(new ushort[] { 1, 65535 }));
        Assert.That(new SharedSet<int>(region, 0).Contains(65535), Is.True);
    }

    [Test]
    public void Sets_WithRepeatedElements_AreTheirElements()
    {
        // The 1.x library keeps what a list repeats: [1, 1, 200, 200] has four.
        using MemoryRegion region = MemoryRegion.CopyOf([(byte)'B', 4, 0, 0, 1, 1, 200, 200]);
        var set = new SharedSet<int>(region, 0);
        Assert.That(set.SetEquals(Packed.Set<int>([1, 200])) && set == Packed.Set<int>([1, 200]) && !set.IsProperSupersetOf(Packed.Set<long>([1, 200])), Is.True);
        Assert.That(set.GetHashCode(), Is.EqualTo(Packed.Set<int>([1, 200]).GetHashCode()));
        Assert.That(set.ToHashSet(), Is.EquivalentTo(new[] { 1, 200 }));
    }

    [Test]
    public void Decimal_LeadingZerosAndManyDigits_KeepTheirNumber()
    {
        BigInteger coefficient = BigInteger.Parse(new string('9', 5000), CultureInfo.InvariantCulture);
        SharedDecimal number = Packed.Value(new BigDecimal(coefficient, -4999, isNegative: true)).AsDecimal();
        Assert.That(number.DigitCount, Is.EqualTo(5000));
        Assert.That(number.ToBigDecimal(), Is.EqualTo(new BigDecimal(coefficient, -4999, isNegative: true)));
        Assert.That(number.ToDouble(), Is.EqualTo(-10.0).Within(1e-12));
        using MemoryRegion region = MemoryRegion.CopyOf([.. Words(0), (byte)'B', 3, 0, 0, 0, 0, 7, 0]);
        Assert.That(SharedDecimal.Read(region, 0).ToDecimal(), Is.EqualTo(7m));
        Assert.That(SharedDecimal.Read(region, 0).Equals(Packed.Value(7m).AsDecimal()), Is.True);
    }

    private static byte[] Words(params long[] words) => [.. words.SelectMany(BitConverter.GetBytes)];
}
