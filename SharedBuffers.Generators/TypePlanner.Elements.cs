using Microsoft.CodeAnalysis;

namespace SharedBuffers.Generators;

/// <summary>Types inside collections. Elements carry their own types in files; what a reader makes of them is decided here.</summary>
internal sealed partial class TypePlanner
{
    /// <summary>A type inside a collection. Elements of sets and keys of maps are found by their stable hash, which not every type has.</summary>
    /// <param name="type">Type of the element.</param>
    /// <param name="depth">How deep collections nest.</param>
    /// <param name="isHashed">Whether it is the element of a set or the key of a map.</param>
    private ElementPlan? PlanElement(ITypeSymbol type, int depth, bool isHashed)
    {
        bool isNullable = type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T };
        ITypeSymbol value = isNullable ? ((INamedTypeSymbol)type).TypeArguments[0] : type;
        string mark = isNullable ? "?" : string.Empty;
        if (value.SpecialType == SpecialType.System_Boolean || s_numbers.ContainsKey(value.SpecialType))
        {
            string slot = value.SpecialType == SpecialType.System_Boolean ? "Bool" : s_numbers[value.SpecialType].Slot;
            return new ElementPlan(Slot(slot), NameOf(type), "$e$");
        }

        if (value is INamedTypeSymbol { EnumUnderlyingType: { } underlying })
        {
            return new ElementPlan(Slot(s_numbers[underlying.SpecialType].Slot), NameOf(underlying) + mark, $"({NameOf(value)}{mark})$e$");
        }

        bool canBeNull = isNullable || (type.IsReferenceType && type.NullableAnnotation != NullableAnnotation.NotAnnotated);
        string orNull = canBeNull ? "$e$.IsNull ? null : " : string.Empty;
        if (type.SpecialType == SpecialType.System_String)
        {
            return new ElementPlan(Slot("String"), $"{Values}SharedString", orNull + "$walk$.Count($e$).ToString()");
        }

        if (type is IArrayTypeSymbol { Rank: 1, ElementType.SpecialType: SpecialType.System_Byte })
        {
            return new ElementPlan(Slot("Bytes"), $"{Values}SharedBytes", orNull + "$walk$.Count($e$).ToArray()");
        }

        if (type.SpecialType == SpecialType.System_Object)
        {
            return new ElementPlan(Slot("Object"), $"{Values}SharedValue", canBeNull ? "$walk$.ToObject($e$)" : "$walk$.ToObject($e$)!");
        }

        if (value is INamedTypeSymbol { IsTupleType: true } tuple)
        {
            string cast = isNullable ? $"({NameOf(type)})" : string.Empty;
            return ConvertTuple(tuple, depth, isHashed) is { } convert ? new ElementPlan(Slot("Tuple"), $"{Values}SharedTuple", orNull + cast + convert) : null;
        }

        if ((PlanElementValue(value, mark, orNull) ?? PlanElementStruct(type, value) ?? PlanElementCollection(type, depth, orNull)) is not { } plan)
        {
            return null;
        }

        if (isHashed)
        {
            ElementWithoutHash = value.Name.Length == 0 ? value.ToDisplayString() : value.Name;
            return null;
        }

        return plan;
    }

    /// <summary>Types of one value that have no stable hash.</summary>
    private static ElementPlan? PlanElementValue(ITypeSymbol type, string mark, string orNull) => FullNameOf(type) switch
    {
        "decimal" => new ElementPlan(Slot("Decimal"), "decimal" + mark, "$e$"),
        "System.DateTime" => new ElementPlan(Slot("DateTime"), "global::System.DateTime" + mark, "$e$"),
        "System.DateTimeOffset" => new ElementPlan(Slot("DateTime"), "global::System.DateTimeOffset" + mark, "$e$"),
        "SharedBuffers.Values.StoredInstant" => new ElementPlan(Slot("DateTime"), $"{Values}StoredInstant" + mark, "$e$"),
        "System.DateOnly" => new ElementPlan(Slot("Date"), "global::System.DateOnly" + mark, "$e$"),
        "System.Half" => new ElementPlan(Slot("Float32"), "float" + mark, $"(global::System.Half{mark})$e$"),
        "System.Guid" => new ElementPlan(Slot("Bytes"), $"{Values}SharedBytes", mark.Length == 0 ? "$e$.ToGuid()" : orNull + "(global::System.Guid?)$e$.ToGuid()"),
        "System.TimeSpan" when mark.Length == 0 => new ElementPlan(Slot("Int64"), "long", "new global::System.TimeSpan($e$)"),
        "System.TimeSpan" => new ElementPlan(
            Slot("Int64"), "long?", "$e$ == null ? (global::System.TimeSpan?)null : new global::System.TimeSpan($e$.GetValueOrDefault())"),
        "SharedBuffers.Values.BigDecimal" => new ElementPlan(
            Slot("Decimal"), $"{Values}SharedDecimal", mark.Length == 0 ? "$walk$.Count($e$).ToBigDecimal()" : orNull + $"({Values}BigDecimal?)$walk$.Count($e$).ToBigDecimal()"),
        "SharedBuffers.Values.NdArray" => new ElementPlan(Slot("NdArray"), $"{Values}SharedNdArray", orNull + "$walk$.Count($e$).ToNdArray()"),
        _ => null,
    };

    private ElementPlan? PlanElementCollection(ITypeSymbol type, int depth, string orNull)
    {
        if (ConvertRectangular(type) is { } rectangular)
        {
            return new ElementPlan(Slot("NdArray"), $"{Values}SharedNdArray", orNull + rectangular);
        }

        return (PlanSequence(type, depth) ?? PlanMap(type, depth)) is { } nested ? new ElementPlan(nested.SlotType, nested.ViewType, orNull + nested.Convert) : null;
    }

    private ElementPlan? PlanElementStruct(ITypeSymbol type, ITypeSymbol value)
    {
        if (!SymbolFacts.IsSharedStruct(value))
        {
            return null;
        }

        if (!SymbolFacts.HasTypeCode(value))
        {
            ElementWithoutTypeCode = value.Name;
            return null;
        }

        string name = NameOf(value.WithNullableAnnotation(NullableAnnotation.NotAnnotated));
        bool isNullable = !SymbolEqualityComparer.Default.Equals(type, value);
        string orNull = isNullable ? $"$e$.IsDefault ? null : ({name}?)"
            : !type.IsReferenceType ? string.Empty
            : type.NullableAnnotation == NullableAnnotation.NotAnnotated ? "$e$.IsDefault ? null! : "
            : "$e$.IsDefault ? null : ";
        return new ElementPlan($"{Schemas}SlotType.Struct(static () => {name}.Schema)", $"{name}.View", $"{orNull}$e$.To{value.Name}($walk$)");
    }

    /// <summary>A tuple literal whose elements are read from the view <c>$e$</c>.</summary>
    private string? ConvertTuple(INamedTypeSymbol tuple, int depth, bool isHashed)
    {
        var elements = new List<string>();
        foreach (IFieldSymbol field in tuple.TupleElements)
        {
            if (depth > MaxDepth || PlanElement(field.Type, depth + 1, isHashed) is not { } element)
            {
                return null;
            }

            elements.Add($"({element.Convert.Replace("$e$", $"$e$.Get<{element.ViewType}>({elements.Count})")})");
        }

        return $"({string.Join(", ", elements)})";
    }

    /// <param name="SlotType">Expression that makes the slot type.</param>
    /// <param name="ViewType">What the view shows.</param>
    /// <param name="Convert">Expression that makes the C# type from the view <c>$e$</c>; just that when they are the same.</param>
    private sealed record ElementPlan(string SlotType, string ViewType, string Convert);
}
