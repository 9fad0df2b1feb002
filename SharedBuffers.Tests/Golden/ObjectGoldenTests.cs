using NUnit.Framework;
using SharedBuffers.Memory;
using SharedBuffers.Packing;
using SharedBuffers.Schemas;
using SharedBuffers.Tests.Support;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Golden;

/// <summary>The bytes that <c>docs/format/objects.md</c> explains are the bytes that the packer writes, and the view reads them.</summary>
[TestFixture]
internal sealed class ObjectGoldenTests
{
    private const string Page = "objects.md";

    private static readonly Slot[] s_slots = [new("a", SlotType.Int8), new("b", SlotType.Int32), new("s", SlotType.Bytes), new("o", SlotType.Object)];

    [Test]
    public void Pack_EverySlotPresent_WritesTheExample([Values] PackStyle style)
    {
        byte[] packed = Pack(new Schema(s_slots), style, new() { ["a"] = 1, ["b"] = 2, ["s"] = "hi"u8.ToArray(), ["o"] = 5 });

        AssertPage(packed, "Example");
        ObjectReference view = Read(packed, new Schema(s_slots)).Reference;
        Assert.That(view.GetNumber<sbyte>(3), Is.EqualTo(1));
        Assert.That(view.GetNumber<int>(2), Is.EqualTo(2));
        Assert.That(view.GetBytes(1, 16, 15).AsSpan().SequenceEqual("hi"u8));
        Assert.That(view.GetValue(0, 8, 15).PayloadOffset, Is.EqualTo(0x21));
    }

    [Test]
    public void Pack_NullAndUnset_WritesTheExample([Values] PackStyle style)
    {
        byte[] packed = Pack(new Schema(s_slots), style, new() { ["a"] = null, ["s"] = "hi"u8.ToArray(), ["o"] = null });

        AssertPage(packed, "Example with null and unset slots");
        ObjectView view = Read(packed, new Schema(s_slots));
        Assert.That(view.IsNull("a") && view.IsNull("o") && !view.Has("b"));
        Assert.That(view["s"].IsNull, Is.False);
        Assert.That(view["o"].IsNull, Is.True);
    }

    [Test]
    public void Read_HeaderVersion1_ReadsTheExample()
    {
        Schema schema = new([new("a", SlotType.Int64), new("b", SlotType.Int64)], version: 1);
        byte[] page = AnnotatedHex.Read(Page, "Example of header version 1");
        ObjectReference view = Read(page, schema).Reference;

        Assert.That(view.GetNumber<long>(0, 2, 3), Is.EqualTo(1));
        Assert.That(view.GetNumber<long>(1, 10, 3), Is.EqualTo(2));
        AssertPage(Pack(schema, PackStyle.Compatible, new() { ["a"] = 1, ["b"] = 2 }), "Example of header version 1");
    }

    private static byte[] Pack(Schema schema, PackStyle style, Dictionary<string, object?> values)
    {
        using var context = new PackContext(new IdentityMap(), new PackOptions { Style = style });
        Assert.That(ObjectPacker.Pack(context, schema, values), Is.Zero);
        return context.Buffer.ToArray();
    }

    private static ObjectView Read(byte[] bytes, Schema schema)
    {
        MemoryRegion region = MemoryRegion.CopyOf(bytes);
        return ObjectView.Create(new ObjectReference(region, 0, SchemaBinding.Create(region, schema)));
    }

    private static void AssertPage(byte[] packed, string heading) =>
        Assert.That(Convert.ToHexString(packed), Is.EqualTo(Convert.ToHexString(AnnotatedHex.Read(Page, heading))));
}
