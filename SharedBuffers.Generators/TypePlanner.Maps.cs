using Microsoft.CodeAnalysis;

namespace SharedBuffers.Generators;

/// <summary>Dictionaries.</summary>
internal sealed partial class TypePlanner
{
    private static readonly HashSet<string> s_maps =
    [
        Generic + "Dictionary<TKey, TValue>", Generic + "IDictionary<TKey, TValue>", Generic + "IReadOnlyDictionary<TKey, TValue>",
        Generic + "SortedDictionary<TKey, TValue>", Immutable + "ImmutableDictionary<TKey, TValue>", Frozen + "FrozenDictionary<TKey, TValue>",
    ];

    /// <summary>A dictionary, as a member or inside another collection. Its comparer is not stored.</summary>
    private CollectionPlan? PlanMap(ITypeSymbol type, int depth)
    {
        string? name = FullNameOf(type);
        if (name is null || !s_maps.Contains(name) || depth >= MaxDepth)
        {
            return null;
        }

        var map = (INamedTypeSymbol)type;
        if (PlanElement(map.TypeArguments[0], depth + 1, isHashed: true) is not { } key || PlanElement(map.TypeArguments[1], depth + 1, isHashed: false) is not { } value)
        {
            return null;
        }

        string variable = "e" + depth;
        string arguments = string.Join(", ", map.TypeArguments.Select(static t => t.ToDisplayString(SymbolFacts.NullableFormat)));
        string convert = $"$walk$.Count($e$).ToDictionary<{arguments}>({variable} => {key.Convert.Replace("$e$", variable)}, {variable} => {value.Convert.Replace("$e$", variable)})";
        (convert, string empty) = name.Substring(name.LastIndexOf('.') + 1) switch
        {
            "SortedDictionary<TKey, TValue>" => ($"new global::{Generic}SortedDictionary<{arguments}>({convert})", $"new global::{Generic}SortedDictionary<{arguments}>()"),
            "ImmutableDictionary<TKey, TValue>" =>
                ($"global::{Immutable}ImmutableDictionary.CreateRange({convert})", $"global::{Immutable}ImmutableDictionary<{arguments}>.Empty"),
            "FrozenDictionary<TKey, TValue>" =>
                ($"global::{Frozen}FrozenDictionary.ToFrozenDictionary({convert})", $"global::{Frozen}FrozenDictionary<{arguments}>.Empty"),
            _ => (convert, $"new global::{Generic}Dictionary<{arguments}>()"),
        };
        return new CollectionPlan(
            "Map", $"{Schemas}SlotType.MapOf({key.SlotType}, {value.SlotType})", $"{Values}SharedMap<{key.ViewType}, {value.ViewType}>", $"{key.ViewType}, {value.ViewType}", convert, empty);
    }
}
