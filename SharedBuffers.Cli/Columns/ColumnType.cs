using System.Diagnostics.CodeAnalysis;
using SharedBuffers.Schemas;

namespace SharedBuffers.Cli.Columns;

/// <summary>Type of a column, out of those that text inputs can carry: <c>int32</c>, <c>list&lt;string&gt;</c>, <c>set&lt;uint64&gt;</c>.</summary>
/// <param name="Kind">Kind of the value, or of the elements.</param>
/// <param name="Shape">One value, or several.</param>
internal readonly record struct ColumnType(SlotKind Kind, ColumnShape Shape = ColumnShape.Scalar)
{
    /// <summary>The types that <c>--schema</c> takes, for messages and help.</summary>
    public const string Names = "bool, int8, int16, int32, int64, uint8, uint16, uint32, uint64, float32, float64, string, bytes, list<…> and set<…>";

    public bool IsInteger => IsIntegerKind(Kind) && Shape == ColumnShape.Scalar;

    /// <summary>Type of the slot that holds the column.</summary>
    public SlotType SlotType => Shape switch
    {
        ColumnShape.List => SlotType.ListOf(SlotType.Of(Kind)),
        ColumnShape.Set => SlotType.SetOf(SlotType.Of(Kind)),
        _ => SlotType.Of(Kind),
    };

    public static bool IsIntegerKind(SlotKind kind) => kind is >= SlotKind.Int8 and <= SlotKind.UInt64;

    /// <summary>Reads a type as <c>--schema</c> spells it.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ColumnType type, [NotNullWhen(false)] out string? error)
    {
        type = default;
        if (!SlotType.TryParse(text, out SlotType? slot))
        {
            error = $"unknown type '{text.Trim()}'; the types are {Names}";
            return false;
        }

        SlotKind kind = slot.EncodedKind;
        error = null;
        switch (kind)
        {
            case SlotKind.MappedList or SlotKind.MappedSet:
                SlotKind element = slot.ElementType?.EncodedKind ?? SlotKind.None;
                type = new ColumnType(element, kind == SlotKind.MappedList ? ColumnShape.List : ColumnShape.Set);
                if (element is not (SlotKind.String or SlotKind.Float32 or SlotKind.Float64) && !IsIntegerKind(element))
                {
                    error = $"'{slot}' cannot be read from text: lists and sets name what they hold, which is numbers or strings, as in list<int32>";
                }

                break;
            case <= SlotKind.Float64 or SlotKind.String or SlotKind.Bytes:
                type = new ColumnType(kind);
                break;
            default:
                error = $"'{slot}' cannot be read from text; the types are {Names}";
                break;
        }

        return error is null;
    }

    public override string ToString() => SlotType.ToString();
}
