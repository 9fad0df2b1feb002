using System.Collections.Immutable;
using System.Numerics;
using SharedBuffers.Packing;
using SharedBuffers.Tests.Support;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Corruption;

/// <summary>A small value of every type and form, as bytes.</summary>
internal static class ValueSamples
{
    public static IEnumerable<(string Name, byte[] Bytes)> All()
    {
        yield return Sample("bool", true);
        yield return Sample("int8", (sbyte)-5);
        yield return Sample("uint16", 65535);
        yield return Sample("int64", long.MinValue);
        yield return Sample("uint64", ulong.MaxValue);
        yield return Sample("float64", 1.5);
        yield return Sample("float32", 1.5f);
        yield return Sample("string", "text: é€😀");
        yield return Sample("string compressed", new string('x', 700), new PackOptions { CompressStrings = true });
        yield return Sample("string long", "x", Long);
        yield return Sample("bytes", "bytes"u8.ToArray());
        yield return Sample("buffer", new ReadOnlyMemory<byte>([1, 2, 3]));
        yield return Sample("list uint8", new List<object?> { 1, 2, 255 });
        yield return Sample("list int64", new long[] { -1, long.MaxValue });
        yield return Sample("list float32", new[] { 1f, float.NaN });
        yield return Sample("list float64", new[] { 1d, -0.0 });
        yield return Sample("list values", new List<object?> { "text", null, 1, "text" });
        yield return Sample("list wide", new List<object?> { "a", null }, new PackOptions { WidePointers = true });
        yield return Sample("list of lists", new List<object?> { new List<object?> { new List<object?> { 1 } }, ImmutableArray.Create(1, 2) });
        yield return Sample("tuple", ("text", 1));
        yield return Sample("tuple empty", ImmutableArray<object?>.Empty);
        yield return Sample("set bits", new HashSet<int> { 1, 55 });
        yield return Sample("set wide bits", new HashSet<int> { 1, 119 });
        yield return Sample("set numbers", new HashSet<int> { -1, 70000 });
        yield return Sample("set floats", new HashSet<double> { 1.5, double.NaN });
        yield return Sample("set values", new HashSet<object> { "text", 1, (1, 2) });
        yield return Sample("map text", new Dictionary<string, int> { ["text"] = 1, ["b"] = 300 });
        yield return Sample("map any", new Dictionary<object, object?> { [-1] = "x", [(1, "y")] = null, [DBNull.Value] = 1.5 });
        yield return Sample("set texts", Enumerable.Range(0, 12).Select(i => $"t{i}").Append("text").ToHashSet());
        yield return Sample("map texts", Enumerable.Range(0, 12).Select(i => $"t{i}").Append("text").ToDictionary(key => key, _ => (byte)1));
        yield return Sample("map numbers", Enumerable.Range(-1, 12).ToDictionary(key => key * 3, key => key));
        yield return Sample("decimal", -1.50m);
        yield return Sample("decimal big", new BigDecimal(BigInteger.Parse("123456789012345678901234567890", null), 5, isNegative: false));
        yield return Sample("datetime", new DateTime(2019, 3, 5, 1, 2, 3, DateTimeKind.Utc));
        yield return Sample("date", new DateOnly(2019, 3, 5));
        yield return Sample("array int16", NdArray.Create<short>([1, 2, 3, 4, 5, 6], 2, 3));
        yield return Sample("array flat", NdArray.Create<double>([1, 2], 2));
        yield return Sample("array single", NdArray.Create<Half>([(Half)1]));
        yield return Sample("array complex", NdArray.Create<Complex>([Complex.ImaginaryOne], 1));
        yield return Sample("array text", new NdArray(new NdTypeDescription(new NdScalarType('U', 8, true)), [1], new byte[] { 0, 0, 0, 65, 0, 0, 0, 0 }));
        yield return Sample("array records", new NdArray(
            new NdTypeDescription([new("a", new(new NdScalarType('i', 2, false))), new("b", new([new NdField("c", new(new NdScalarType('f', 4, true)))]))]), [1], new byte[6]));
        var recursive = new List<object?> { 1 };
        recursive.Add(recursive);
        yield return Sample("list in itself", new List<object?> { recursive });
    }

    /// <summary>Packs a value; one at the start of the buffer.</summary>
    private static (string Name, byte[] Bytes) Sample(string name, object value, PackOptions? options = null)
    {
        if (options == Long)
        {
            return (name, [(byte)'u', 0, 0, 0, 0, 0, 0, 0, 0xFF, 0x7F, 3, 0, 0, 0, 0, 0, 0, 0, (byte)'a', (byte)'b', (byte)'c']);
        }

        return (name, Packed.Bytes(c => ValuePacker.PackAny(c, value), options));
    }

    /// <summary>Stands for a string with the long form of its length, which the packer writes for long strings only.</summary>
    private static PackOptions Long { get; } = new() { WidePointers = true, CompressStrings = true };
}
