using Microsoft.CodeAnalysis;
using SharedBuffers.Generators.Model;

namespace SharedBuffers.Generators;

/// <summary>Decides how the type of a member is stored, shown and cloned.</summary>
internal sealed partial class TypePlanner
{
    private const string Schemas = "global::SharedBuffers.Schemas.";
    private const string Values = "global::SharedBuffers.Values.";

    private static readonly Dictionary<SpecialType, (string Slot, int Size)> s_numbers = new()
    {
        [SpecialType.System_SByte] = ("Int8", 1),
        [SpecialType.System_Byte] = ("UInt8", 1),
        [SpecialType.System_Int16] = ("Int16", 2),
        [SpecialType.System_UInt16] = ("UInt16", 2),
        [SpecialType.System_Int32] = ("Int32", 4),
        [SpecialType.System_UInt32] = ("UInt32", 4),
        [SpecialType.System_Int64] = ("Int64", 8),
        [SpecialType.System_UInt64] = ("UInt64", 8),
        [SpecialType.System_Single] = ("Float32", 4),
        [SpecialType.System_Double] = ("Float64", 8),
    };

    /// <summary>The shared struct that is an element and has no typecode, when that is why there is no plan.</summary>
    public string? ElementWithoutTypeCode { get; private set; }

    /// <summary>The element of a set, or key of a dictionary, that has no stable hash, when that is why there is no plan.</summary>
    public string? ElementWithoutHash { get; private set; }

    /// <summary>The plan of a type, or null when it cannot be stored.</summary>
    public TypePlan? Plan(ITypeSymbol type)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            return PlanNullable(nullable.TypeArguments[0]);
        }

        return PlanScalar(type, isNullable: false) ?? PlanBytes(type) ?? PlanStruct(type) ?? PlanValue(type, isNullable: false) ?? PlanNdArray(type) ?? PlanCollection(type);
    }

    /// <summary>The plan of a type that can be null beside its own values: of <c>T?</c> for a value type, of the type itself for any other.</summary>
    public TypePlan? PlanNullable(ITypeSymbol type)
    {
        if (!type.IsValueType || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T)
        {
            return Plan(type);
        }

        if (PlanScalar(type, isNullable: true) is { } scalar)
        {
            return scalar with { NullTest = "$value$ is null", DefaultTest = "$value$ is null", Empty = "null" };
        }

        return PlanValue(type, isNullable: true) ?? (PlanStruct(type) is { } nested
            ? nested with { Write = nested.Write.Replace("$value$", "$value$.GetValueOrDefault()"), NullTest = "$value$ is null", DefaultTest = "$value$ is null", Empty = "null" }
            : null);
    }

    private static string Slot(string name) => $"{Schemas}SlotType.{name}";

    private static string NameOf(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    /// <summary>Numbers, bool, char and enums: the value lies in the object.</summary>
    private static TypePlan? PlanScalar(ITypeSymbol type, bool isNullable)
    {
        string name = NameOf(type);
        string mark = isNullable ? "?" : string.Empty;
        string method = isNullable ? "OrNull" : string.Empty;
        string value = isNullable ? "$value$.GetValueOrDefault()" : "$value$";
        string test = type.SpecialType == SpecialType.System_Boolean ? "!$value$" : "$value$ == default";
        string summary = isNullable ? "null when the slot is null or unset" : "the default of its type when the slot is unset";
        if (type.SpecialType == SpecialType.System_Boolean)
        {
            return new TypePlan(
                Slot("Bool"), 1, name + mark, $"_reference.GetBoolean{method}($at$)", $"writer.WriteBoolean($slot$, {value});", "$value$", null, test, "default", summary,
                "Boolean");
        }

        ITypeSymbol stored = type is INamedTypeSymbol { EnumUnderlyingType: { } underlying } ? underlying : type;
        (string slot, int size) = ("UInt16", 2);
        string number = "ushort";
        if (stored.SpecialType != SpecialType.System_Char)
        {
            if (!s_numbers.TryGetValue(stored.SpecialType, out (string, int) found))
            {
                return null;
            }

            (slot, size) = found;
            number = NameOf(stored);
        }

        bool isCast = number != name;
        string read = $"_reference.GetNumber{method}<{number}>($at$)";
        return new TypePlan(
            Slot(slot),
            size,
            name + mark,
            isCast ? $"({name}{mark}){read}" : read,
            $"writer.WriteNumber($slot$, {(isCast ? $"({number}){value}" : value)});",
            "$value$",
            null,
            test,
            "default",
            summary,
            $"Number<{number}>");
    }

    /// <summary>Text, bytes and values of any type.</summary>
    private static TypePlan? PlanBytes(ITypeSymbol type)
    {
        if (type.SpecialType == SpecialType.System_String)
        {
            return new TypePlan(
                Slot("String"), 8, $"{Values}SharedString", "_reference.GetString($at$)", "writer.WriteString($slot$, $value$);", "$walk$.Count($value$).ToString()",
                "$value$ is null", "$value$ is null", "string.Empty", "the null string when the slot is null or unset");
        }

        if (type.SpecialType == SpecialType.System_Object)
        {
            return new TypePlan(
                Slot("Object"), 8, $"{Values}SharedValue", "_reference.GetValue($at$)", "writer.WriteValue($slot$, $value$);",
                type.NullableAnnotation == NullableAnnotation.NotAnnotated ? "$walk$.ToObject($value$)!" : "$walk$.ToObject($value$)",
                "$value$ is null", "$value$ is null", "null!", "the null value when the slot is null or unset");
        }

        if (type is IArrayTypeSymbol { Rank: 1, ElementType.SpecialType: SpecialType.System_Byte })
        {
            return new TypePlan(
                Slot("Bytes"), 8, $"{Values}SharedBytes", "_reference.GetBytes($at$)", "writer.WriteBytes($slot$, $value$);", "$walk$.Count($value$).ToArray()",
                "$value$ is null", "$value$ is null", "[]", "the null byte string when the slot is null or unset");
        }

        return null;
    }

    /// <summary>Another shared struct, of one known schema.</summary>
    private static TypePlan? PlanStruct(ITypeSymbol type)
    {
        if (!SymbolFacts.IsSharedStruct(type))
        {
            return null;
        }

        string name = NameOf(type.WithNullableAnnotation(NullableAnnotation.NotAnnotated));
        bool isClass = type.IsReferenceType;
        return new TypePlan(
            $"{Schemas}SlotType.Struct(static () => {name}.Schema)",
            8,
            $"{name}.View?",
            $"_reference.GetObjectOrNull<{name}.View>($at$)",
            $"writer.WriteObject($slot$, $value$);",
            $"$value$.GetValueOrDefault().To{type.Name}($walk$)",
            isClass ? "$value$ is null" : null,
            isClass ? "$value$ is null" : $"global::{Generic}EqualityComparer<{name}>.Default.Equals($value$, default)",
            isClass ? "null!" : "default",
            "null when the slot is null or unset");
    }
}
