using Microsoft.CodeAnalysis;
using SharedBuffers.Generators.Model;

namespace SharedBuffers.Generators;

/// <summary>Lists, sets and maps. Their elements carry their own types in files, so that one call packs any of them; views and clones are typed here.</summary>
internal sealed partial class TypePlanner
{
    private const int MaxDepth = 8;
    private const string Generic = "System.Collections.Generic.";
    private const string Immutable = "System.Collections.Immutable.";
    private const string Frozen = "System.Collections.Frozen.";

    private static readonly HashSet<string> s_lists =
    [
        Generic + "List<T>", Generic + "IList<T>", Generic + "ICollection<T>", Generic + "IEnumerable<T>", Generic + "IReadOnlyList<T>",
        Generic + "IReadOnlyCollection<T>", Immutable + "ImmutableArray<T>", Immutable + "ImmutableList<T>",
    ];

    private static readonly HashSet<string> s_sets =
    [
        Generic + "HashSet<T>", Generic + "ISet<T>", Generic + "IReadOnlySet<T>", Generic + "SortedSet<T>", Immutable + "ImmutableHashSet<T>", Frozen + "FrozenSet<T>",
    ];

    private static string? FullNameOf(ITypeSymbol type) => (type as INamedTypeSymbol)?.OriginalDefinition.ToDisplayString();

    private TypePlan? PlanCollection(ITypeSymbol type)
    {
        if (PlanSequence(type, 0) is not { } plan)
        {
            return null;
        }

        string test = FullNameOf(type) == Immutable + "ImmutableArray<T>" ? "$value$.IsDefault" : "$value$ is null";
        string kind = plan.IsSet ? "Set" : "List";
        return new TypePlan(
            plan.SlotType,
            8,
            plan.ViewType,
            $"_reference.Get{kind}<{plan.ElementViewType}>($at$)",
            $"writer.Write{kind}($slot$, $value$);",
            plan.Convert.Replace("$e$", "$value$"),
            test,
            test,
            plan.Empty,
            "the null collection, which is empty, when the slot is null or unset");
    }

    /// <summary>A list or set, as a member or inside another collection.</summary>
    private SequencePlan? PlanSequence(ITypeSymbol type, int depth)
    {
        string? name = FullNameOf(type);
        bool isSet = name is not null && s_sets.Contains(name);
        ITypeSymbol? item = type is IArrayTypeSymbol { Rank: 1 } array ? array.ElementType
            : isSet || (name is not null && s_lists.Contains(name)) ? ((INamedTypeSymbol)type).TypeArguments[0]
            : null;
        if (item is null || depth > MaxDepth || PlanElement(item, depth + 1, isSet) is not { } element)
        {
            return null;
        }

        string kind = isSet ? "Set" : "List";
        string memberItem = item.ToDisplayString(SymbolFacts.NullableFormat);
        string variable = "e" + depth;
        string items = element.Convert == "$e$"
            ? "$e$"
            : $"global::System.Linq.Enumerable.Select($e$, {variable} => {element.Convert.Replace("$e$", variable)})";
        bool isInterfaceOfSet = isSet && type.TypeKind == TypeKind.Interface;
        bool isFrozen = name == Frozen + "FrozenSet<T>";
        string convert = isFrozen ? $"global::{Frozen}FrozenSet.ToFrozenSet({items})"
            : isInterfaceOfSet ? $"new global::{Generic}HashSet<{memberItem}>({items})"
            : $"({type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(SymbolFacts.NullableFormat)})[.. {items}]";
        string empty = isFrozen ? $"global::{Frozen}FrozenSet<{memberItem}>.Empty"
            : isInterfaceOfSet ? $"new global::{Generic}HashSet<{memberItem}>()"
            : "[]";
        return new SequencePlan(isSet, $"{Schemas}SlotType.{kind}Of({element.SlotType})", $"{Values}Shared{kind}<{element.ViewType}>", element.ViewType, convert, empty);
    }

    /// <summary>A type inside a collection. Elements of sets are found by their hash, which collections do not have.</summary>
    private ElementPlan? PlanElement(ITypeSymbol type, int depth, bool inSet)
    {
        bool isNullable = type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T };
        ITypeSymbol number = isNullable ? ((INamedTypeSymbol)type).TypeArguments[0] : type;
        if (number.SpecialType == SpecialType.System_Boolean || s_numbers.ContainsKey(number.SpecialType))
        {
            string slot = number.SpecialType == SpecialType.System_Boolean ? "Bool" : s_numbers[number.SpecialType].Slot;
            return new ElementPlan(Slot(slot), NameOf(type), "$e$");
        }

        bool canBeNull = type.IsReferenceType && type.NullableAnnotation != NullableAnnotation.NotAnnotated;
        string orNull = canBeNull ? "$e$.IsNull ? null : " : string.Empty;
        if (type.SpecialType == SpecialType.System_String)
        {
            return new ElementPlan(Slot("String"), $"{Values}SharedString", orNull + "$e$.ToString()");
        }

        if (type is IArrayTypeSymbol { Rank: 1, ElementType.SpecialType: SpecialType.System_Byte })
        {
            return new ElementPlan(Slot("Bytes"), $"{Values}SharedBytes", orNull + "$e$.ToArray()");
        }

        if (SymbolFacts.IsSharedStruct(type))
        {
            return PlanElementStruct(type);
        }

        if (type.SpecialType == SpecialType.System_Object)
        {
            return new ElementPlan(Slot("Object"), $"{Values}SharedValue", "$e$.ToObject()");
        }

        return !inSet && PlanSequence(type, depth) is { } nested ? new ElementPlan(nested.SlotType, nested.ViewType, orNull + nested.Convert) : null;
    }

    private ElementPlan? PlanElementStruct(ITypeSymbol type)
    {
        if (!SymbolFacts.HasTypeCode(type))
        {
            ElementWithoutTypeCode = type.Name;
            return null;
        }

        string name = NameOf(type.WithNullableAnnotation(NullableAnnotation.NotAnnotated));
        string orNull = !type.IsReferenceType ? string.Empty
            : type.NullableAnnotation == NullableAnnotation.NotAnnotated ? "$e$.IsDefault ? null! : "
            : "$e$.IsDefault ? null : ";
        return new ElementPlan($"{Schemas}SlotType.Struct(static () => {name}.Schema)", $"{name}.View", $"{orNull}$e$.To{type.Name}($walk$)");
    }

    /// <param name="SlotType">Expression that makes the slot type.</param>
    /// <param name="ViewType">What the view shows.</param>
    /// <param name="Convert">Expression that makes the C# type from the view <c>$e$</c>; just that when they are the same.</param>
    private sealed record ElementPlan(string SlotType, string ViewType, string Convert);

    /// <param name="IsSet">Whether it is a set.</param>
    /// <param name="SlotType">Expression that makes the slot type.</param>
    /// <param name="ViewType">What the view shows.</param>
    /// <param name="ElementViewType">What the view shows of an element.</param>
    /// <param name="Convert">Expression that makes the C# type from the view <c>$e$</c>.</param>
    /// <param name="Empty">Expression for an empty one.</param>
    private sealed record SequencePlan(bool IsSet, string SlotType, string ViewType, string ElementViewType, string Convert, string Empty);
}
