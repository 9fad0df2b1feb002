using System.Globalization;
using System.Numerics;
using System.Text.Json;
using NUnit.Framework;
using SharedBuffers.Hashing;
using SharedBuffers.Packing;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Hashing;

/// <summary>The stable hash of values, against the hashes that the 1.x library computed.</summary>
public sealed class StableHashTests
{
    [Test]
    public void Vectors_EveryLine_EqualsTheOriginal()
    {
        int lines = 0;
        foreach (JsonElement line in VectorFiles.ReadLines("hashes.jsonl"))
        {
            ulong expected = ulong.Parse(line.GetProperty("hash").GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            Assert.That(HashTagged(line.GetProperty("value")), Is.EqualTo(expected), () => line.GetProperty("value").GetRawText());
            lines++;
        }

        Assert.That(lines, Is.EqualTo(282));
    }

    [Test]
    public void Vectors_EveryLine_EqualsThatOfTheObjectAndOfTheStoredValue()
    {
        foreach (JsonElement line in VectorFiles.ReadLines("hashes.jsonl"))
        {
            object? value = TaggedPacker.ToPackable(TaggedParser.ParseOne(line.GetProperty("value")));
            ulong expected = ulong.Parse(line.GetProperty("hash").GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (ObjectHash.TryGet(value, out ulong hash))
            {
                Assert.That(hash, Is.EqualTo(expected), () => line.GetRawText());
                Assert.That(Packed.Value(value).TryGetStableHash(out hash) ? hash : 0, Is.EqualTo(expected), () => line.GetRawText());
                continue;
            }

            // Integers beyond 64 bits are packed as decimals, which have no hash; the 1.x library hashes them, and refuses to pack them.
            Assert.That(line.GetRawText(), Does.Match("\"i\":\"-?[0-9]{20,}\""));
            Assert.That(Packed.Value(value).TryGetStableHash(out _), Is.False);
        }
    }

    [TestCase(0.5, 0x00007fffffffffffUL)]
    [TestCase(1.5, 0x0000bfffffffffdfUL)]
    [TestCase(9223372036854775808.0, 0x00007ffffffff7ffUL)]
    [TestCase(-9223372036854775808.0, 0x8000000000000000UL)]
    [TestCase(1e300, 0x0000bf21e4407f0cUL)]
    [TestCase(-1e-50, 0xffff108c2db6b160UL)]
    [TestCase(double.NaN, 0x0001fffffffffffeUL)]
    [TestCase(double.PositiveInfinity, 0x0000ffffffffffffUL)]
    [TestCase(double.NegativeInfinity, 0xffff000000000001UL)]
    [TestCase(-0.0, 1UL)]
    [TestCase(-double.Epsilon, 0xffff8000001f79c1UL)]
    [TestCase(2.2250738585072014e-308, 0x00007fffffe07fbfUL)]
    [TestCase(2.225073858507201e-308, 0x0000ffffffe07fdeUL)]
    [TestCase(double.MaxValue, 0x0000ffffffff7ffeUL)]
    [TestCase(-9223372036854777856.0, 0xffff800000000801UL)]
    [TestCase(9223372036854774784.0, 0x7ffffffffffffc00UL)]
    [TestCase(0.25, 0x00007fffffe0003fUL)]
    [TestCase(-0.5, 0xffff800000000001UL)]
    [TestCase(0.1, 0x0000ccccccd3334cUL)]
    [TestCase(4503599627370495.5, 0x0000fffffffff97eUL)]
    [TestCase(42.0, 42UL)]
    public void OfDouble_KnownNumbers_EqualsTheOriginal(double value, ulong expected) =>
        Assert.That(StableHash.OfDouble(value), Is.EqualTo(expected));

    [Test]
    public void OfDouble_Subnormal_UsesTheNormalisedMantissa()
    {
        // 2^-1074 = 0.5 * 2^-1073, and -1073 + 65535 = 64462.
        ulong expected = BitOperations.RotateLeft(64462UL, 5) ^ (ulong)(long)(0.5 * 281474976710655.0);
        Assert.That(StableHash.OfDouble(double.Epsilon), Is.EqualTo(expected));
    }

    [Test]
    public void OfInt64_IntegersAndEqualDoubles_SameHash()
    {
        var random = new Random(4);
        for (int i = 0; i < 1000; i++)
        {
            long value = random.NextInt64(-(1L << 53), 1L << 53) >> random.Next(53);
            Assert.That(StableHash.OfDouble(value), Is.EqualTo(StableHash.OfInt64(value)), () => $"{value}");
        }
    }

    [Test]
    public void OfText_AnyLength_EqualsItsUtf8Bytes()
    {
        foreach (string text in new[] { "", "a", "é", "日本語", "😀", new string('x', 86), new string('é', 5000) })
        {
            Assert.That(StableHash.OfText(text), Is.EqualTo(StableHash.OfBytes(System.Text.Encoding.UTF8.GetBytes(text))), text);
        }
    }

    [Test]
    public void OfSet_AnyOrder_SameHash()
    {
        ulong expected = StableHash.OfSet([8, 16, 1]);
        Assert.That(StableHash.OfSet([16, 1, 8]), Is.EqualTo(expected));
        Assert.That(StableHash.OfSet([1, 8, 16]), Is.EqualTo(expected));
        Assert.That(StableHash.OfSet([1, 8]), Is.Not.EqualTo(expected));
        Assert.That(StableHash.OfSet([]), Is.Not.EqualTo(StableHash.OfTuple([])));
    }

    [Test]
    public void OfTuple_OtherOrder_OtherHash() =>
        Assert.That(StableHash.OfTuple([1, 2]), Is.Not.EqualTo(StableHash.OfTuple([2, 1])));

    private static ulong HashTagged(JsonElement value)
    {
        JsonProperty form = value.EnumerateObject().First(p => p.Name != "id");
        return form.Name switch
        {
            "none" => StableHash.Null,
            "bool" => StableHash.OfInt64(form.Value.GetBoolean() ? 1 : 0),
            "i" => StableHash.OfUInt64((ulong)(BigInteger.Parse(form.Value.GetString()!, CultureInfo.InvariantCulture) & ulong.MaxValue)),
            "f" => StableHash.OfDouble(HexFloat.Parse(form.Value.GetString()!)),
            "s" => StableHash.OfText(form.Value.GetString()),
            "b" => StableHash.OfBytes(Convert.FromHexString(form.Value.GetString()!)),
            "tuple" => StableHash.OfTuple([.. form.Value.EnumerateArray().Select(HashTagged)]),
            "set" => StableHash.OfSet([.. form.Value.EnumerateArray().Select(HashTagged)]),
            _ => throw new InvalidOperationException($"unexpected form {form.Name}"),
        };
    }
}
