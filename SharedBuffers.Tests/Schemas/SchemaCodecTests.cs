using NUnit.Framework;
using SharedBuffers.Diagnostics;
using SharedBuffers.Schemas;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Schemas;

/// <summary>The bytes of schemas: round trips, the page in docs/format, damage.</summary>
[TestFixture]
public sealed class SchemaCodecTests
{
    [Test]
    public void ToBytes_DocumentedExample_EqualsThePage()
    {
        Assert.That(Convert.ToHexString(Example().ToBytes()), Is.EqualTo(Convert.ToHexString(AnnotatedHex.Read("schema.md", "Example"))));
    }

    [Test]
    public void Read_WrittenSchema_IsTheSameAndWritesTheSameBytes()
    {
        byte[] bytes = Example().ToBytes();
        Schema read = Schema.Read(bytes);

        Assert.That(read.ToBytes(), Is.EqualTo(bytes));
        Assert.That(read.ToString(), Is.EqualTo("Node { name: string, weights: list<float64>, next: Node, extra: object }"));
        Assert.That(read.Slots[read.IndexOf("next")].Type.NestedSchema, Is.SameAs(read));
        Assert.That(read.KnownTypes.Single().ToString(), Is.EqualTo("Point { x: int32 }"));
        Assert.That(read.KnownTypes.Single().TypeCode, Is.EqualTo(0x80));
        Assert.That(read.UserData.ToArray(), Is.EqualTo("v1"u8.ToArray()));
        Assert.That(SchemaCompatibility.HasSameLayout(Example(), read), Is.True);
    }

    [Test]
    public void Read_EverySlotKind_RoundTrips()
    {
        List<Slot> slots = [.. Enum.GetValues<SlotKind>().Where(k => k is not (SlotKind.None or SlotKind.Struct)).Select(k => new Slot(k.ToString(), SlotType.Of(k)))];
        slots.Add(new Slot("map of lists", SlotType.MapOf(SlotType.String, SlotType.ListOf(SlotType.SetOf(SlotType.Bytes)))));
        Schema schema = new(slots, alignment: 2, version: 1);
        Schema read = Schema.Read(schema.ToBytes());

        Assert.That(read.ToString(), Is.EqualTo(schema.ToString()));
        Assert.That(read.Version, Is.EqualTo(1));
        Assert.That(read.Alignment, Is.EqualTo(2));
    }

    [Test]
    public void ToBytes_TwoSchemasWithOneTypeCode_Throws()
    {
        Schema inner = new([new("a", SlotType.Bool)], "Inner", typeCode: 0x90);
        Schema outer = new([new("a", SlotType.Struct(inner))], "Outer", typeCode: 0x90);

        Assert.That(outer.ToBytes, Throws.InvalidOperationException.With.Message.Contains("Inner").And.Message.Contains("Outer"));
    }

    [Test]
    public void Read_EveryTruncation_ThrowsCorrupt()
    {
        byte[] bytes = Example().ToBytes();
        for (int length = 0; length < bytes.Length; length++)
        {
            byte[] cut = bytes[..length];
            Assert.That(() => Schema.Read(cut), Throws.TypeOf<CorruptBufferException>(), $"{length} bytes");
        }
    }

    [Test]
    public void Read_EveryBitFlipped_GivesASchemaOrCorrupt()
    {
        byte[] bytes = Example().ToBytes();
        int refused = 0;
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            byte[] damaged = [.. bytes];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                Schema read = Schema.Read(damaged);
                Assert.That(SchemaGraph.Walk(read), Has.Count.InRange(1, 2));
                Assert.That(SchemaCompatibility.Explain(read, Example()), Is.Not.Null);
            }
            catch (CorruptBufferException)
            {
                refused++;
            }
        }

        Assert.That(refused, Is.GreaterThan(bytes.Length));
    }

    [Test]
    public void Read_RandomBytesBehindAGoodHeader_GivesASchemaOrCorrupt()
    {
        const int Seed = 4711;
        var random = new Random(Seed);
        int refused = 0;
        for (int round = 0; round < 2000; round++)
        {
            byte[] bytes = new byte[12 + random.Next(200)];
            random.NextBytes(bytes);
            BitConverter.TryWriteBytes(bytes, (ushort)0x6353);
            BitConverter.TryWriteBytes(bytes.AsSpan(2), (ushort)1);
            BitConverter.TryWriteBytes(bytes.AsSpan(4), bytes.Length);
            BitConverter.TryWriteBytes(bytes.AsSpan(8), 1 + random.Next(4));
            try
            {
                Schema.Read(bytes);
            }
            catch (CorruptBufferException)
            {
                refused++;
            }
        }

        Assert.That(refused, Is.GreaterThan(1900), $"seed {Seed}");
    }

    [Test]
    public void Read_LongChainOfNestedSchemas_NeedsNoRecursion()
    {
        const int Count = 2000;
        var schemas = new Schema[Count];
        for (int i = 0; i < Count; i++)
        {
            int next = (i + 1) % Count;
            schemas[i] = new Schema([new("next", SlotType.Struct(() => schemas[next]))], $"S{i}");
        }

        Schema read = Schema.Read(schemas[0].ToBytes());

        Assert.That(SchemaGraph.Walk(read), Has.Count.EqualTo(Count));
        Assert.That(SchemaCompatibility.Explain(read, schemas[0]), Is.Empty);
    }

    /// <summary>A node of a list: recursive, with an annotated list, a known type and user data.</summary>
    private static Schema Example()
    {
        Schema point = new([new("x", SlotType.Int32)], "Point", typeCode: 0x80);
        Schema? node = null;
        node = new Schema(
            [
                new("name", SlotType.String),
                new("weights", SlotType.ListOf(SlotType.Float64)),
                new("next", SlotType.Struct(() => node!)),
                new("extra", SlotType.Object),
            ],
            "Node",
            userData: "v1"u8.ToArray(),
            knownTypes: () => [point]);
        return node;
    }
}
