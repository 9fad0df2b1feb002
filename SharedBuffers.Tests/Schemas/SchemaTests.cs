using NUnit.Framework;
using NUnit.Framework.Constraints;
using SharedBuffers.Schemas;

namespace SharedBuffers.Tests.Schemas;

/// <summary>What follows from slots: order, header width, offsets; and what is refused.</summary>
[TestFixture]
public sealed class SchemaTests
{
    private static readonly int[] s_alignments = [1, 2, 4, 8, 16];

    [Test]
    public void Slots_MixedSizes_OrderBySizeThenCodePoint()
    {
        Schema schema = new(
        [
            new("i1", SlotType.Int8), new("h", SlotType.Int16), new("b1", SlotType.Bool), new("f", SlotType.Float64),
            new("u4", SlotType.UInt32), new("o", SlotType.Object), new("d", SlotType.Int64),
        ]);

        Assert.That(schema.Slots.Select(s => s.Name), Is.EqualTo(["d", "f", "o", "u4", "h", "b1", "i1"]));
        Assert.That(schema.Declared.Select(s => s.Name), Is.EqualTo(["i1", "h", "b1", "f", "u4", "o", "d"]));
    }

    [Test]
    public void Slots_NamesBeyondAscii_OrderByCodePointNotByUtf16Unit()
    {
        string[] names = ["\U0001F600", "\uFFFD", "\uE000", "é", "b", "a10", "a1", "a", "_a", "B", "", "\U0001F601"];
        Schema schema = new(names.Select(n => new Slot(n, SlotType.Int8)));

        Assert.That(schema.Slots.Select(s => s.Name), Is.EqualTo(["", "B", "_a", "a", "a1", "a10", "b", "é", "\uE000", "\uFFFD", "\U0001F600", "\U0001F601"]));
    }

    [TestCase(1, 8, 1)]
    [TestCase(1, 9, 2)]
    [TestCase(2, 8, 1)]
    [TestCase(4, 8, 2)]
    [TestCase(4, 16, 2)]
    [TestCase(4, 17, 4)]
    [TestCase(8, 1, 4)]
    [TestCase(8, 32, 4)]
    [TestCase(8, 33, 8)]
    [TestCase(16, 1, 8)]
    [TestCase(16, 64, 8)]
    public void BitmapWidth_Version2_FollowsAlignmentAndCount(int alignment, int slots, int width)
    {
        Assert.That(Bytes(slots, alignment, 2).BitmapWidth, Is.EqualTo(width));
    }

    [TestCase(8, 1)]
    [TestCase(9, 2)]
    [TestCase(17, 4)]
    [TestCase(33, 8)]
    public void BitmapWidth_Version1_FollowsCountOnly(int slots, int width)
    {
        foreach (int alignment in s_alignments)
        {
            Assert.That(Bytes(slots, alignment, 1).BitmapWidth, Is.EqualTo(width));
        }
    }

    [Test]
    public void GetOffset_RandomPresence_EqualsSumOfSizesBefore()
    {
        const int Seed = 20240817;
        var random = new Random(Seed);
        SlotType[] types = [SlotType.Bool, SlotType.Int8, SlotType.UInt16, SlotType.Int32, SlotType.Float32, SlotType.Int64, SlotType.String];
        for (int count = 1; count <= Schema.MaxSlots; count++)
        {
            Schema schema = new(Enumerable.Range(0, count).Select(i => new Slot($"s{i}", types[random.Next(types.Length)])));
            SchemaBinding binding = SchemaBinding.Create(schema);
            ulong present = (ulong)random.NextInt64(long.MinValue, long.MaxValue) & schema.AllSlots;
            int expected = schema.HeaderSize;
            int packed = schema.HeaderSize;
            for (int i = 0; i < count; i++)
            {
                int size = schema.Slots[i].Type.Size;
                Assert.That(schema.GetOffset(i, present), Is.EqualTo(expected), $"seed {Seed}, {count} slots, slot {i}");
                Assert.That(schema.GetPackedOffset(i), Is.EqualTo(packed));
                int narrow = size switch
                {
                    8 => binding.GetOffset<long>(i, present),
                    4 => binding.GetOffset<int>(i, present),
                    2 => binding.GetOffset<short>(i, present),
                    _ => binding.GetOffset<byte>(i, present),
                };
                Assert.That(narrow, Is.EqualTo(expected), $"seed {Seed}, {count} slots, slot {i}, size {size}");
                packed += size;
                expected += (present >> i & 1) != 0 ? size : 0;
            }

            Assert.That(schema.MaxFixedSize, Is.EqualTo(packed));
        }
    }

    [Test]
    public void Constructor_WrongParts_ThrowsAndNamesThem()
    {
        Assert.That(() => new Schema([]), Refuses("slots", "0 slots"));
        Assert.That(() => Bytes(65, 8, 2), Refuses("slots", "65 slots"));
        Assert.That(() => Bytes(1, 0, 2), Refuses("alignment", "alignment 0"));
        Assert.That(() => Bytes(1, 3, 2), Refuses("alignment", "alignment 3"));
        Assert.That(() => Bytes(1, 8, 3), Refuses("version", "version 3"));
        Assert.That(() => new Schema([new("a", SlotType.Bool), new("a", SlotType.Int8)]), Refuses("slots", "'a'"));
        Assert.That(() => new Schema([new("a\uD800", SlotType.Bool)]), Refuses("slots", "surrogate"));
        Assert.That(() => new Schema([new("a", SlotType.Bool)], "a\uD800"), Refuses("name", "surrogate"));
        Assert.That(() => new Schema([new("a", null!)]), Refuses("slots", "type"));
        Assert.That(() => new Schema([new("a", SlotType.Bool)], "N", knownTypes: () => [null!]).ToBytes(), Throws.InvalidOperationException.With.Message.Contains("N"));
        Assert.That(() => new Schema([new("a", SlotType.Bool)], typeCode: (byte)'q'), Refuses("typeCode", "0x71"));

        static IResolveConstraint Refuses(string parameter, string message) =>
            Throws.ArgumentException.With.Message.Contains(message).And.Property("ParamName").EqualTo(parameter);
    }

    [Test]
    public void ListOf_NestedTooDeep_IsRefusedWhereItIsMade()
    {
        SlotType type = SlotType.List;
        for (int i = 1; i < SlotType.MaxAnnotationDepth; i++)
        {
            type = SlotType.ListOf(type);
        }

        Assert.That(Schema.Read(new Schema([new("a", type)]).ToBytes()).Slots[0].Type.ToString(), Is.EqualTo(type.ToString()));
        Assert.That(() => SlotType.ListOf(type), Throws.ArgumentException.With.Message.Contains("8 deep"));
        Assert.That(() => SlotType.MapOf(SlotType.String, type), Throws.ArgumentException);
    }

    [Test]
    public void UserData_ChangedByItsOwner_StaysAsItWas()
    {
        byte[] data = [1, 2];
        var schema = new Schema([new("a", SlotType.Bool)], userData: data);
        data[0] = 9;

        Assert.That(schema.UserData.ToArray(), Is.EqualTo(new byte[] { 1, 2 }));
    }

    [Test]
    public void TypeRegistry_SameCodeTwice_RefusesTheSecondSchemaOnly()
    {
        Schema first = new([new("a", SlotType.Bool)], "First", typeCode: 0x80);
        Schema second = new([new("b", SlotType.Bool)], "Second", typeCode: 0x80);
        TypeRegistry registry = new();
        registry.Register(first);
        registry.Register(first);

        Assert.That(() => registry.Register(second), Throws.ArgumentException.With.Message.Contains("First").And.Message.Contains("Second"));
        Assert.That(() => registry.Register(new Schema([new("c", SlotType.Bool)])), Throws.ArgumentException.With.Message.Contains("no typecode"));
        Assert.That(registry.TryGetSchema(0x80, out Schema? found) ? found : null, Is.SameAs(first));
    }

    [Test]
    public void RegisterAll_OneConflictAmongMany_RegistersNone()
    {
        Schema inner = new([new("a", SlotType.Bool)], "Inner", typeCode: 0x81);
        Schema taken = new([new("b", SlotType.Bool)], "Taken", typeCode: 0x82);
        Schema root = new([new("i", SlotType.Struct(inner)), new("t", SlotType.Struct(taken))], "Root", typeCode: 0x80);
        TypeRegistry registry = TypeRegistry.FromSchema(new Schema([new("other", SlotType.Bool)], "Other", typeCode: 0x82));

        Assert.That(() => registry.RegisterAll(root), Throws.ArgumentException.With.Message.Contains("Taken").And.Message.Contains("Other").And.Property("ParamName").EqualTo("root"));
        Assert.That(registry.TryGetSchema(0x80, out _), Is.False);
        Assert.That(registry.TryGetSchema(0x81, out _), Is.False);
        Assert.That(registry.TryGetSchema(0x82, out Schema? found) ? found!.Name : null, Is.EqualTo("Other"));
    }

    [Test]
    public void RegisterAll_TwoReachableSchemasOfOneCode_IsRefusedAsAConflict()
    {
        Schema inner = new([new("a", SlotType.Bool)], "Inner", typeCode: 0x80);
        Schema root = new([new("i", SlotType.Struct(inner))], "Root", typeCode: 0x80);
        TypeRegistry registry = new();

        Assert.That(() => registry.RegisterAll(root), Throws.ArgumentException.With.Message.Contains("Root").And.Message.Contains("Inner"));
        Assert.That(registry.TryGetSchema(0x80, out _), Is.False);
    }

    [Test]
    public void Register_FromManyThreads_OneOfTwoConflictingSchemasWins()
    {
        for (int round = 0; round < 50; round++)
        {
            Schema[] schemas = [.. Enumerable.Range(0, 8).Select(i => new Schema([new($"s{i % 2}", SlotType.Bool)], typeCode: 0x80))];
            TypeRegistry registry = new();
            int refused = 0;
            Parallel.ForEach(schemas, schema =>
            {
                try
                {
                    registry.RegisterAll(schema);
                }
                catch (ArgumentException)
                {
                    Interlocked.Increment(ref refused);
                }
            });

            Assert.That(refused, Is.EqualTo(4));
        }
    }

    [Test]
    public void SlotType_MapWhoseKeysAreOpen_ReadsBackFromItsText()
    {
        SlotType type = SlotType.Annotated(SlotKind.ProxiedMap, SlotType.Int32);

        Assert.That(type.ToString(), Is.EqualTo("proxied_map<object, int32>"));
        Assert.That(SlotType.TryParse(type.ToString(), out SlotType? read) ? read.ToString() : null, Is.EqualTo(type.ToString()));
    }

    [TestCase("int32")]
    [TestCase("string")]
    [TestCase("list<float64>")]
    [TestCase("set<string>")]
    [TestCase("map<string, list<int64>>")]
    [TestCase("map<list<map<string, int8>>, object>")]
    [TestCase("datetime_tz")]
    public void SlotType_Text_ReadsBack(string text)
    {
        Assert.That(SlotType.TryParse(text, out SlotType? type), Is.True);
        Assert.That(type!.ToString(), Is.EqualTo(text));
    }

    [TestCase("")]
    [TestCase("int33")]
    [TestCase("int32<int32>")]
    [TestCase("list<")]
    [TestCase("list<>")]
    [TestCase("map<string>")]
    [TestCase("list<list<list<list<list<list<list<list<list<list<int8>>>>>>>>>>")]
    public void SlotType_WrongText_IsRefused(string text)
    {
        Assert.That(SlotType.TryParse(text, out SlotType? type), Is.False);
        Assert.That(type, Is.Null);
    }

    private static Schema Bytes(int slots, int alignment, int version) =>
        new(Enumerable.Range(0, slots).Select(i => new Slot($"s{i:d2}", SlotType.UInt8)), alignment: alignment, version: version);
}
