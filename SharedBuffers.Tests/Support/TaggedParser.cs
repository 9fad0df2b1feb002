using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;
using SharedBuffers.Layout;
using SharedBuffers.Packing;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Support;

/// <summary>
/// Makes .NET objects of the tagged JSON values in the vectors. One parser keeps the objects that its values refer to by id, so each value (or object) needs its own.
/// </summary>
/// <remarks>
/// null, bool, string, byte[], <see cref="ReadOnlyMemory{T}"/> (buffer), long or <see cref="BigInteger"/>, double, <see cref="List{T}"/> of object, <see cref="ImmutableArray{T}"/> of
/// object (tuple), <see cref="HashSet{T}"/> of object, <see cref="Dictionary{TKey,TValue}"/> of object in insertion order with <see cref="DBNull"/> as the null key,
/// <see cref="BigDecimal"/>, <see cref="DateOnly"/>, <see cref="DateTimeOffset"/>, <see cref="TaggedNdArray"/>, <see cref="TaggedObject"/>, <see cref="TypedValue"/>.
/// Sets and dictionaries compare by reference: every element of a vector is a different one.
/// </remarks>
public sealed class TaggedParser
{
    private readonly Dictionary<int, object> _byId = [];

    public static object? ParseOne(JsonElement value) => new TaggedParser().Parse(value);

    public object? Parse(JsonElement value)
    {
        int? id = null;
        JsonProperty tag = default;
        foreach (JsonProperty property in value.EnumerateObject())
        {
            if (property.NameEquals("id"))
            {
                id = property.Value.GetInt32();
            }
            else
            {
                tag = property;
            }
        }

        object? result = Make(tag.Name, tag.Value, id);
        if (id is { } key && result is not null)
        {
            _byId[key] = result;
        }

        return result;
    }

    private object? Make(string tag, JsonElement value, int? id)
    {
        switch (tag)
        {
            case "none":
                return null;
            case "bool":
                return value.GetBoolean();
            case "s":
                // A copy: equal strings of a vector are different objects unless a ref says otherwise.
                return new string(value.GetString()!.AsSpan());
            case "b":
                return Convert.FromHexString(value.GetString()!);
            case "buf":
                return new ReadOnlyMemory<byte>(Convert.FromHexString(value.GetString()!));
            case "i":
                BigInteger integer = BigInteger.Parse(value.GetString()!, CultureInfo.InvariantCulture);
                return integer >= long.MinValue && integer <= long.MaxValue ? (object)(long)integer : integer;
            case "f":
                return HexFloat.Parse(value.GetString()!);
            case "list":
                var list = new List<object?>(value.GetArrayLength());
                Register(id, list);
                list.AddRange(value.EnumerateArray().Select(Parse));
                return list;
            case "tuple":
                return MakeTuple(value, id);
            case "set":
                return value.EnumerateArray().Select(Parse).ToHashSet(ReferenceEqualityComparer.Instance);
            case "dict":
                return MakeDictionary(value, id);
            case "dec":
                return BigDecimal.Parse(value.GetString()!, CultureInfo.InvariantCulture);
            case "date":
                return DateOnly.ParseExact(value.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture);
            case "dt":
                return DateTimeOffset.Parse(value.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            case "nd":
                return new TaggedNdArray(
                    value.GetProperty("dtype").Clone(),
                    [.. value.GetProperty("shape").EnumerateArray().Select(e => e.GetInt32())],
                    Convert.FromHexString(value.GetProperty("data").GetString()!));
            case "obj":
                return MakeObject(value, id);
            case "typed":
                return new TypedValue(Parse(value.GetProperty("v"))!, CodeOf(value.GetProperty("t").GetString()!));
            case "ref":
                return _byId[value.GetInt32()];
            default:
                throw new FormatException($"Unknown tag '{tag}'");
        }
    }

    private object MakeTuple(JsonElement value, int? id)
    {
        var elements = new object?[value.GetArrayLength()];

        // Boxed and registered before it is filled: a list inside may refer to the tuple around it.
        object tuple = ImmutableCollectionsMarshal.AsImmutableArray(elements);
        Register(id, tuple);
        int i = 0;
        foreach (JsonElement element in value.EnumerateArray())
        {
            elements[i++] = Parse(element);
        }

        return tuple;
    }

    private Dictionary<object, object?> MakeDictionary(JsonElement value, int? id)
    {
        var dictionary = new Dictionary<object, object?>(ReferenceEqualityComparer.Instance);
        Register(id, dictionary);
        foreach (JsonElement pair in value.EnumerateArray())
        {
            dictionary.Add(Parse(pair[0]) ?? DBNull.Value, Parse(pair[1]));
        }

        return dictionary;
    }

    private TaggedObject MakeObject(JsonElement value, int? id)
    {
        var result = new TaggedObject(value.GetProperty("schema").GetString()!, []);
        Register(id, result);
        foreach (JsonProperty field in value.GetProperty("fields").EnumerateObject())
        {
            result.Fields[field.Name] = Parse(field.Value);
        }

        return result;
    }

    private void Register(int? id, object value)
    {
        if (id is { } key)
        {
            _byId[key] = value;
        }
    }

    private static ValueTypeCode CodeOf(string name) => name switch
    {
        "int8" => ValueTypeCode.Int8,
        "uint8" => ValueTypeCode.UInt8,
        "int16" => ValueTypeCode.Int16,
        "uint16" => ValueTypeCode.UInt16,
        "int32" => ValueTypeCode.Int32,
        "uint32" => ValueTypeCode.UInt32,
        "int64" => ValueTypeCode.Int64,
        "uint64" => ValueTypeCode.UInt64,
        "float32" => ValueTypeCode.Float32,
        "float64" => ValueTypeCode.Float64,
        "bool" => ValueTypeCode.Bool,
        "proxied_list" => ValueTypeCode.ProxiedList,
        "proxied_tuple" => ValueTypeCode.ProxiedTuple,
        "proxied_frozenset" => ValueTypeCode.ProxiedSet,
        "proxied_dict" => ValueTypeCode.ProxiedMap,
        _ => throw new FormatException($"Unknown forced type '{name}'"),
    };
}
