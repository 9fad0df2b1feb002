using System.Text.Json;
using NUnit.Framework;
using SharedBuffers.Memory;
using SharedBuffers.Packing;
using SharedBuffers.Tests.Support;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Golden;

/// <summary>Values at the bounds of each encoding, with bytes worked out by hand from the 1.x format: where one width, form or header ends and the next begins.</summary>
[TestFixture]
public sealed class ValueBoundaryTests
{
    [TestCase("mapped_list", "{\"list\":[]}", "4200000000000000")]
    [TestCase("mapped_list", "{\"list\":[{\"i\":\"0\"}]}", "4201000000000000")]
    [TestCase("mapped_list", "{\"list\":[{\"i\":\"255\"}]}", "42010000ff000000")]
    [TestCase("mapped_list", "{\"list\":[{\"i\":\"256\"}]}", "4801000000010000")]
    [TestCase("mapped_list", "{\"list\":[{\"i\":\"-128\"},{\"i\":\"127\"}]}", "62020000807f0000")]
    [TestCase("mapped_list", "{\"list\":[{\"i\":\"-1\"},{\"i\":\"128\"}]}", "68020000ffff8000")]
    [TestCase("mapped_list", "{\"list\":[{\"i\":\"-128\"},{\"i\":\"255\"}]}", "6802000080ffff00")]
    [TestCase("mapped_list", "{\"list\":[{\"i\":\"-129\"}]}", "680100007fff0000")]
    [TestCase("mapped_list", "{\"list\":[{\"i\":\"32767\"},{\"i\":\"-32768\"}]}", "68020000ff7f0080")]
    [TestCase("mapped_list", "{\"list\":[{\"i\":\"65535\"}]}", "48010000ffff0000")]
    [TestCase("mapped_list", "{\"list\":[{\"i\":\"65536\"}]}", "6901000000000100")]
    [TestCase("mapped_list", "{\"list\":[{\"i\":\"-1\"},{\"i\":\"32768\"}]}", "69020000ffffffff0080000000000000")]
    [TestCase("mapped_list", "{\"list\":[{\"i\":\"-32769\"}]}", "69010000ff7fffff")]
    [TestCase("mapped_list", "{\"list\":[{\"i\":\"2147483647\"}]}", "69010000ffffff7f")]
    [TestCase("mapped_list", "{\"list\":[{\"i\":\"-2147483648\"}]}", "6901000000000080")]
    [TestCase("mapped_list", "{\"list\":[{\"i\":\"2147483648\"}]}", "4901000000000080")]
    [TestCase("mapped_list", "{\"list\":[{\"i\":\"4294967295\"}]}", "49010000ffffffff")]
    [TestCase("mapped_list", "{\"list\":[{\"i\":\"4294967296\"}]}", "71010000000000000000000001000000")]
    [TestCase("mapped_list", "{\"list\":[{\"i\":\"-1\"},{\"i\":\"4294967295\"}]}", "7102000000000000ffffffffffffffffffffffff00000000")]
    [TestCase("mapped_list", "{\"list\":[{\"i\":\"-2147483649\"}]}", "7101000000000000ffffff7fffffffff")]
    [TestCase("mapped_list", "{\"list\":[{\"i\":\"9223372036854775807\"}]}", "7101000000000000ffffffffffffff7f")]
    [TestCase("mapped_list", "{\"list\":[{\"i\":\"-9223372036854775808\"}]}", "71010000000000000000000000000080")]
    [TestCase("mapped_list", "{\"list\":[{\"i\":\"9223372036854775808\"}]}", "51010000000000000000000000000080")]
    [TestCase("mapped_list", "{\"list\":[{\"i\":\"0\"},{\"i\":\"18446744073709551615\"}]}", "51020000000000000000000000000000ffffffffffffffff")]
    [TestCase("mapped_list", "{\"list\":[{\"i\":\"1\"},{\"i\":\"2\"},{\"i\":\"3\"},{\"i\":\"4\"},{\"i\":\"5\"}]}", "42050000010203040500000000000000")]
    [TestCase("mapped_list", "{\"list\":[{\"f\":\"0x1.0000000000000p+0\"}]}", "6401000000000000000000000000f03f")]
    [TestCase("mapped_list", "{\"list\":[{\"f\":\"-0x0.0p+0\"},{\"f\":\"inf\"}]}", "64020000000000000000000000000080000000000000f07f")]
    [TestCase("mapped_list", "{\"list\":[{\"bool\":true}]}", "540100000000000010000000000000005401000000000000")]
    [TestCase("mapped_list", "{\"list\":[{\"bool\":false},{\"bool\":false}]}", "540200000000000010000000100000005400000000000000")]
    [TestCase("mapped_list", "{\"list\":[{\"i\":\"1\"},{\"f\":\"0x1.0000000000000p+0\"}]}", "54020000000000001000000018000000620100000000000064000000000000f03f00000000000000")]
    [TestCase("mapped_list", "{\"list\":[{\"i\":\"-1\"},{\"none\":1}]}", "5402000000000000100000000100000062ff000000000000")]
    [TestCase("mapped_list", "{\"list\":[{\"i\":\"255\"},{\"i\":\"255\"},{\"bool\":true}]}", "54030000000000001800000018000000200000000000000042ff0000000000005401000000000000")]
    [TestCase("mapped_list", "{\"list\":[{\"none\":1}]}", "54010000000000000100000000000000")]
    [TestCase("mapped_list", "{\"list\":[{\"none\":1},{\"none\":1},{\"none\":1}]}", "540300000000000001000000010000000100000000000000")]
    [TestCase("mapped_list", "{\"list\":[{\"list\":[]}]}", "5401000000000000100000000000000065000000000000004200000000000000")]
    [TestCase("mapped_list", "{\"list\":[{\"list\":[]},{\"list\":[]}]}", "540200000000000010000000200000006500000000000000420000000000000065000000000000004200000000000000")]
    [TestCase("mapped_list", "{\"list\":[{\"tuple\":[]},{\"tuple\":[]}]}", "5402000000000000100000001000000074000000000000004200000000000000")]
    [TestCase("mapped_frozenset", "{\"set\":[]}", "6d00000000000000")]
    [TestCase("mapped_frozenset", "{\"set\":[{\"i\":\"0\"}]}", "6d01000000000000")]
    [TestCase("mapped_frozenset", "{\"set\":[{\"i\":\"55\"}]}", "6d00000000000080")]
    [TestCase("mapped_frozenset", "{\"set\":[{\"i\":\"56\"}]}", "4d000000000000000100000000000000")]
    [TestCase("mapped_frozenset", "{\"set\":[{\"i\":\"0\"},{\"i\":\"119\"}]}", "4d010000000000000000000000000080")]
    [TestCase("mapped_frozenset", "{\"set\":[{\"i\":\"120\"}]}", "4201000078000000")]
    [TestCase("mapped_frozenset", "{\"set\":[{\"i\":\"-1\"}]}", "62010000ff000000")]
    [TestCase("mapped_frozenset", "{\"set\":[{\"i\":\"5\"},{\"i\":\"-1\"}]}", "62020000ff050000")]
    [TestCase("mapped_frozenset", "{\"set\":[{\"i\":\"300\"},{\"i\":\"1\"}]}", "4802000001002c01")]
    [TestCase("mapped_frozenset", "{\"set\":[{\"i\":\"18446744073709551615\"}]}", "5101000000000000ffffffffffffffff")]
    [TestCase("mapped_frozenset", "{\"set\":[{\"f\":\"0x1.8000000000000p+0\"},{\"f\":\"-0x1.4000000000000p+1\"}]}", "640200000000000000000000000004c0000000000000f83f")]
    [TestCase("mapped_frozenset", "{\"set\":[{\"f\":\"0x1.0000000000000p+0\"}]}", "6401000000000000000000000000f03f")]
    [TestCase("mapped_frozenset", "{\"set\":[{\"f\":\"0x1.4000000000000p+1\"},{\"i\":\"1\"}]}", "54020000000000001000000018000000620100000000000064000000000000044000000000000000")]
    [TestCase("mapped_frozenset", "{\"set\":[{\"i\":\"-1\"},{\"none\":1}]}", "5402000000000000010000001000000062ff000000000000")]
    [TestCase("mapped_frozenset", "{\"set\":[{\"bool\":true}]}", "540100000000000010000000000000005401000000000000")]
    [TestCase("mapped_decimal", "{\"dec\":\"0\"}", "00000000000000004201000000000000")]
    [TestCase("mapped_decimal", "{\"dec\":\"-0\"}", "01000000000000004201000000000000")]
    [TestCase("mapped_decimal", "{\"dec\":\"0E-5\"}", "f6ffffffffffffff4201000000000000")]
    [TestCase("mapped_decimal", "{\"dec\":\"-0E+3\"}", "07000000000000004201000000000000")]
    [TestCase("mapped_decimal", "{\"dec\":\"1E+30000\"}", "60ea0000000000004201000001000000")]
    [TestCase("mapped_decimal", "{\"dec\":\"1E-30000\"}", "a015ffffffffffff4201000001000000")]
    [TestCase("mapped_decimal", "{\"dec\":\"-100\"}", "01000000000000004203000001000000")]
    [TestCase("mapped_decimal", "{\"dec\":\"12345\"}", "000000000000000042050000010203040500000000000000")]
    [TestCase("mapped_decimal", "{\"dec\":\"1.50\"}", "fcffffffffffffff4203000001050000")]
    [TestCase("mapped_date", "{\"date\":\"0001-01-01\"}", "00096e88f1ffffff")]
    [TestCase("mapped_date", "{\"date\":\"9999-12-31\"}", "00f0f2ff3a000000")]
    [TestCase("mapped_date", "{\"date\":\"2000-02-29\"}", "000cbb3800000000")]
    [TestCase("mapped_date", "{\"date\":\"1969-12-31\"}", "80aefeffffffffff")]
    [TestCase("mapped_date", "{\"date\":\"1970-01-01\"}", "0000000000000000")]
    [TestCase("mapped_datetime", "{\"dt\":\"1969-12-31T23:59:59.999999Z\"}", "3f42ffffffffffff")]
    [TestCase("mapped_datetime", "{\"dt\":\"1969-12-31T23:59:59Z\"}", "0000f0ffffffffff")]
    [TestCase("mapped_datetime", "{\"dt\":\"0001-01-01T00:00:00Z\"}", "00000090e08618ff")]
    [TestCase("mapped_datetime", "{\"dt\":\"9999-12-31T23:59:59.999999Z\"}", "3f42ff1744ffaf03")]
    [TestCase("mapped_datetime_tz", "{\"dt\":\"1970-01-01T00:00:00-00:01\"}", "0000c00300000000ffff")]
    [TestCase("mapped_datetime_tz", "{\"dt\":\"1970-01-01T14:00:00+14:00\"}", "00000000000000004803")]
    [TestCase("mapped_datetime_tz", "{\"dt\":\"1970-01-01T00:00:00Z\"}", "00000000000000000000")]
    [TestCase("proxied_ndarray", "{\"nd\":{\"dtype\":\">U1\",\"shape\":[1],\"data\":\"00000041\"}}", "10000000000000001d00000000000000750000000000000003003e5531040000000000000000000041")]
    [TestCase("proxied_ndarray", "{\"nd\":{\"dtype\":\"<U1\",\"shape\":[1],\"data\":\"41000000\"}}", "10000000000000001d00000000000000750000000000000003003c5531040000000000000041000000")]
    [TestCase("proxied_ndarray", "{\"nd\":{\"dtype\":\"|S1\",\"shape\":[1],\"data\":\"41\"}}", "10000000000000001d00000000000000750000000000000003007c5331010000000000000041")]
    [TestCase("proxied_ndarray", "{\"nd\":{\"dtype\":\"<i2\",\"shape\":[],\"data\":\"0700\"}}", "180000000000000020000000000000004200000000000000620500000000000002000000000000000700")]
    [TestCase("proxied_ndarray", "{\"nd\":{\"dtype\":\"|u1\",\"shape\":[0],\"data\":\"\"}}", "1000000000000000180000000000000062060000000000000000000000000000")]
    [TestCase("mapped_unicode", "{\"s\":\"a\\u0000b\"}", "0300610062")]
    [TestCase("mapped_unicode", "{\"s\":\"\\ud83d\\ude00\"}", "0400f09f9880")]
    [TestCase("mapped_unicode", "{\"s\":\"\"}", "0000")]
    [TestCase("mapped_bytes", "{\"b\":\"\"}", "0000")]
    [TestCase("mapped_bytes", "{\"b\":\"00ff\"}", "020000ff")]
    [TestCase("proxied_buffer", "{\"buf\":\"\"}", "0000000000000000")]
    [TestCase("mapped_dict", "{\"dict\":[]}", "280000000000000000000000000000001000000000000000000000000000000000000000000000004200000000000000")]
    public void Pack_ValueAtBound_WritesTheBytesAndReadsBack(string packer, string tagged, string hex)
    {
        using JsonDocument document = JsonDocument.Parse(tagged);
        object? value = TaggedPacker.ToPackable(TaggedParser.ParseOne(document.RootElement));
        using PackContext context = TaggedPacker.CreateContext();
        Assert.That(TaggedPacker.Pack(context, packer, value), Is.Zero);
        Assert.That(Convert.ToHexStringLower(context.Buffer.ToArray()), Is.EqualTo(hex));
        using MemoryRegion region = MemoryRegion.CopyOf(Convert.FromHexString(hex));
        SharedValue read = TaggedPacker.Read(region, packer, 0);
        TaggedAssert.View(value, read);
        TaggedAssert.Copy(value, read.ToObject());
    }

    [TestCase(0, "0000")]
    [TestCase(512, "0002")]
    [TestCase(32766, "fe7f")]
    [TestCase(32767, "ff7fff7f000000000000")]
    [TestCase(32768, "ff7f0080000000000000")]
    public void PackBytes_LengthAtBound_HasTheHeader(int length, string header)
    {
        byte[] bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        byte[] packed = Packed.Bytes(c => ValuePacker.PackBytes(c, bytes), PackOptions.Compatible);
        Assert.That(Convert.ToHexStringLower(packed.AsSpan(0, header.Length / 2)), Is.EqualTo(header));
        Assert.That(packed.AsSpan(header.Length / 2).SequenceEqual(bytes), Is.True);
    }

    [TestCase(">U1", "A")]
    [TestCase(">U2", "A")]
    [TestCase("<U1", "A")]
    public void Text_OneCharacterInEitherByteOrder_IsThatCharacter(string type, string expected)
    {
        Assert.That(NdScalarType.TryParse(System.Text.Encoding.ASCII.GetBytes(type), out NdScalarType parsed), Is.True);
        Assert.That(parsed.ToString(), Is.EqualTo(type));
        byte[] data = new byte[parsed.ItemSize];
        data[parsed.IsBigEndian ? 3 : 0] = (byte)'A';
        SharedNdArray array = Packed.Value(new NdArray(new NdTypeDescription(parsed), [1], data)).AsNdArray();
        Assert.That(array.GetString(0), Is.EqualTo(expected));
    }

    [TestCase(">S3", "|S3")]
    [TestCase(">V3", "|V3")]
    [TestCase(">i1", "|i1")]
    public void TryParse_TypeWithoutByteOrder_IgnoresIt(string text, string expected)
    {
        Assert.That(NdScalarType.TryParse(System.Text.Encoding.ASCII.GetBytes(text), out NdScalarType type), Is.True);
        Assert.That(type.ToString(), Is.EqualTo(expected));
        Assert.That(type.IsBigEndian, Is.False);
    }
}
