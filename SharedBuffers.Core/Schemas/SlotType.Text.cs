using System.Diagnostics.CodeAnalysis;

namespace SharedBuffers.Schemas;

/// <summary>The text form: what messages show and what the tool's <c>--schema</c> takes.</summary>
public sealed partial class SlotType
{
    /// <summary>How deep element types nest in text and in files: <c>list&lt;list&lt;int32&gt;&gt;</c> is 2.</summary>
    internal const int MaxAnnotationDepth = 8;

    private static readonly (string Name, SlotKind Kind)[] s_names =
    [
        ("bool", SlotKind.Bool), ("int8", SlotKind.Int8), ("uint8", SlotKind.UInt8), ("int16", SlotKind.Int16), ("uint16", SlotKind.UInt16),
        ("int32", SlotKind.Int32), ("uint32", SlotKind.UInt32), ("int64", SlotKind.Int64), ("uint64", SlotKind.UInt64), ("float32", SlotKind.Float32),
        ("float64", SlotKind.Float64), ("int", SlotKind.Int), ("float", SlotKind.Float), ("string", SlotKind.String), ("bytes", SlotKind.Bytes),
        ("buffer", SlotKind.Buffer), ("list", SlotKind.MappedList), ("proxied_list", SlotKind.ProxiedList), ("tuple", SlotKind.MappedTuple),
        ("proxied_tuple", SlotKind.ProxiedTuple), ("set", SlotKind.MappedSet), ("proxied_set", SlotKind.ProxiedSet), ("map", SlotKind.MappedMap),
        ("proxied_map", SlotKind.ProxiedMap), ("ndarray", SlotKind.NdArray), ("decimal", SlotKind.Decimal), ("datetime", SlotKind.DateTime),
        ("datetime_local", SlotKind.DateTimeLocal), ("datetime_utc", SlotKind.DateTimeUtc), ("datetime_tz", SlotKind.DateTimeTz),
        ("datetime_tz_local", SlotKind.DateTimeTzLocal), ("date", SlotKind.Date), ("object", SlotKind.Object),
    ];

    /// <summary>Reads the text form: <c>int32</c>, <c>string</c>, <c>list&lt;float64&gt;</c>, <c>map&lt;string, int64&gt;</c>…; nested schemas have no text form.</summary>
    /// <returns>False when the text is not a slot type.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out SlotType? type) => TryParse(text, 0, out type);

    /// <summary>The text form, which <see cref="TryParse(ReadOnlySpan{char}, out SlotType?)"/> reads back; a nested schema shows its name.</summary>
    public override string ToString()
    {
        if (Kind == SlotKind.Struct)
        {
            string name = NestedSchema!.Name;
            return name.Length == 0 ? "struct" : name;
        }

        string text = Array.Find(s_names, n => n.Kind == Kind).Name;
        return (KeyType, ElementType) switch
        {
            (null, null) => text,
            _ when EncodedKind == SlotKind.MappedMap => $"{text}<{(object?)KeyType ?? "object"}, {(object?)ElementType ?? "object"}>",
            _ => $"{text}<{ElementType}>",
        };
    }

    private static bool TryParse(ReadOnlySpan<char> text, int depth, [NotNullWhen(true)] out SlotType? type)
    {
        type = null;
        text = text.Trim();
        int open = text.IndexOf('<');
        if (!TryParseKind((open < 0 ? text : text[..open]).TrimEnd(), out SlotKind kind))
        {
            return false;
        }

        if (open < 0)
        {
            type = Of(kind);
            return true;
        }

        if (text[^1] != '>' || depth >= MaxAnnotationDepth || !IsCollection(kind))
        {
            return false;
        }

        ReadOnlySpan<char> inner = text[(open + 1)..^1];
        SlotType? key = null;
        if (EncodingOf(kind) == SlotKind.MappedMap)
        {
            int comma = FindComma(inner);
            if (comma < 0 || !TryParse(inner[..comma], depth + 1, out key))
            {
                return false;
            }

            inner = inner[(comma + 1)..];
        }

        if (!TryParse(inner, depth + 1, out SlotType? element))
        {
            return false;
        }

        type = new SlotType(kind, key, element);
        return true;
    }

    private static bool TryParseKind(ReadOnlySpan<char> text, out SlotKind kind)
    {
        foreach ((string name, SlotKind candidate) in s_names)
        {
            if (text.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                kind = candidate;
                return true;
            }
        }

        // The original's own words, because people who come from it type them.
        kind = text switch
        {
            "str" => SlotKind.String,
            "dict" => SlotKind.MappedMap,
            "frozenset" => SlotKind.MappedSet,
            "proxied_dict" => SlotKind.ProxiedMap,
            "proxied_frozenset" => SlotKind.ProxiedSet,
            "Decimal" => SlotKind.Decimal,
            _ => SlotKind.None,
        };
        return kind != SlotKind.None;
    }

    /// <summary>The comma between key and value type: not one inside angle brackets.</summary>
    private static int FindComma(ReadOnlySpan<char> text)
    {
        int depth = 0;
        for (int i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '<':
                    depth++;
                    break;
                case '>':
                    depth--;
                    break;
                case ',' when depth == 0:
                    return i;
            }
        }

        return -1;
    }
}
