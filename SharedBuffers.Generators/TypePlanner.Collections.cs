using Microsoft.CodeAnalysis;
using SharedBuffers.Generators.Model;

namespace SharedBuffers.Generators;

/// <summary>Lists and sets. Their elements carry their own types in files, so that one call packs any of them; views and clones are typed here.</summary>
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
        if ((PlanSequence(type, 0) ?? PlanMap(type, 0)) is not { } plan)
        {
            return null;
        }

        string test = FullNameOf(type) == Immutable + "ImmutableArray<T>" ? "$value$.IsDefault" : "$value$ is null";
        return new TypePlan(
            plan.SlotType,
            8,
            plan.ViewType,
            $"_reference.Get{plan.Kind}<{plan.ElementViewTypes}>($at$)",
            $"writer.Write{plan.Kind}($slot$, $value$);",
            plan.Convert.Replace("$e$", "$value$"),
            test,
            test,
            plan.Empty,
            "the null collection, which is empty, when the slot is null or unset");
    }

    /// <summary>A list or set, as a member or inside another collection.</summary>
    private CollectionPlan? PlanSequence(ITypeSymbol type, int depth)
    {
        string? name = FullNameOf(type);
        bool isSet = name is not null && s_sets.Contains(name);
        ITypeSymbol? item = type is IArrayTypeSymbol { Rank: 1 } array ? array.ElementType
            : isSet || (name is not null && s_lists.Contains(name)) ? ((INamedTypeSymbol)type).TypeArguments[0]
            : null;
        if (item is null || depth >= MaxDepth || PlanElement(item, depth + 1, isSet) is not { } element)
        {
            return null;
        }

        string kind = isSet ? "Set" : "List";
        string memberItem = item.ToDisplayString(SymbolFacts.NullableFormat);
        string variable = "e" + depth;
        string items = element.Convert == "$e$"
            ? "$walk$.Count($e$)"
            : $"global::System.Linq.Enumerable.Select($walk$.Count($e$), {variable} => {element.Convert.Replace("$e$", variable)})";
        bool isInterfaceOfSet = isSet && type.TypeKind == TypeKind.Interface;
        bool isFrozen = name == Frozen + "FrozenSet<T>";
        string convert = isFrozen ? $"global::{Frozen}FrozenSet.ToFrozenSet({items})"
            : isInterfaceOfSet ? $"new global::{Generic}HashSet<{memberItem}>({items})"
            : $"({type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(SymbolFacts.NullableFormat)})[.. {items}]";
        string empty = isFrozen ? $"global::{Frozen}FrozenSet<{memberItem}>.Empty"
            : isInterfaceOfSet ? $"new global::{Generic}HashSet<{memberItem}>()"
            : "[]";
        return new CollectionPlan(kind, $"{Schemas}SlotType.{kind}Of({element.SlotType})", $"{Values}Shared{kind}<{element.ViewType}>", element.ViewType, convert, empty);
    }

    /// <param name="Kind">List, Set or Map.</param>
    /// <param name="SlotType">Expression that makes the slot type.</param>
    /// <param name="ViewType">What the view shows.</param>
    /// <param name="ElementViewTypes">What the view shows of an element, or of a key and a value.</param>
    /// <param name="Convert">Expression that makes the C# type from the view <c>$e$</c>.</param>
    /// <param name="Empty">Expression for an empty one.</param>
    private sealed record CollectionPlan(string Kind, string SlotType, string ViewType, string ElementViewTypes, string Convert, string Empty);
}
