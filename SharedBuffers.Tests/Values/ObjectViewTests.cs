using System.Buffers;
using System.Text;
using System.Text.Json;
using NUnit.Framework;
using SharedBuffers.Diagnostics;
using SharedBuffers.Memory;
using SharedBuffers.Packing;
using SharedBuffers.Schemas;
using SharedBuffers.Tests.Generators;
using SharedBuffers.Tests.Support;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Values;

/// <summary>Objects of any schema: by name, by index, slot by slot, as JSON and as dictionaries, whatever lies in them and however damaged it is.</summary>
[TestFixture]
public sealed class ObjectViewTests
{
    private static readonly Schema s_part = new([new("mass", SlotType.Float64), new("name", SlotType.String)], name: "Part");

    private static readonly Schema s_schema = new(
        [
            new("n", SlotType.Int64), new("flag", SlotType.Bool), new("text", SlotType.String), new("blob", SlotType.Bytes), new("list", SlotType.ListOf(SlotType.Int32)),
            new("part", SlotType.Struct(s_part)), new("any", SlotType.Object), new("nothing", SlotType.Int32), new("unset", SlotType.Int32),
        ],
        name: "Everything");

    private static readonly Dictionary<string, object?> s_values = new()
    {
        ["n"] = -5L,
        ["flag"] = true,
        ["text"] = "größer \"1\"",
        ["blob"] = new byte[] { 1, 2 },
        ["list"] = new List<int> { 1, 70000 },
        ["part"] = new Dictionary<string, object?> { ["mass"] = 2.5, ["name"] = null },
        ["any"] = new List<object?> { 1L, "a", null, new Dictionary<string, object?> { ["k"] = 2.5 } },
        ["nothing"] = null,
    };

    private const string Json =
        """{"n":-5,"flag":true,"text":"größer \"1\"","blob":"AQI=","list":[1,70000],"part":{"mass":2.5,"name":null},"any":[1,"a",null,{"k":2.5}],"nothing":null}""";

    [Test]
    public void Slots_ByNameIndexAndEnumeration_AreTheSame()
    {
        using var packed = Pack(s_schema, s_values);
        ObjectView view = packed.View;
        var names = new List<string>();
        foreach (ObjectView.SetSlot slot in view)
        {
            names.Add(slot.Slot.Name);
            Assert.That(slot.IsNull, Is.EqualTo(view.IsNull(slot.Slot.Name)));
            if (slot.Slot.Name != "part")
            {
                Assert.That(slot.Value.Equals(view[slot.Slot.Name]) && slot.Value.Equals(view[slot.Index]), slot.Slot.Name);
            }
        }

        Assert.That(names, Is.EqualTo(s_values.Keys));
        Assert.That(view.Has("unset"), Is.False);
        Assert.That(view.Has("no such slot"), Is.False);
        Assert.That(view.TryGetValue("nothing", out SharedValue nothing) && nothing.IsNull);
        Assert.That(view.GetObject("part")!.Value["mass"].Get<double>(), Is.EqualTo(2.5));
        Assert.That(() => view["no such slot"], Throws.TypeOf<KeyNotFoundException>().With.Message.Contains("text"));
        Assert.That(() => view["part"], Throws.InvalidOperationException.With.Message.Contains("GetObject"));
        Assert.That(() => view.GetObject("n"), Throws.InvalidOperationException);
    }

    /// <summary>A view of an object that a compiled type has bound: the bytes are the file's, whatever the type makes of them.</summary>
    [Test]
    public void Slots_OfAnObjectBoundToAnotherLayout_AreReadAsTheFileHasThem()
    {
        Schema inner = new([new("x", SlotType.Int8)], "Inner", typeCode: 0x80);
        Schema wide = new([new("x", SlotType.Int64), new("y", SlotType.Int64)], "Inner", typeCode: 0x81);
        Schema file = new(
            [new("small", SlotType.Int8), new("next", SlotType.UInt8), new("single", SlotType.Float32), new("at", SlotType.DateTimeTz), new("part", SlotType.Struct(inner)), new("any", SlotType.Object)]);
        Schema reader = new(
            [new("small", SlotType.Int64), new("next", SlotType.UInt32), new("single", SlotType.Float64), new("at", SlotType.DateTime), new("part", SlotType.Struct(wide)), new("any", SlotType.Object), new("new", SlotType.Int16)]);
        var at = new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.FromHours(2));
        var values = new Dictionary<string, object?>
        {
            ["small"] = -3, ["next"] = 200, ["single"] = 1.5f, ["at"] = at, ["part"] = new Dictionary<string, object?> { ["x"] = 9 }, ["any"] = "text",
        };
        using var packed = Pack(file, values);
        ObjectReference source = packed.View.Reference;
        ObjectView view = ObjectView.Create(new ObjectReference(source.Region, source.Offset, SchemaBinding.Create(source.Region, file, reader)));

        Assert.That((view["small"].Get<long>(), view["next"].Get<long>(), view["single"].Get<double>(), view["any"].ToString()), Is.EqualTo((-3L, 200L, 1.5, "\"text\"")));
        Assert.That(view["small"].TypeCode, Is.EqualTo(SharedBuffers.Layout.ValueTypeCode.Int8));
        Assert.That(view["new"].IsNull && !view.Has("new"));
        Assert.That(view.GetInstant("at")!.Value.OffsetMinutes, Is.EqualTo(120));
        Assert.That(view.GetObject("part")!.Value["x"].Get<long>(), Is.EqualTo(9));
        Assert.That(view["part"].Get<ObjectView>()["x"].Get<long>(), Is.EqualTo(9));
        Assert.That(view.ToString(), Is.EqualTo("""{"small":-3,"next":200,"single":1.5,"at":"2024-05-06T07:08:09+02:00","part":{"x":9},"any":"text"}"""));
        Assert.That(view.ToDictionary()["small"], Is.EqualTo(-3));
    }

    [Test]
    public void Slots_ThatAreNotThere_AreRefused()
    {
        using var packed = Pack(s_schema, s_values);
        ObjectView view = packed.View;

        foreach (int slot in new[] { -1, s_schema.Slots.Length, 64, int.MaxValue })
        {
            Assert.That(() => view[slot], Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("9 slots"));
            Assert.That(() => view.GetObject(slot), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => view.GetInstant(slot), Throws.InstanceOf<ArgumentOutOfRangeException>());
        }

        Assert.That(() => view.Has(null!), Throws.ArgumentNullException);
        Assert.That(() => view.TryGetValue(null!, out _), Throws.ArgumentNullException);
        Assert.That(() => view[null!], Throws.ArgumentNullException);
    }

    [Test]
    public void WriteTo_EverySink_WritesTheSameJson()
    {
        using var packed = Pack(s_schema, s_values);
        var buffer = new ArrayBufferWriter<byte>();
        var stream = new MemoryStream();
        packed.View.WriteTo(buffer);
        packed.View.WriteTo(stream);

        Assert.That(packed.View.ToString(), Is.EqualTo(Json));
        Assert.That(Encoding.UTF8.GetString(buffer.WrittenSpan), Is.EqualTo(Json));
        Assert.That(Encoding.UTF8.GetString(stream.ToArray()), Is.EqualTo(Json));
        Assert.That(stream.CanWrite, "the stream is the caller's");
        Assert.That(default(ObjectView).ToString(), Is.Empty);
    }

    [Test]
    public void ToDictionary_EverySlotType_CopiesDeep()
    {
        using var packed = Pack(s_schema, s_values);
        Dictionary<string, object?> copy = packed.View.ToDictionary();

        Assert.That(copy.Keys, Is.EqualTo(s_values.Keys));
        Assert.That(copy["n"], Is.EqualTo(-5L));
        Assert.That(copy["blob"], Is.EqualTo(new byte[] { 1, 2 }));
        Assert.That(copy["part"], Is.EqualTo(s_values["part"]));
        var any = (List<object?>)copy["any"]!;
        Assert.That(any[..3], Is.EqualTo(new object?[] { 1L, "a", null }));
        Assert.That(((Dictionary<object, object?>)any[3]!)["k"], Is.EqualTo(2.5));

        // What the copy holds can be packed again, and is the same.
        using var again = Pack(s_schema, copy);
        Assert.That(again.View.ToString(), Is.EqualTo(Json));
    }

    [Test]
    public void Copies_TimesAndDecimals_KeepWhatTheSlotKeeps()
    {
        Schema schema = new([new("day", SlotType.Of(SlotKind.Date)), new("price", SlotType.Of(SlotKind.Decimal)), new("at", SlotType.Of(SlotKind.DateTimeTz))]);
        var at = new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.FromHours(2));
        using MemoryRegion region = Packed.Region(
            context =>
            {
                var writer = new ObjectWriter(context, schema, schema.AllSlots, 0);
                writer.WritePointer(schema.IndexOf("day"), ValuePacker.PackDate(context, new DateOnly(2020, 2, 29)));
                writer.WritePointer(schema.IndexOf("price"), ValuePacker.PackDecimal(context, 12.50m));
                writer.WritePointer(schema.IndexOf("at"), ValuePacker.PackDateTimeOffset(context, at));
                return writer.Finish();
            },
            out long position);
        ObjectView view = ObjectView.Create(new ObjectReference(region, position, SchemaBinding.Create(region, schema)));

        Assert.That(view.ToString(), Is.EqualTo("""{"day":"2020-02-29","price":12.50,"at":"2024-05-06T07:08:09+02:00"}"""));
        Dictionary<string, object?> copy = view.ToDictionary();
        Assert.That(copy["at"], Is.EqualTo(at).And.Property(nameof(DateTimeOffset.Offset)).EqualTo(at.Offset));
        Assert.That(copy["price"], Is.EqualTo(12.50m));
        Assert.That(copy["day"], Is.EqualTo(new DateOnly(2020, 2, 29)));
    }

    [Test]
    public void Copies_ObjectsBehindTypecodes_AreObjectsToo()
    {
        var line = new OrderLine { Text = "inner", Count = 2 };
        using var packed = PackedObject<ObjectView>.Of(new Order { Number = 7, Lines = [new() { Text = "a", Next = line }, line] });

        Assert.That(
            packed.View.ToString(),
            Does.StartWith("{\"Number\":7").And.Contains("\"Lines\":[{\"Text\":\"a\",\"Count\":0,\"Next\":{\"Text\":\"inner\",\"Count\":2,\"Next\":null}},{\"Text\":\"inner\""));
        var lines = (List<object?>)packed.View.ToDictionary()["Lines"]!;
        Assert.That(((Dictionary<string, object?>)lines[1]!)["Text"], Is.EqualTo("inner"));
    }

    [Test]
    public void Copies_TypecodeThatNobodyClaims_IsShownOrRefused()
    {
        using MemoryRegion region = MemoryRegion.CopyOf(PackedBytes(new OrderLine { Count = 3 }));
        SharedValue value = SharedValue.Read(region, 0);

        Assert.That(value.ToString(), Is.EqualTo("{\"$typecode\":128}"));
        Assert.That(() => value.ToObject(), Throws.TypeOf<CorruptBufferException>());
    }

    [Test]
    public void ObjectThatContainsItself_JsonIsRefusedAndTheCopyIsCyclic()
    {
        var line = new OrderLine { Count = 1 };
        line.Next = line;
        using var packed = PackedObject<ObjectView>.Of(line);

        Assert.That(() => packed.View.ToString(), Throws.TypeOf<CorruptBufferException>().With.Message.Contains("contain themselves"));
        Dictionary<string, object?> copy = packed.View.ToDictionary();
        Assert.That(copy["Next"], Is.SameAs(copy));
    }

    [Test]
    public void ObjectsThatShareOnEveryLevel_EndInReasonableTime()
    {
        // Each level is pointed at twice by the one above: 2^100 paths through 101 objects.
        object? node = null;
        Schema? schema = null;
        schema = new([new("a", SlotType.Struct(() => schema!)), new("b", SlotType.Struct(() => schema!))]);
        for (int i = 0; i <= 100; i++)
        {
            node = new Dictionary<string, object?> { ["a"] = node, ["b"] = node };
        }

        using var packed = Pack(schema, (Dictionary<string, object?>)node!);

        Assert.That(() => packed.View.WriteTo(Stream.Null), Throws.TypeOf<CorruptBufferException>());
        Dictionary<string, object?> copy = packed.View.ToDictionary();
        Assert.That(copy["a"], Is.SameAs(copy["b"]));
    }

    [Test]
    public void Copies_EveryBitFlipped_GiveDataOrCorruptBufferException()
    {
        using var original = Pack(s_schema, s_values);
        for (int bit = 0; bit < original.Bytes.Length * 8; bit++)
        {
            byte[] damaged = [.. original.Bytes];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            using MemoryRegion region = MemoryRegion.CopyOf(damaged);
            ObjectView view = ObjectView.Create(new ObjectReference(region, 0, SchemaBinding.Create(region, s_schema)));
            Try(() => view.ToDictionary(), bit);
            Try(() => JsonDocument.Parse(view.ToString()).Dispose(), bit);
        }
    }

    private static void Try(Action read, int bit)
    {
        try
        {
            read();
        }
        catch (CorruptBufferException)
        {
        }
        catch (Exception other)
        {
            Assert.Fail($"bit {bit}: {other}");
        }
    }

    private static byte[] PackedBytes(OrderLine line) => Packed.Bytes(context => ((IPackable)line).PackValue(context));

    private static PackedObject<ObjectView> Pack(Schema schema, Dictionary<string, object?> values) =>
        PackedObject<ObjectView>.Of(schema, [.. schema.Slots.Select(s => values.TryGetValue(s.Name, out object? value) ? value : ObjectPacker.Unset)]);
}
