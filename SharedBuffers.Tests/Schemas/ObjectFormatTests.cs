using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using NUnit.Framework;
using SharedBuffers.Packing;
using SharedBuffers.Schemas;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Schemas;

/// <summary>
/// Images of random objects against a second encoder, written from the text of <c>docs/format/objects.md</c> and with nothing of the library: every alignment and header version, every
/// slot count, any pattern of unset and null slots, nested objects and values with typecodes.
/// </summary>
[TestFixture]
public sealed class ObjectFormatTests
{
    private static readonly int[] s_alignments = [1, 2, 4, 8, 16];

    private static readonly SlotType[] s_types =
    [
        SlotType.Bool, SlotType.Int8, SlotType.UInt8, SlotType.Int16, SlotType.UInt16, SlotType.Int32, SlotType.UInt32, SlotType.Int64, SlotType.UInt64, SlotType.Float32,
        SlotType.Float64, SlotType.Of(SlotKind.Int), SlotType.Of(SlotKind.Float), SlotType.String, SlotType.Bytes, SlotType.Object, SlotType.Buffer, SlotType.Of(SlotKind.Date),
    ];

    private int _unique;

    [Test]
    public void Pack_RandomObjects_EqualsTheSecondEncoder([ValueSource(nameof(s_alignments))] int alignment, [Values(1, 2)] int version)
    {
        int seed = (100 * alignment) + version;
        var random = new Random(seed);
        for (int count = 1; count <= Schema.MaxSlots; count++)
        {
            foreach (double density in new[] { 1, 0.7, 0.2 })
            {
                Schema schema = Next(random, count, alignment, version, depth: 0);
                SchemaObject instance = Fill(schema, random, density);
                using var context = new PackContext(new IdentityMap(), PackOptions.Compatible);
                instance.Pack(context);
                var expected = new List<byte>();
                Encode(instance, expected);

                Assert.That(Convert.ToHexString(context.Buffer.ToArray()), Is.EqualTo(Convert.ToHexString([.. expected])), $"seed {seed}, {count} slots, {schema}");
            }
        }
    }

    private static Schema Next(Random random, int count, int alignment, int version, int depth)
    {
        var slots = new List<Slot>();
        for (int i = 0; i < count; i++)
        {
            bool isNested = depth < 2 && random.Next(8) == 0;
            slots.Add(new Slot($"{(char)random.Next('A', 'z')}{i}", isNested ? SlotType.Struct(Next(random, random.Next(1, 12), alignment, version, depth + 1)) : s_types[random.Next(s_types.Length)]));
        }

        return new Schema(slots, alignment: alignment, version: version);
    }

    private SchemaObject Fill(Schema schema, Random random, double density)
    {
        var instance = new SchemaObject(schema);
        foreach (Slot slot in schema.Slots)
        {
            if (random.NextDouble() < density)
            {
                instance[slot.Name] = slot.Type.NestedSchema is { } nested ? Fill(nested, random, density) : Value(slot.Type.EncodedKind, random);
            }
            else if (random.Next(2) == 0)
            {
                instance[slot.Name] = null;
            }
        }

        return instance;
    }

    /// <summary>Values that occur once, so that there is nothing to share.</summary>
    private object Value(SlotKind kind, Random random) => RandomNumbers.Next(kind, random) ?? kind switch
    {
        SlotKind.String => Text(random),
        SlotKind.Bytes => Encoding.UTF8.GetBytes(Text(random)),
        SlotKind.Buffer => new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(Text(random))),
        SlotKind.Date => DateOnly.FromDayNumber(600_000 + ++_unique),
        _ => random.Next(3) switch
        {
            0 => 1_000_000L + (++_unique * (random.Next(2) == 0 ? 1 : -5_000_000_000)),
            1 => random.NextDouble(),
            _ => Text(random),
        },
    };

    private string Text(Random random) => (++_unique).ToString(CultureInfo.InvariantCulture) + new string('é', random.Next(12));

    private static void Encode(SchemaObject instance, List<byte> buffer)
    {
        int start = buffer.Count;
        int alignment = instance.Schema.Alignment;

        // Widest first, then by name.
        Slot[] slots = [.. instance.Schema.Declared.OrderByDescending(s => SizeOf(s.Type.Kind)).ThenBy(s => s.Name, StringComparer.Ordinal)];
        ulong has = 0;
        ulong none = 0;
        for (int i = 0; i < slots.Length; i++)
        {
            has |= instance.Has(slots[i].Name) ? 1UL << i : 0;
            none |= instance.Has(slots[i].Name) && instance[slots[i].Name] is null ? 1UL << i : 0;
        }

        int limit = instance.Schema.Version == 1 ? 0 : alignment;
        int width = limit <= 2 && slots.Length <= 8 ? 1 : limit <= 4 && slots.Length <= 16 ? 2 : limit <= 8 && slots.Length <= 32 ? 4 : 8;
        buffer.AddRange(BitConverter.GetBytes(has)[..width]);
        buffer.AddRange(BitConverter.GetBytes(none)[..width]);
        var pointers = new List<(int Place, Slot Slot)>();
        foreach (Slot slot in slots.Where(s => instance[s.Name] is not null))
        {
            if (SizeOf(slot.Type.Kind) == 8 && !slot.Type.IsFixed)
            {
                pointers.Add((buffer.Count, slot));
            }

            buffer.AddRange(slot.Type.IsFixed ? Fixed(instance[slot.Name]!) : new byte[8]);
        }

        while ((buffer.Count - start) % alignment != 0)
        {
            buffer.Add(0);
        }

        foreach ((int place, Slot slot) in pointers)
        {
            BinaryPrimitives.WriteInt64LittleEndian(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(buffer)[place..], buffer.Count - start);
            Payload(slot.Type.EncodedKind, instance[slot.Name]!, buffer);
            while (buffer.Count % alignment != 0)
            {
                buffer.Add(0);
            }
        }
    }

    private static void Payload(SlotKind kind, object value, List<byte> buffer)
    {
        switch (kind, value)
        {
            case (SlotKind.Struct, SchemaObject nested):
                Encode(nested, buffer);
                break;
            case (SlotKind.String, string text):
                Bytes(Encoding.UTF8.GetBytes(text), buffer);
                break;
            case (SlotKind.Bytes, byte[] bytes):
                Bytes(bytes, buffer);
                break;
            case (SlotKind.Buffer, ReadOnlyMemory<byte> bytes):
                buffer.AddRange(BitConverter.GetBytes((long)bytes.Length));
                buffer.AddRange(bytes.Span);
                break;
            case (SlotKind.Date, DateOnly day):
                buffer.AddRange(BitConverter.GetBytes((long)(day.ToDateTime(TimeOnly.MinValue) - DateTime.UnixEpoch).TotalSeconds));
                break;
            case (_, string text):
                buffer.AddRange([(byte)'u', 0, 0, 0, 0, 0, 0, 0]);
                Bytes(Encoding.UTF8.GetBytes(text), buffer);
                break;
            case (_, double number):
                buffer.AddRange([(byte)'d', .. BitConverter.GetBytes(number), 0, 0, 0, 0, 0, 0, 0]);
                break;
            default:
                long integer = (long)value;
                buffer.AddRange(integer is >= int.MinValue and <= int.MaxValue
                    ? [(byte)'i', .. BitConverter.GetBytes((int)integer), 0, 0, 0]
                    : [(byte)'q', .. BitConverter.GetBytes(integer), 0, 0, 0, 0, 0, 0, 0]);
                break;
        }
    }

    private static void Bytes(byte[] bytes, List<byte> buffer) => buffer.AddRange([(byte)bytes.Length, 0, .. bytes]);

    private static byte[] Fixed(object value) => value switch
    {
        bool flag => [flag ? (byte)1 : (byte)0],
        sbyte number => [(byte)number],
        byte number => [number],
        short number => BitConverter.GetBytes(number),
        ushort number => BitConverter.GetBytes(number),
        int number => BitConverter.GetBytes(number),
        uint number => BitConverter.GetBytes(number),
        long number => BitConverter.GetBytes(number),
        ulong number => BitConverter.GetBytes(number),
        float number => BitConverter.GetBytes(number),
        _ => BitConverter.GetBytes((double)value),
    };

    private static int SizeOf(SlotKind kind) => kind switch
    {
        SlotKind.Bool or SlotKind.Int8 or SlotKind.UInt8 => 1,
        SlotKind.Int16 or SlotKind.UInt16 => 2,
        SlotKind.Int32 or SlotKind.UInt32 or SlotKind.Float32 => 4,
        _ => 8,
    };
}
