using SharedBuffers.Memory;
using SharedBuffers.Packing;
using SharedBuffers.Schemas;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Support;

/// <summary>Packs and reads a tagged value as the class of the 1.x library that a vector names: <c>mapped_object</c> with its typecode, all others as bare payloads.</summary>
public static class TaggedPacker
{
    /// <summary>What a fresh context of the 1.x library shares: only short strings by their content.</summary>
    public static PackContext CreateContext(PackOptions? options = null) => new(new IdentityMap { ShareEqualStrings = false }, options ?? PackOptions.Compatible);

    /// <summary>Makes what the packers take of what the parser gives, keeping identities: arrays become <see cref="NdArray"/>.</summary>
    /// <param name="value">What the parser gave.</param>
    /// <param name="seen">What was made of which object so far.</param>
    /// <param name="schemas">Schemas of objects by name.</param>
    public static object? ToPackable(object? value, Dictionary<object, object>? seen = null, IReadOnlyDictionary<string, Schema>? schemas = null)
    {
        seen ??= new Dictionary<object, object>(ReferenceEqualityComparer.Instance);
        switch (value)
        {
            case TaggedObject tagged when schemas is not null:
                return seen.TryGetValue(tagged, out object? made) ? made : ToObject(tagged, seen, schemas);
            case TaggedNdArray array:
                if (!seen.TryGetValue(array, out object? nd))
                {
                    nd = TaggedNd.ToNdArray(array);
                    seen.Add(array, nd);
                }

                return nd;
            case TypedValue typed:
                return seen.TryGetValue(typed, out object? known) ? known : seen[typed] = new TypedValue(ToPackable(typed.Value, seen, schemas)!, typed.Code);
            case List<object?> list when seen.TryAdd(list, list):
                for (int i = 0; i < list.Count; i++)
                {
                    list[i] = ToPackable(list[i], seen, schemas);
                }

                return list;
            case System.Collections.Immutable.ImmutableArray<object?> tuple when seen.TryAdd(value, value):
                object?[] elements = System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsArray(tuple)!;
                for (int i = 0; i < elements.Length; i++)
                {
                    elements[i] = ToPackable(elements[i], seen, schemas);
                }

                return value;
            case Dictionary<object, object?> dictionary when seen.TryAdd(dictionary, dictionary):
                foreach (object key in dictionary.Keys.ToArray())
                {
                    ToPackable(key, seen, schemas);
                    dictionary[key] = ToPackable(dictionary[key], seen, schemas);
                }

                return dictionary;
            default:
                return value;
        }
    }

    /// <summary>Packs the payload, or the value for <c>mapped_object</c>.</summary>
    public static long Pack(PackContext context, string packer, object? value) => packer switch
    {
        "mapped_object" => ValuePacker.PackAny(context, value),
        "mapped_bytes" => ValuePacker.PackBytes(context, (byte[])value!),
        "mapped_unicode" => ValuePacker.PackString(context, (string)value!),
        "proxied_buffer" => ValuePacker.PackBuffer(context, ((ReadOnlyMemory<byte>)value!).Span),
        "mapped_tuple" or "mapped_list" or "proxied_tuple" or "proxied_list" => PackSequence(context, value!),
        "mapped_frozenset" or "proxied_frozenset" => PackSet(context, value!),
        "mapped_dict" or "proxied_dict" => ValuePacker.PackMap(context, (System.Collections.IDictionary)value!),
        "mapped_decimal" => ValuePacker.PackDecimal(context, (BigDecimal)value!),
        "mapped_datetime" or "mapped_datetime_utc" or "mapped_datetime_local" => ValuePacker.PackDateTime(context, (DateTimeOffset)value!),
        "mapped_datetime_tz" or "mapped_datetime_tz_local" => ValuePacker.PackDateTimeOffset(context, (DateTimeOffset)value!),
        "mapped_date" => ValuePacker.PackDate(context, (DateOnly)value!),
        "proxied_ndarray" => ValuePacker.PackNdArray(context, (NdArray)value!),
        _ => throw new FormatException($"Unknown packer '{packer}'"),
    };

    /// <summary>What the payload reads as, behind the typecode that the reader's class stands for.</summary>
    public static SharedValue Read(MemoryRegion region, string packer, long position)
    {
        Layout.ValueTypeCode code = packer switch
        {
            "mapped_bytes" => Layout.ValueTypeCode.Bytes,
            "mapped_unicode" => Layout.ValueTypeCode.String,
            "proxied_buffer" => Layout.ValueTypeCode.Buffer,
            "mapped_tuple" or "proxied_tuple" => Layout.ValueTypeCode.MappedTuple,
            "mapped_list" or "proxied_list" => Layout.ValueTypeCode.MappedList,
            "mapped_frozenset" or "proxied_frozenset" => Layout.ValueTypeCode.MappedSet,
            "mapped_dict" or "proxied_dict" => Layout.ValueTypeCode.MappedMap,
            "mapped_decimal" => Layout.ValueTypeCode.Decimal,
            "mapped_date" => Layout.ValueTypeCode.Date,
            "proxied_ndarray" => Layout.ValueTypeCode.NdArray,
            _ => Layout.ValueTypeCode.DateTime,
        };
        return packer == "mapped_object" ? SharedValue.Read(region, position) : new SharedValue(region, code, position);
    }

    private static SchemaObject ToObject(TaggedObject tagged, Dictionary<object, object> seen, IReadOnlyDictionary<string, Schema> schemas)
    {
        var result = new SchemaObject(schemas[tagged.Schema]);
        seen.Add(tagged, result);
        foreach ((string name, object? field) in tagged.Fields)
        {
            object? packable = ToPackable(field, seen, schemas);
            SlotKind kind = result.Schema.Slots[result.Schema.IndexOf(name)].Type.EncodedKind;
            result[name] = (packable, kind) is (NdArray numbers, SlotKind.MappedList or SlotKind.MappedSet) ? ToNumbers(numbers) : packable;
        }

        return result;
    }

    /// <summary>A numpy array given to a list or set is what an array of numbers is here.</summary>
    private static Array ToNumbers(NdArray array)
    {
        var capture = new Capture();
        TaggedNd.Pack(array, capture);
        return capture.Numbers;
    }

    private static long PackSequence(PackContext context, object value) => value switch
    {
        NdArray array => TaggedNd.Pack(array, new SequenceOfNumbers(context)),
        _ => ValuePacker.PackSequenceObject(context, value),
    };

    private static long PackSet(PackContext context, object value) => value switch
    {
        NdArray array => TaggedNd.Pack(array, new SetOfNumbers(context)),
        _ => ValuePacker.PackSetObject(context, value),
    };

    private readonly struct SequenceOfNumbers(PackContext context) : TaggedNd.IUse
    {
        public long Use<T>(T[] numbers) => ValuePacker.PackSequence(context, numbers);
    }

    private readonly struct SetOfNumbers(PackContext context) : TaggedNd.IUse
    {
        public long Use<T>(T[] numbers) => ValuePacker.PackSet(context, numbers);
    }

    private sealed class Capture : TaggedNd.IUse
    {
        public Array Numbers { get; private set; } = Array.Empty<byte>();

        public long Use<T>(T[] numbers)
        {
            Numbers = numbers;
            return 0;
        }
    }
}
