using NUnit.Framework;
using SharedBuffers.Diagnostics;
using SharedBuffers.Schemas;
using SharedBuffers.Tests.Support;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Schemas;

/// <summary>Old files with new code and new files with old code.</summary>
[TestFixture]
public sealed class SchemaEvolutionTests
{
    private static readonly SlotType[] s_numbers =
    [
        SlotType.Int8, SlotType.UInt8, SlotType.Int16, SlotType.UInt16, SlotType.Int32, SlotType.UInt32, SlotType.Int64, SlotType.UInt64, SlotType.Float32, SlotType.Float64,
    ];

    [Test]
    public void Bind_SlotAdded_ReadsAsUnsetInOldFiles()
    {
        Schema old = new([new("id", SlotType.Int32)]);
        Schema now = new([new("id", SlotType.Int32), new("price", SlotType.Float64), new("name", SlotType.String)]);
        using var packed = PackedObject<ObjectView>.Of(old, 7);
        ObjectReference reference = Rebind(packed, old, now);

        Assert.That(reference.GetNumber<int>(now.IndexOf("id")), Is.EqualTo(7));
        Assert.That(reference.HasSlot(now.IndexOf("price")), Is.False);
        Assert.That(reference.GetNumberOrNull<double>(now.IndexOf("price")), Is.Null);
        Assert.That(reference.GetString(now.IndexOf("name"), now.GetPackedOffset(0), now.AllSlots).IsNull, Is.True);
    }

    [Test]
    public void Bind_SlotRemoved_IsIgnored()
    {
        Schema old = new([new("id", SlotType.Int32), new("gone", SlotType.String), new("small", SlotType.Int8)]);
        Schema now = new([new("id", SlotType.Int32), new("small", SlotType.Int8)]);
        using var packed = PackedObject<ObjectView>.Of(old, "text", 7, -3);
        ObjectReference reference = Rebind(packed, old, now);

        Assert.That(reference.GetNumber<int>(now.IndexOf("id")), Is.EqualTo(7));
        Assert.That(reference.GetNumber<sbyte>(now.IndexOf("small")), Is.EqualTo(-3));
    }

    [Test]
    public void Bind_SlotsReordered_IsTheSameLayout()
    {
        Schema old = new([new("a", SlotType.Int32), new("b", SlotType.String)]);
        Schema now = new([new("b", SlotType.String), new("a", SlotType.Int32)]);

        Assert.That(SchemaBinding.Create(old, now).IsIdentical, Is.True);
    }

    [Test]
    public void Bind_SlotRenamed_IsOneUnsetAndOneIgnored()
    {
        Schema old = new([new("before", SlotType.Int32)]);
        Schema now = new([new("after", SlotType.Int32)]);
        using var packed = PackedObject<ObjectView>.Of(old, 7);

        Assert.That(Rebind(packed, old, now).GetNumberOrNull<int>(0), Is.Null);
        Assert.That(SchemaCompatibility.Explain(old, now), Is.Empty);
    }

    [Test]
    public void Bind_EveryPairOfNumberTypes_WidensOrRefuses()
    {
        foreach (SlotType file in s_numbers)
        {
            foreach (SlotType compiled in s_numbers)
            {
                Schema old = new([new("n", file)]);
                Schema now = new([new("n", compiled)]);
                (decimal low, decimal high) = RangeOf(file);
                (decimal lowNow, decimal highNow) = RangeOf(compiled);
                bool losesFraction = file.Kind >= SlotKind.Float32 && compiled.Kind < SlotKind.Float32;
                bool expected = file == compiled || (low >= lowNow && high <= highNow && !losesFraction);
                Assert.That(SchemaCompatibility.Explain(old, now).Count == 0, Is.EqualTo(expected), $"{file} read as {compiled}");
                if (expected)
                {
                    using var packed = PackedObject<ObjectView>.Of(old, 101);
                    Assert.That(ReadAsDouble(Rebind(packed, old, now), compiled), Is.EqualTo(101), $"{file} read as {compiled}");
                }
            }
        }
    }

    [Test]
    public void Bind_TypeChanged_NamesBothSidesOfEverySlot()
    {
        Schema nestedOld = new([new("x", SlotType.Int64)], "Inner");
        Schema nestedNow = new([new("x", SlotType.Int32)], "Inner");
        Schema old = new([new("a", SlotType.String), new("b", SlotType.Int64), new("c", SlotType.Struct(nestedOld)), new("l", SlotType.ListOf(SlotType.String))], "Old");
        Schema now = new([new("a", SlotType.Bytes), new("b", SlotType.Int32), new("c", SlotType.Struct(nestedNow)), new("l", SlotType.ListOf(SlotType.Int32))], "Now");

        Assert.That(
            () => SchemaBinding.Create(old, now),
            Throws.TypeOf<SchemaMismatchException>().With.Message.EqualTo(
                "Now cannot read objects that were written as Old: slot 'a' is bytes in Now, string in the file; slot 'b' is int32 in Now, int64 in the file; "
                + "slot 'l' is list<int32> in Now, list<string> in the file; slot 'c.x' is int32 in Inner, int64 in the file."));
    }

    /// <summary>Every change, and what the old file is to new code (first) and the new file to old code (second): read, or refused.</summary>
    [TestCase("added", "a:int32", "a:int32 b:string", true, true)]
    [TestCase("removed", "a:int32 b:string", "a:int32", true, true)]
    [TestCase("reordered", "a:int32 b:string c:int8", "c:int8 b:string a:int32", true, true)]
    [TestCase("widened", "a:int16", "a:int64", true, false)]
    [TestCase("unsigned widened to signed", "a:uint16", "a:int32", true, false)]
    [TestCase("integer widened to floating point", "a:int32", "a:float64", true, false)]
    [TestCase("renamed", "a:int32", "b:int32", true, true)]
    [TestCase("number to text", "a:int32", "a:string", false, false)]
    [TestCase("text to bytes", "a:string", "a:bytes", false, false)]
    [TestCase("value to object", "a:string", "a:object", false, false)]
    [TestCase("bool to number", "a:bool", "a:int8", false, false)]
    [TestCase("list to set", "a:list<int32>", "a:set<int32>", false, false)]
    [TestCase("elements widened", "a:list<int16>", "a:list<int32>", true, false)]
    [TestCase("elements changed", "a:list<int16>", "a:list<string>", false, false)]
    [TestCase("elements no longer stated", "a:list<int16>", "a:list", true, true)]
    [TestCase("values of a map changed", "a:map<string, int8>", "a:map<string, string>", false, false)]
    [TestCase("keys of a map changed", "a:map<string, int8>", "a:map<int8, int8>", false, false)]
    [TestCase("instant lost its offset", "a:datetime_tz", "a:datetime", true, false)]
    public void Bind_EveryChange_IsReadOrRefused(string change, string old, string now, bool oldFile, bool newFile)
    {
        Assert.That(Outcome(Parse(old), Parse(now)), Is.EqualTo(oldFile), $"{change}: old file, new code");
        Assert.That(Outcome(Parse(now), Parse(old)), Is.EqualTo(newFile), $"{change}: new file, old code");

        // The same inside a nested struct, inside the elements of a list, and inside the values of a map.
        foreach (Func<Schema, SlotType> nest in new Func<Schema, SlotType>[]
        {
            SlotType.Struct, s => SlotType.ListOf(SlotType.Struct(s)), s => SlotType.MapOf(SlotType.String, SlotType.ListOf(SlotType.Struct(s))),
        })
        {
            Schema oldOuter = new([new("in", nest(Parse(old)))], "Outer");
            Schema nowOuter = new([new("in", nest(Parse(now)))], "Outer");
            Assert.That(Outcome(oldOuter, nowOuter), Is.EqualTo(oldFile), $"{change}, nested: old file, new code");
            Assert.That(Outcome(nowOuter, oldOuter), Is.EqualTo(newFile), $"{change}, nested: new file, old code");
        }
    }

    [Test]
    public void Bind_ElementsChanged_NamesTheSlotInside()
    {
        Schema old = new([new("lines", SlotType.ListOf(SlotType.Struct(Parse("count:int32"))))], "Order");
        Schema now = new([new("lines", SlotType.ListOf(SlotType.Struct(Parse("count:string"))))], "Order");

        Assert.That(
            () => SchemaBinding.Create(old, now),
            Throws.TypeOf<SchemaMismatchException>().With.Message.Contains("slot 'lines.count' is string in Inner, int32 in the file"));
    }

    [Test]
    public void Explain_CyclicSchemas_Ends()
    {
        Schema Cycle(SlotType number)
        {
            Schema? node = null;
            node = new Schema([new("next", SlotType.Struct(() => node!)), new("all", SlotType.ListOf(SlotType.Struct(() => node!))), new("n", number)], "Node", typeCode: 0x80);
            return node;
        }

        Assert.That(SchemaCompatibility.Explain(Cycle(SlotType.Int8), Cycle(SlotType.Int16)), Is.Empty);
        Assert.That(SchemaCompatibility.Explain(Cycle(SlotType.Int16), Cycle(SlotType.Int8)), Has.Count.EqualTo(1));
    }

    /// <summary>A small file can have thousands of schemas one inside the other, and a type that contains itself follows them all.</summary>
    [Test]
    public void Explain_DeepChainOfMismatches_IsBounded()
    {
        Slot[] Numbers(SlotType type) => [.. Enumerable.Range(0, 60).Select(i => new Slot($"n{i}", type))];
        var chain = new Schema[4096];
        for (int i = 0; i < chain.Length; i++)
        {
            int next = Math.Min(i + 1, chain.Length - 1);
            chain[i] = new Schema(Numbers(i == 0 ? SlotType.Int8 : SlotType.String).Append(new Slot("next", SlotType.Struct(() => chain[next]))), "Link");
        }

        Schema? node = null;
        node = new Schema(Numbers(SlotType.Int8).Append(new Slot("next", SlotType.Struct(() => node!))), "Node");
        long before = GC.GetAllocatedBytesForCurrentThread();
        IReadOnlyList<string> reasons = SchemaCompatibility.Explain(chain[0], node);

        Assert.That(reasons, Has.Count.EqualTo(SchemaCompatibility.MaxReasons));
        Assert.That(reasons[0], Is.EqualTo("slot 'next.n0' is int8 in Node, string in the file"));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(10_000_000));
        Assert.That(() => SchemaBinding.Create(chain[0], node), Throws.TypeOf<SchemaMismatchException>().With.Message.EndsWith("; and maybe more."));
    }

    [Test]
    public void Bind_ChainOfNestedSchemas_IsComparedOnceAndReadToItsEnd()
    {
        const int Depth = 4000;
        var chain = new Schema[Depth];
        for (int i = 0; i < Depth; i++)
        {
            int next = Math.Min(i + 1, Depth - 1);
            chain[i] = new Schema([new Slot("n", SlotType.Int8), new Slot("next", SlotType.Struct(() => chain[next]))], "Link");
        }

        Schema? node = null;
        node = new Schema([new Slot("n", SlotType.Int32), new Slot("next", SlotType.Struct(() => node!))], "Node");
        SchemaBinding binding = SchemaBinding.Create(chain[0], node);
        for (int i = 0; i < Depth; i++)
        {
            Assert.That(binding.FileSchema, Is.SameAs(chain[i]));
            binding = binding.GetNested(node.IndexOf("next"));
        }
    }

    [Test]
    public void Bind_NamesOfOneEncoding_AreCompatible()
    {
        (SlotKind, SlotKind)[] pairs =
        [
            (SlotKind.Int, SlotKind.Int64), (SlotKind.Float, SlotKind.Float64), (SlotKind.ProxiedList, SlotKind.MappedTuple), (SlotKind.MappedSet, SlotKind.ProxiedSet),
            (SlotKind.MappedMap, SlotKind.ProxiedMap), (SlotKind.DateTimeUtc, SlotKind.DateTimeLocal), (SlotKind.DateTimeTz, SlotKind.DateTimeTzLocal),
        ];
        foreach ((SlotKind file, SlotKind compiled) in pairs)
        {
            Schema old = new([new("s", SlotType.Of(file))]);
            Schema now = new([new("s", SlotType.Of(compiled))]);
            Assert.That(SchemaBinding.Create(old, now).IsIdentical, Is.True, $"{file} read as {compiled}");
        }

        Assert.That(SchemaCompatibility.Explain(One(SlotKind.DateTimeTz), One(SlotKind.DateTime)), Is.Empty);
        Assert.That(SchemaCompatibility.Explain(One(SlotKind.DateTime), One(SlotKind.DateTimeTz)), Has.Count.EqualTo(1));
        Assert.That(SchemaCompatibility.Explain(One(SlotKind.String), One(SlotKind.Object)), Has.Count.EqualTo(1));
    }

    private static Schema Parse(string slots) => new(
        slots.Replace(", ", ",", StringComparison.Ordinal).Split(' ').Select(slot =>
        {
            string[] parts = slot.Split(':');
            Assert.That(SlotType.TryParse(parts[1].Replace(",", ", ", StringComparison.Ordinal), out SlotType? type), slot);
            return new Slot(parts[0], type!);
        }),
        "Inner",
        typeCode: 0x90);

    /// <summary>Whether a type of one schema reads a file of another; the explanation and the exception agree.</summary>
    private static bool Outcome(Schema file, Schema compiled)
    {
        bool isReadable = SchemaCompatibility.Explain(file, compiled).Count == 0;
        Assert.That(() => SchemaBinding.Create(file, compiled), isReadable ? Throws.Nothing : Throws.TypeOf<SchemaMismatchException>());
        return isReadable;
    }

    private static Schema One(SlotKind kind) => new([new("s", SlotType.Of(kind))]);

    private static ObjectReference Rebind(PackedObject<ObjectView> packed, Schema file, Schema compiled) =>
        new(packed.View.Reference.Region, packed.View.Reference.Offset, SchemaBinding.Create(file, compiled));

    /// <summary>Integers that a type holds exactly, all of them.</summary>
    private static (decimal Low, decimal High) RangeOf(SlotType type) => type.Kind switch
    {
        SlotKind.Int8 => (sbyte.MinValue, sbyte.MaxValue),
        SlotKind.UInt8 => (byte.MinValue, byte.MaxValue),
        SlotKind.Int16 => (short.MinValue, short.MaxValue),
        SlotKind.UInt16 => (ushort.MinValue, ushort.MaxValue),
        SlotKind.Int32 => (int.MinValue, int.MaxValue),
        SlotKind.UInt32 => (uint.MinValue, uint.MaxValue),
        SlotKind.Int64 => (long.MinValue, long.MaxValue),
        SlotKind.UInt64 => (ulong.MinValue, ulong.MaxValue),

        SlotKind.Float32 => (-(1 << 24), 1 << 24),
        _ => (-(1L << 53), 1L << 53),
    };

    private static double ReadAsDouble(ObjectReference reference, SlotType type) => type.Kind switch
    {
        SlotKind.Int8 => reference.GetNumber<sbyte>(0),
        SlotKind.UInt8 => reference.GetNumber<byte>(0),
        SlotKind.Int16 => reference.GetNumber<short>(0),
        SlotKind.UInt16 => reference.GetNumber<ushort>(0),
        SlotKind.Int32 => reference.GetNumber<int>(0),
        SlotKind.UInt32 => reference.GetNumber<uint>(0),
        SlotKind.Int64 => reference.GetNumber<long>(0),
        SlotKind.UInt64 => reference.GetNumber<ulong>(0),
        SlotKind.Float32 => reference.GetNumber<float>(0),
        _ => reference.GetNumber<double>(0),
    };
}
