using Microsoft.CodeAnalysis;
using SharedBuffers.Generators.Model;

namespace SharedBuffers.Generators;

/// <summary>Times, decimals, identifiers, tuples and arrays of several dimensions.</summary>
internal sealed partial class TypePlanner
{
    private const int MaxRank = 4;

    /// <summary>Types of one value that are read as themselves, or as a view of any precision.</summary>
    private TypePlan? PlanValue(ITypeSymbol type, bool isNullable)
    {
        string value = isNullable ? "$value$.GetValueOrDefault()" : "$value$";
        TypePlan? plan = FullNameOf(type) switch
        {
            "decimal" => Read("Decimal", "decimal", "Decimal", $"WriteDecimal($slot$, {value})", isNullable),
            "System.DateTime" => Read("DateTime", "global::System.DateTime", "DateTime", $"WriteDateTime($slot$, {value})", isNullable),
            "System.DateTimeOffset" => Read("DateTimeTz", "global::System.DateTimeOffset", "DateTimeOffset", $"WriteDateTimeOffset($slot$, {value})", isNullable),
            "SharedBuffers.Values.StoredInstant" => Read("DateTimeTz", Values + "StoredInstant", "Instant", $"WriteInstant($slot$, {value})", isNullable),
            "System.DateOnly" => Read("Date", "global::System.DateOnly", "Date", $"WriteDate($slot$, {value})", isNullable),
            "System.Guid" => Read("Bytes", "global::System.Guid", "Guid", $"WriteGuid($slot$, {value})", isNullable),
            "System.Numerics.Complex" => Read("NdArray", "global::System.Numerics.Complex", "Complex", $"WriteComplex($slot$, {value})", isNullable),
            "System.TimeSpan" => PlanTicks(value, isNullable),
            "System.Half" => PlanHalf(value, isNullable),
            "System.Numerics.BigInteger" => Show("Decimal", "SharedDecimal", "Decimal", $"WriteDecimal($slot$, {value})", "$walk$.ToBigInteger($value$)"),
            "System.Int128" or "System.UInt128" => Show(
                "Decimal", "SharedDecimal", "Decimal", $"WriteDecimal($slot$, (global::System.Numerics.BigInteger){value})", $"$walk$.ToInteger<{NameOf(type)}>($value$)"),
            "SharedBuffers.Values.BigDecimal" => Show("Decimal", "SharedDecimal", "Decimal", $"WriteDecimal($slot$, {value})", "$walk$.Count($value$).ToBigDecimal()"),
            "System.ReadOnlyMemory<T>" when ((INamedTypeSymbol)type).TypeArguments[0].SpecialType == SpecialType.System_Byte => Show(
                "Buffer", "SharedBytes", "Buffer", $"WriteBuffer($slot$, {value})", "$walk$.Count($value$).ToArray()", defaultTest: "$value$.IsEmpty"),
            _ when type is INamedTypeSymbol { IsTupleType: true } tuple && ConvertTuple(tuple, 0, isHashed: false) is { } convert => Show(
                "Tuple", "SharedTuple", "Tuple", $"WriteTuple($slot$, {value})", convert.Replace("$e$", "$value$")),
            _ => null,
        };
        return isNullable && plan is not null ? plan with { NullTest = "$value$ is null", DefaultTest = "$value$ is null", Empty = "null" } : plan;
    }

    /// <summary>Arrays of two to four dimensions, and arrays of any shape and type.</summary>
    private static TypePlan? PlanNdArray(ITypeSymbol type)
    {
        string? convert = FullNameOf(type) == "SharedBuffers.Values.NdArray" ? "$walk$.Count($e$).ToNdArray()" : ConvertRectangular(type);
        if (convert is null)
        {
            return null;
        }

        string empty = type is IArrayTypeSymbol array
            ? $"new {NameOf(array.ElementType)}[{string.Join(", ", Enumerable.Repeat("0", array.Rank))}]"
            : "null!";
        return Show("NdArray", "SharedNdArray", "NdArray", "WriteNdArray($slot$, $value$)", convert.Replace("$e$", "$value$")) with
        {
            NullTest = "$value$ is null",
            DefaultTest = "$value$ is null",
            Empty = empty,
        };
    }

    /// <summary>How a rectangular array is copied from the view <c>$e$</c>; null for any other type.</summary>
    private static string? ConvertRectangular(ITypeSymbol type)
    {
        if (type is not IArrayTypeSymbol { Rank: > 1 and <= MaxRank } array)
        {
            return null;
        }

        ITypeSymbol element = array.ElementType;
        bool isNumber = s_numbers.ContainsKey(element.SpecialType) || element.SpecialType == SpecialType.System_Boolean
            || FullNameOf(element) is "System.Half" or "System.Numerics.Complex";
        return isNumber ? $"$walk$.Count($e$).ToArray{array.Rank}D<{NameOf(element)}>()" : null;
    }

    /// <summary>A type that the view's property has too.</summary>
    private static TypePlan Read(string slot, string name, string method, string write, bool isNullable) => new(
        Slot(slot),
        8,
        name + (isNullable ? "?" : string.Empty),
        $"_reference.Get{method}OrNull($at$){(isNullable ? string.Empty : ".GetValueOrDefault()")}",
        $"writer.{write};",
        "$value$",
        null,
        "$value$ == default",
        "default",
        isNullable ? "null when the slot is null or unset" : "the default of its type when the slot is unset");

    /// <summary>A type that the view shows as a view of it.</summary>
    private static TypePlan Show(string slot, string view, string method, string write, string convert, string defaultTest = "$value$.Equals(default)") => new(
        Slot(slot),
        8,
        Values + view,
        $"_reference.Get{method}($at$)",
        $"writer.{write};",
        convert,
        null,
        defaultTest,
        "default",
        "the null value when the slot is null or unset");

    private static TypePlan PlanTicks(string value, bool isNullable) => new(
        Slot("Int64"),
        8,
        isNullable ? "global::System.TimeSpan?" : "global::System.TimeSpan",
        isNullable
            ? "_reference.GetNumberOrNull<long>($at$) is { } ticks ? new global::System.TimeSpan(ticks) : null"
            : "new global::System.TimeSpan(_reference.GetNumber<long>($at$))",
        $"writer.WriteNumber($slot$, {value}.Ticks);",
        "$value$",
        null,
        "$value$ == default",
        "default",
        isNullable ? "null when the slot is null or unset" : "zero when the slot is unset");

    private static TypePlan PlanHalf(string value, bool isNullable) => new(
        Slot("Float32"),
        4,
        isNullable ? "global::System.Half?" : "global::System.Half",
        isNullable ? "(global::System.Half?)_reference.GetNumberOrNull<float>($at$)" : "(global::System.Half)_reference.GetNumber<float>($at$)",
        $"writer.WriteNumber($slot$, (float){value});",
        "$value$",
        null,
        "$value$ == default",
        "default",
        isNullable ? "null when the slot is null or unset" : "zero when the slot is unset");
}
