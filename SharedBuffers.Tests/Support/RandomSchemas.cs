using System.Collections.Immutable;
using System.Numerics;
using SharedBuffers.Packing;
using SharedBuffers.Schemas;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Support;

/// <summary>Schemas and objects that nobody would think of: any number of slots of any type and name, nested in each other and in themselves, with any pattern of unset and null.</summary>
internal sealed class RandomSchemas(Random random)
{
    private const int MaxDepth = 3;
    private static readonly int[] s_alignments = [1, 2, 4, 8, 16];
    private static readonly SlotKind[] s_kinds = [.. Enum.GetValues<SlotKind>().Where(kind => kind != SlotKind.None)];
    private static readonly string[] s_names = ["", "i", "typ", "slot", "value_offs", "with space", "größe", "\U0001F600", "\uE000", "a\0b", "\"quoted\"", "namespace"];

    /// <summary>A schema and up to three others that it can reach, each with a typecode or without.</summary>
    public Schema Next(int? slots = null)
    {
        var family = new Schema[random.Next(1, 5)];
        for (int i = 0; i < family.Length; i++)
        {
            int count = i == 0 ? slots ?? random.Next(1, Schema.MaxSlots + 1) : random.Next(1, 9);
            family[i] = new Schema(
                Enumerable.Range(0, count).Select(n => new Slot(n < s_names.Length && random.Next(2) == 0 ? s_names[n] : $"slot {n}", NextType(family, depth: 0))).ToArray(),
                $"Schema {i}",
                s_alignments[random.Next(s_alignments.Length)],
                (byte)(i == 0 || random.Next(3) > 0 ? 0x80 + i : 0),
                version: random.Next(4) == 0 ? 1 : 2,
                knownTypes: () => family.Where(schema => schema.TypeCode != 0));
        }

        return family[0];
    }

    /// <summary>An object of a schema. Some of what it holds is shared, and it may contain itself.</summary>
    public SchemaObject NextObject(Schema schema, List<SchemaObject>? made = null, int depth = 0)
    {
        made ??= [];
        var instance = new SchemaObject(schema);
        made.Add(instance);
        double density = random.NextDouble();
        foreach (Slot slot in schema.Slots)
        {
            if (random.NextDouble() > density)
            {
                if (random.Next(2) == 0)
                {
                    instance[slot.Name] = null;
                }

                continue;
            }

            if (slot.Type.NestedSchema is { } nested)
            {
                SchemaObject[] known = [.. made.Where(other => other.Schema == nested)];
                instance[slot.Name] = depth >= MaxDepth || (known.Length > 0 && random.Next(2) == 0)
                    ? known.Length == 0 ? null : known[random.Next(known.Length)]
                    : NextObject(nested, made, depth + 1);
            }
            else
            {
                instance[slot.Name] = NextValue(slot.Type.EncodedKind, made);
            }
        }

        return instance;
    }

    private SlotType NextType(Schema[] family, int depth)
    {
        SlotKind kind = s_kinds[random.Next(s_kinds.Length)];
        if (kind == SlotKind.Struct)
        {
            int target = random.Next(family.Length);
            return SlotType.Struct(() => family[target]);
        }

        return kind == SlotKind.MappedList && depth == 0 && random.Next(2) == 0 ? SlotType.ListOf(NextType(family, depth + 1)) : SlotType.Of(kind);
    }

    private object NextValue(SlotKind kind, List<SchemaObject> made) => RandomNumbers.Next(kind, random) ?? kind switch
    {
        SlotKind.String => NextText(),
        SlotKind.Bytes => NextBytes(),
        SlotKind.Buffer => new ReadOnlyMemory<byte>(NextBytes()),
        SlotKind.MappedList => NextList(made),
        SlotKind.MappedSet => new HashSet<object> { random.Next(300), NextText(), (random.Next(3), NextText()) },
        SlotKind.MappedMap => new Dictionary<object, object?> { [NextText()] = random.Next(300), [random.Next(5)] = NextList(made), [(1, 2)] = null },
        SlotKind.NdArray => random.Next(2) == 0 ? NdArray.Create<int>([.. Enumerable.Range(0, 6)], 2, 3) : NdArray.Create<double>([random.NextDouble()], 1),
        SlotKind.Decimal => random.Next(2) == 0 ? (decimal)random.NextDouble() : new BigDecimal(BigInteger.Pow(7, random.Next(60)), random.Next(-40, 40), random.Next(2) == 0),
        SlotKind.DateTime => DateTime.UnixEpoch.AddMinutes(random.Next()),
        SlotKind.DateTimeTz => new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.FromMinutes(random.Next(-700, 700))),
        SlotKind.Date => DateOnly.FromDayNumber(random.Next(700_000)),
        _ => random.Next(4) switch
        {
            0 => random.Next(),
            1 => NextText(),
            2 => made.Find(instance => instance.Schema.TypeCode != 0) ?? (object)0.5,
            _ => NextList(made),
        },
    };

    private List<object?> NextList(List<SchemaObject> made) => random.Next(3) switch
    {
        0 => [random.Next(300), random.Next(300)],
        1 => [],
        _ => [NextText(), null, random.NextDouble(), ImmutableArray.Create(1, 2), made.Find(instance => instance.Schema.TypeCode != 0)],
    };

    private string NextText() => new((char)random.Next('a', 'z'), random.Next(20));

    private byte[] NextBytes()
    {
        byte[] bytes = new byte[random.Next(20)];
        random.NextBytes(bytes);
        return bytes;
    }
}
