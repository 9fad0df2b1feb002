using NUnit.Framework;
using SharedBuffers.Memory;
using SharedBuffers.Packing;
using SharedBuffers.Schemas;
using SharedBuffers.Tests.Support;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Values;

/// <summary>Every slot count, any pattern of unset and null slots, every header width: what was packed is what is read, through every path.</summary>
[TestFixture]
public sealed class ObjectReferenceTests
{
    private static readonly int[] s_alignments = [1, 2, 4, 8, 16];

    private static readonly SlotType[] s_types =
    [
        SlotType.Bool, SlotType.Int8, SlotType.UInt8, SlotType.Int16, SlotType.UInt16, SlotType.Int32, SlotType.UInt32, SlotType.Int64, SlotType.UInt64,
        SlotType.Float32, SlotType.Float64, SlotType.Of(SlotKind.Int), SlotType.Of(SlotKind.Float), SlotType.String, SlotType.ListOf(SlotType.Int32),
    ];

    [Test]
    public void Read_EverySlotCountAndRandomPresence_GivesWhatWasPacked([Values(1, 2)] int version)
    {
        const int Seed = 1911;
        var random = new Random(Seed);
        for (int count = 1; count <= Schema.MaxSlots; count++)
        {
            SlotType[] types = [.. Enumerable.Range(0, count).Select(_ => s_types[random.Next(s_types.Length)])];
            Schema schema = new(types.Select((t, i) => new Slot($"s{i}", t)), alignment: s_alignments[count % 5], version: version);
            foreach (double density in new[] { 1, 0.5, 0, random.NextDouble() })
            {
                object?[] values = [.. schema.Slots.Select(s => random.NextDouble() < density ? MakeValue(s.Type, random) : random.Next(2) == 0 ? null : ObjectPacker.Unset)];
                using var packed = PackedObject<ObjectView>.Of(schema, values);
                AssertSlots(packed.View.Reference, schema, values, $"seed {Seed}, {count} slots, density {density}");
                AssertSlots(packed.Last.Reference, schema, values, $"seed {Seed}, {count} slots, density {density}, at the end of the region");
            }
        }
    }

    [Test]
    public void Read_ThroughReorderedSchema_GivesTheSame()
    {
        const int Seed = 77;
        var random = new Random(Seed);
        for (int count = 1; count <= Schema.MaxSlots; count += 7)
        {
            SlotType[] types = [.. Enumerable.Range(0, count).Select(_ => s_types[random.Next(s_types.Length)])];
            Schema file = new(types.Select((t, i) => new Slot($"s{i}", t)));

            // One slot more shifts the others and widens the header at 32.
            Schema reader = new(file.Declared.Append(new Slot("a new one", SlotType.Int64)).Take(Schema.MaxSlots).Reverse(), alignment: 16);
            object?[] values = [.. file.Slots.Select(s => random.Next(3) == 0 ? null : random.Next(3) == 0 ? ObjectPacker.Unset : MakeValue(s.Type, random))];
            using var packed = PackedObject<ObjectView>.Of(file, values);
            ObjectReference source = packed.View.Reference;
            var rebound = new ObjectReference(source.Region, source.Offset, SchemaBinding.Create(file, reader));
            object?[] expected = [.. reader.Slots.Select(s => file.TryGetSlot(s.Name, out int i) ? values[i] : ObjectPacker.Unset)];

            AssertSlots(rebound, reader, expected, $"seed {Seed}, {count} slots");
        }
    }

    [Test]
    public void HasSlot_UnsetNullAndValue_AreThreeStates()
    {
        Schema schema = new([new("a", SlotType.Int32), new("b", SlotType.Int32), new("c", SlotType.Int32)]);
        using var packed = PackedObject<ObjectView>.Of(schema, 0, null, ObjectPacker.Unset);
        ObjectReference reference = packed.View.Reference;

        Assert.That(Enumerable.Range(0, 3).Select(reference.HasSlot), Is.EqualTo([true, true, false]));
        Assert.That(Enumerable.Range(0, 3).Select(reference.IsNull), Is.EqualTo([false, true, false]));
        Assert.That(Enumerable.Range(0, 3).Select(reference.HasValue), Is.EqualTo([true, false, false]));
    }

    /// <summary>The short way of reading checks the region once, for as many bytes as the largest object can have before its values.</summary>
    [Test]
    public void Run_OfARegion_HoldsTheLargestObject()
    {
        Schema largest = new(Enumerable.Range(0, Schema.MaxSlots).Select(i => new Slot($"s{i}", SlotType.Int64)), alignment: 16);

        Assert.That(largest.MaxFixedSize, Is.EqualTo(MemoryRegion.RunLength));
    }

    /// <summary>Whatever stands for an offset or for the mask of a type, and however wide the number: no read leaves the region.</summary>
    [Test]
    public void Read_ArgumentsOfNoType_GivesANumberOrCorrupt()
    {
        Schema schema = new([new("a", SlotType.Int64), new("b", SlotType.Int32)]);
        using var packed = PackedObject<ObjectView>.Of(schema, 5L, 7);
        foreach (ObjectReference reference in new[] { packed.View.Reference, packed.Last.Reference })
        {
            foreach (int offset in new[] { int.MinValue, -1, 0, 8, 519, 520, 521, 528, 1 << 20, int.MaxValue })
            {
                foreach (ulong all in new[] { 0UL, schema.AllSlots, ulong.MaxValue })
                {
                    foreach (int slot in new[] { 0, 1 })
                    {
                        Damaged.Reads(() => reference.GetNumber<long>(slot, offset, all), $"{offset} {all} {slot}");
                        Damaged.Reads(() => reference.GetNumberOrNull<byte>(slot, offset, all), $"{offset} {all} {slot}");
                        Damaged.Reads(() => reference.GetNumber<Int128>(slot, offset, all), $"{offset} {all} {slot}");
                        Damaged.Reads(() => reference.GetBoolean(slot, offset, all), $"{offset} {all} {slot}");
                        Damaged.Reads(() => reference.GetString(slot, offset, all).ToString(), $"{offset} {all} {slot}");
                    }
                }
            }
        }

        Assert.That(packed.View.Reference.GetNumber<long>(0, 8, schema.AllSlots), Is.EqualTo(5));
    }

    [Test]
    public void Read_RegionDisposed_ThrowsOnEveryWay()
    {
        Schema schema = new([new("a", SlotType.Int64), new("b", SlotType.Int32), new("c", SlotType.String), new("d", SlotType.Bool)]);
        var packed = PackedObject<ObjectView>.Of(schema, 5L, "text", 7, true);
        var partial = PackedObject<ObjectView>.Of(schema, 5L, null, 7, true);
        ObjectReference[] references = [packed.View.Reference, packed.Last.Reference, partial.View.Reference, partial.Last.Reference];
        packed.Dispose();
        partial.Dispose();
        foreach (ObjectReference reference in references)
        {
            Assert.That(() => reference.GetNumber<long>(0, 8, schema.AllSlots), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => reference.GetNumber<long>(0), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => reference.GetBooleanOrNull(3, schema.GetPackedOffset(3), schema.AllSlots), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => new ObjectReference(reference.Region, reference.Offset, reference.Binding), Throws.TypeOf<ObjectDisposedException>());
        }

        Assert.That(() => references[0].GetString(1, schema.GetPackedOffset(1), schema.AllSlots).ToString(), Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public void Read_AllocatesNothing()
    {
        Schema schema = new([new("a", SlotType.Int32), new("b", SlotType.String), new("c", SlotType.Float64), new("d", SlotType.Int8)]);
        using var packed = PackedObject<ObjectView>.Of(schema, "text", 1.5, 7, null);
        ObjectReference reference = packed.View.Reference;
        long sum = Sum(reference, schema);
        long before = GC.GetAllocatedBytesForCurrentThread();
        sum -= Sum(reference, schema);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(sum, Is.Zero);

        static long Sum(ObjectReference reference, Schema schema)
        {
            long total = 0;
            for (int i = 0; i < 100; i++)
            {
                var again = new ObjectReference(reference.Region, reference.Offset, reference.Binding);
                total += again.GetNumber<int>(2, schema.GetPackedOffset(2), schema.AllSlots) + again.GetString(0, schema.GetPackedOffset(0), schema.AllSlots).ByteLength;
                total += (long)again.GetNumber<double>(1, schema.GetPackedOffset(1), schema.AllSlots) + (again.IsNull(3) ? 1 : 0);
            }

            return total;
        }
    }

    private static void AssertSlots(ObjectReference reference, Schema schema, object?[] values, string message)
    {
        for (int i = 0; i < values.Length; i++)
        {
            bool isUnset = ReferenceEquals(values[i], ObjectPacker.Unset);
            Assert.That(reference.HasSlot(i), Is.EqualTo(!isUnset), message);
            Assert.That(reference.IsNull(i), Is.EqualTo(values[i] is null), message);
            Assert.That(ReadSlot(reference, schema, i), Is.EqualTo(isUnset ? null : values[i]), $"{message}, slot {i} {schema.Slots[i].Type}");
        }
    }

    private static object? ReadSlot(ObjectReference reference, Schema schema, int slot)
    {
        int offset = schema.GetPackedOffset(slot);
        ulong all = schema.AllSlots;
        switch (schema.Slots[slot].Type.EncodedKind)
        {
            case SlotKind.Bool:
                return reference.GetBooleanOrNull(slot, offset, all);
            case SlotKind.Int8:
                return reference.GetNumberOrNull<sbyte>(slot, offset, all);
            case SlotKind.UInt8:
                return reference.GetNumberOrNull<byte>(slot, offset, all);
            case SlotKind.Int16:
                return reference.GetNumberOrNull<short>(slot, offset, all);
            case SlotKind.UInt16:
                return reference.GetNumberOrNull<ushort>(slot, offset, all);
            case SlotKind.Int32:
                return reference.GetNumberOrNull<int>(slot, offset, all);
            case SlotKind.UInt32:
                return reference.GetNumberOrNull<uint>(slot, offset, all);
            case SlotKind.Int64:
                return reference.GetNumberOrNull<long>(slot, offset, all);
            case SlotKind.UInt64:
                return reference.GetNumberOrNull<ulong>(slot, offset, all);
            case SlotKind.Float32:
                return reference.GetNumberOrNull<float>(slot, offset, all);
            case SlotKind.Float64:
                return reference.GetNumberOrNull<double>(slot, offset, all);
            case SlotKind.String:
                SharedString text = reference.GetString(slot, offset, all);
                return text.IsNull ? null : text.ToString();
            default:
                SharedList<int> list = reference.GetList<int>(slot, offset, all);
                return list.IsNull ? null : list.ToArray();
        }
    }

    private static object MakeValue(SlotType type, Random random) => RandomNumbers.Next(type.EncodedKind, random) ?? type.EncodedKind switch
    {
        SlotKind.String => new string((char)random.Next('a', 'z'), random.Next(20)),
        _ => Enumerable.Range(0, random.Next(5)).Select(_ => random.Next()).ToArray(),
    };
}
