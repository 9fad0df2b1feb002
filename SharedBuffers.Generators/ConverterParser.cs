using Microsoft.CodeAnalysis;
using SharedBuffers.Generators.Model;

namespace SharedBuffers.Generators;

/// <summary>Plans members with <c>[SlotConverter]</c>: what the converter stores is planned like any member, and the view converts back.</summary>
internal static class ConverterParser
{
    private const string InterfaceName = "SharedBuffers.Schemas.ISlotConverter<TMember, TStored>";

    /// <summary>The type that a converter stores members of a type as; null when it does not convert that type.</summary>
    public static ITypeSymbol? FindStoredType(AttributeData attribute, ITypeSymbol member) =>
        SymbolFacts.GetArgument(attribute) is INamedTypeSymbol { IsUnboundGenericType: false } converter
            ? converter.AllInterfaces
                .FirstOrDefault(i => i.OriginalDefinition.ToDisplayString() == InterfaceName && SymbolEqualityComparer.Default.Equals(i.TypeArguments[0], ValueOf(member)))
                ?.TypeArguments[1]
            : null;

    /// <summary>The plan of a member whose converter stores a type; null when that type cannot be stored.</summary>
    public static TypePlan? Plan(AttributeData attribute, ITypeSymbol member, ITypeSymbol stored, TypePlanner planner)
    {
        bool canBeNull = member.IsReferenceType || !SymbolEqualityComparer.Default.Equals(ValueOf(member), member);
        if (planner.Plan(stored) is not { } plan || (canBeNull ? planner.PlanNullable(stored) : plan) is not { } written)
        {
            return null;
        }

        var type = (ITypeSymbol)SymbolFacts.GetArgument(attribute)!;
        string converter = NameOf(type);
        string test = "_reference.HasValue($slot$)" + (plan.ToMember.Contains("$walk$") ? " && new global::SharedBuffers.Values.ObjectWalk(_reference) is { } walk" : string.Empty);
        string read = plan.ToMember.Replace("$value$", $"({plan.Read})").Replace("$walk$", "walk");
        return written with
        {
            ViewType = canBeNull ? NameOf(ValueOf(member)) + "?" : NameOf(member),
            Read = $"{test} ? {converter}.FromStored({read}) : {(canBeNull ? "null" : "default!")}",
            ToMember = member.IsReferenceType ? "$value$!" : "$value$",
            Empty = canBeNull ? "null!" : "default!",
            Summary = $"converted by <see cref=\"{SymbolFacts.ToReference(type)}\"/> on each read, {(canBeNull ? "null" : "the default of its type")} when the slot is null or unset",
            Load = canBeNull
                ? $"$member$ is {{ }} $local$Item ? {converter}.ToStored($local$Item) : ({NameOf(ValueOf(stored))}?)null"
                : $"{converter}.ToStored($member$)",
            Atomic = null,
        };
    }

    private static string NameOf(ITypeSymbol type) => type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    /// <summary>The type without <c>Nullable</c>.</summary>
    private static ITypeSymbol ValueOf(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type;
}
