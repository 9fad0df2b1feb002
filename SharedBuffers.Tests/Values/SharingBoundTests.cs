using System.Buffers.Binary;
using System.Numerics;
using NUnit.Framework;
using SharedBuffers.Diagnostics;
using SharedBuffers.Memory;
using SharedBuffers.Packing;
using SharedBuffers.Schemas;
using SharedBuffers.Tests.Generators;
using SharedBuffers.Tests.Support;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Values;

/// <summary>
/// Files that cost far more than they have: what is shared on every level, a thousand pointers to one megabyte, values that overlap. Copies and JSON end at the bound
/// that <c>docs/safety.md</c> states; what a sound file holds does not meet it.
/// </summary>
[TestFixture]
public sealed class SharingBoundTests
{
    /// <summary>Sequence of 32-bit pointers.</summary>
    private const byte Pointers32 = (byte)'T';

    private static readonly Schema s_any = new([new("any", SlotType.Object)], "Any", typeCode: 0x90);

    [Test]
    public void Copies_ListsThatShareOnEveryLevel_EndAndShare()
    {
        object? node = "leaf";
        for (int i = 0; i < 60; i++)
        {
            node = new List<object?> { node, node };
        }

        SharedValue value = Packed.Value(node);

        Assert.That(() => value.ToString(), Throws.TypeOf<CorruptBufferException>().With.Message.Contains("share one another so often"));
        var copy = (List<object?>)value.ToObject()!;
        Assert.That(copy[0], Is.SameAs(copy[1]));
    }

    [Test]
    public void Copies_KeysThatShareOnEveryLevel_AreRefused()
    {
        object node = 1;
        for (int i = 0; i < 60; i++)
        {
            node = Tuple.Create(node, node);
        }

        // Hashing the tuple to find its place in a packed map would not end either: this is the bytes of an object that holds it, read as the map that it is not.
        SharedValue tuple = Packed.Value(node);
        byte[] set = [(byte)'Z', 0, 0, 0, 0, 0, 0, 0, Pointers32, 1, 0, 0, 0, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, .. tuple.Region.View.AsSpan()[(int)(tuple.PayloadOffset - 8)..]];
        using MemoryRegion region = MemoryRegion.CopyOf(set);

        Assert.That(() => SharedValue.Read(region, 0).ToObject(), Throws.TypeOf<CorruptBufferException>());
        Assert.That(() => SharedValue.Read(region, 0).ToString(), Throws.TypeOf<CorruptBufferException>());
    }

    [Test]
    public void Json_OneTextThatEveryElementPointsAt_EndsAtTheBound()
    {
        SharedValue sound = Packed.Value(Enumerable.Repeat(new string('x', 1000), 5000).ToList());
        SharedValue hostile = Packed.Value(Enumerable.Repeat(new string('x', 200_000), 2_000).ToList());

        Assert.That(sound.ToString(), Has.Length.GreaterThan(5_000_000));
        Assert.That(() => hostile.WriteTo(new System.Text.Json.Utf8JsonWriter(Stream.Null)), Throws.TypeOf<CorruptBufferException>());
        Assert.That(((List<object?>)hostile.ToObject()!).Distinct().Count(), Is.EqualTo(1), "a copy has it once");
    }

    [Test]
    public void ToObject_ValuesThatOverlap_EndAtTheBound([Values('s', 'r', 'e', 'n')] char code)
    {
        using MemoryRegion region = MemoryRegion.CopyOf(Overlapping(code, elements: 4_000, length: 200_000));
        SharedValue value = SharedValue.Read(region, 0);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.That(() => value.ToObject(), Throws.TypeOf<CorruptBufferException>());
        Assert.That(() => value.WriteTo(new System.Text.Json.Utf8JsonWriter(Stream.Null)), Throws.TypeOf<CorruptBufferException>());
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(2L << 30));
    }

    [Test]
    public void Clone_ObjectsThatShareOnEveryLevel_EndsAtTheBound()
    {
        var node = new TreeNode(1) { Place = new Corner(1, 1) };
        for (int i = 0; i < 60; i++)
        {
            node = new TreeNode(i) { Place = new Corner(1, 1), Left = node, Right = node };
        }

        using var packed = PackedObject<TreeNode.View>.Of(node);
        Assert.That(() => packed.View.ToTreeNode(), Throws.TypeOf<CorruptBufferException>().With.Message.Contains("share one another so often"));
    }

    [Test]
    public void Clone_OneTextThatEveryObjectPointsAt_EndsAtTheBound()
    {
        var line = new OrderLine { Text = new string('x', 100_000) };
        using var packed = PackedObject<Order.View>.Of(new Order { Lines = [.. Enumerable.Repeat(line, 20_000)] });
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.That(() => packed.View.ToOrder(), Throws.TypeOf<CorruptBufferException>());
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(2L << 30));
    }

    [Test]
    public void Clone_ObjectMembersOfManyObjects_ShareOneBound()
    {
        var numbers = NdArray.Create<long>(new long[20_000], 20_000);
        using var context = new PackContext(new IdentityMap());
        long position = ValuePacker.PackAny(context, Enumerable.Repeat(new SchemaObject(s_any) { ["any"] = numbers }, 5_000).ToList());
        using MemoryRegion region = MemoryRegion.CopyOf(context.Buffer.ToArray());
        TypeRegistry.Of(region).RegisterAll(s_any);

        Assert.That(() => SharedValue.Read(region, position).WriteTo(new System.Text.Json.Utf8JsonWriter(Stream.Null)), Throws.TypeOf<CorruptBufferException>());
        Assert.That(((List<object?>)SharedValue.Read(region, position).ToObject()!).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public void ToObject_CompressedTextOfZeros_IsNoOverlap()
    {
        SharedValue value = Packed.Value(Enumerable.Range(0, 100).Select(i => new string('0', 1_000_000) + i).ToList(), new PackOptions { CompressStrings = true });

        Assert.That(value.Region.Length, Is.LessThan(1_000_000));
        Assert.That(((List<object?>)value.ToObject()!).Sum(text => (long)((string)text!).Length), Is.GreaterThan(100_000_000));
    }

    [Test]
    public void Clone_DecimalsThatAreNoIntegers_AreCorruptAndNothingElse()
    {
        Schema schema = new([new("Big", SlotType.Decimal), new("Wide", SlotType.Decimal)]);
        foreach (object number in new object[] { 1.5m, new BigDecimal(1, 2_000_000, false), new BigDecimal(BigInteger.Pow(2, 130), 0, true), new BigDecimal(0, -5, true) })
        {
            using var packed = PackedObject<Moments.View>.Of(schema, [number, number]);
            bool isZero = number is BigDecimal { Coefficient.IsZero: true };
            Assert.That(() => packed.View.ToMoments(), isZero ? Throws.Nothing : Throws.TypeOf<CorruptBufferException>(), number.ToString());
        }
    }

    /// <summary>A list whose elements are values of one type, a few bytes apart and each as long as everything behind it.</summary>
    private static byte[] Overlapping(char code, int elements, int length)
    {
        const int Distance = 48;
        int values = 16 + (sizeof(long) * elements);
        byte[] bytes = new byte[values + (Distance * elements) + length];
        bytes[0] = (byte)'e';
        bytes[8] = (byte)'t';
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(9), elements);
        for (int i = 0; i < elements; i++)
        {
            int place = values + (Distance * i);
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16 + (sizeof(long) * i)), place - 8);
            bytes[place] = (byte)code;
            Span<byte> payload = bytes.AsSpan(place + 8);
            switch (code)
            {
                case 's':
                    BinaryPrimitives.WriteUInt16LittleEndian(payload, 0x7FFF);
                    BinaryPrimitives.WriteInt64LittleEndian(payload[2..], length);
                    break;
                case 'r':
                    BinaryPrimitives.WriteInt64LittleEndian(payload, length);
                    break;
                case 'e':
                    payload[0] = (byte)'Q';
                    BinaryPrimitives.WriteInt32LittleEndian(payload[1..], length / 8);
                    break;
                default:
                    // One dimension of uint8: the value that describes it, then the length of the data.
                    BinaryPrimitives.WriteInt64LittleEndian(payload, 16);
                    BinaryPrimitives.WriteInt64LittleEndian(payload[8..], 24);
                    payload[16] = (byte)'b';
                    payload[17] = 6;
                    BinaryPrimitives.WriteInt64LittleEndian(payload[24..], length);
                    break;
            }
        }

        return bytes;
    }
}
