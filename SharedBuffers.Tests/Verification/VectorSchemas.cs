using System.Globalization;
using System.Text.Json;
using SharedBuffers.Schemas;

namespace SharedBuffers.Tests.Verification;

/// <summary>Schemas as the golden vectors describe them: slots by the names of the original library's types, nested ones as <c>@Name</c>.</summary>
internal static class VectorSchemas
{
    /// <summary>The schema of one line: <paramref name="schema"/> with the named <paramref name="others"/> known to it.</summary>
    public static Schema Read(JsonElement schema, JsonElement? others) => ReadAll(schema, others)[""];

    /// <summary>All schemas of one line by their names; the one of the object itself has the empty name.</summary>
    public static IReadOnlyDictionary<string, Schema> ReadAll(JsonElement schema, JsonElement? others)
    {
        var named = new Dictionary<string, Schema>();
        if (others is { } table)
        {
            foreach (JsonProperty other in table.EnumerateObject())
            {
                named.Add(other.Name, Create(other.Value, named, other.Name));
            }
        }

        return new Dictionary<string, Schema>(named) { [""] = Create(schema, named, "") };
    }

    /// <summary>Kind of a type by the original's name, with or without <c>mapped_</c>.</summary>
    public static SlotKind KindOf(string name) => name switch
    {
        "bool" => SlotKind.Bool,
        "int8" => SlotKind.Int8,
        "uint8" => SlotKind.UInt8,
        "int16" => SlotKind.Int16,
        "uint16" => SlotKind.UInt16,
        "int32" => SlotKind.Int32,
        "uint32" => SlotKind.UInt32,
        "int64" => SlotKind.Int64,
        "uint64" => SlotKind.UInt64,
        "int" => SlotKind.Int,
        "float32" => SlotKind.Float32,
        "float64" => SlotKind.Float64,
        "float" => SlotKind.Float,
        "str" or "mapped_unicode" => SlotKind.String,
        "bytes" or "mapped_bytes" => SlotKind.Bytes,
        "buffer" or "proxied_buffer" => SlotKind.Buffer,
        "list" or "mapped_list" => SlotKind.MappedList,
        "proxied_list" => SlotKind.ProxiedList,
        "tuple" or "mapped_tuple" => SlotKind.MappedTuple,
        "proxied_tuple" => SlotKind.ProxiedTuple,
        "frozenset" or "mapped_frozenset" => SlotKind.MappedSet,
        "proxied_frozenset" => SlotKind.ProxiedSet,
        "dict" or "mapped_dict" => SlotKind.MappedMap,
        "proxied_dict" => SlotKind.ProxiedMap,
        "ndarray" or "proxied_ndarray" => SlotKind.NdArray,
        "Decimal" or "mapped_decimal" => SlotKind.Decimal,
        "datetime" or "mapped_datetime" => SlotKind.DateTime,
        "mapped_datetime_local" => SlotKind.DateTimeLocal,
        "mapped_datetime_utc" => SlotKind.DateTimeUtc,
        "mapped_datetime_tz" => SlotKind.DateTimeTz,
        "mapped_datetime_tz_local" => SlotKind.DateTimeTzLocal,
        "date" or "mapped_date" => SlotKind.Date,
        "object" or "mapped_object" => SlotKind.Object,
        _ => throw new ArgumentException($"unknown type {name}", nameof(name)),
    };

    private static Schema Create(JsonElement schema, Dictionary<string, Schema> named, string name)
    {
        var slots = new List<Slot>();
        foreach (JsonProperty slot in schema.GetProperty("slots").EnumerateObject())
        {
            string type = slot.Value.GetString()!;
            slots.Add(new Slot(slot.Name, type[0] == '@' ? SlotType.Struct(() => named[type[1..]]) : SlotType.Of(KindOf(type))));
        }

        return new Schema(
            slots,
            name,
            schema.TryGetProperty("alignment", out JsonElement alignment) ? alignment.GetInt32() : 8,
            schema.TryGetProperty("typecode", out JsonElement code) ? byte.Parse(code.GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture) : (byte)0,
            version: schema.TryGetProperty("version", out JsonElement version) ? version.GetInt32() : Schema.CurrentVersion,
            knownTypes: () => named.Values);
    }
}
