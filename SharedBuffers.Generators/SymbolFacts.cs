using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SharedBuffers.Generators;

/// <summary>Questions that the parsers ask about symbols.</summary>
internal static class SymbolFacts
{
    /// <summary>Namespace and containers with dots, without generics: what a file is named after.</summary>
    public static readonly SymbolDisplayFormat PlainFormat = new(typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces);

    /// <summary>Fully qualified, with <c>?</c> on nullable references.</summary>
    public static readonly SymbolDisplayFormat NullableFormat = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private const string SchemasNamespace = "SharedBuffers.Schemas.";

    public static AttributeData? GetAttribute(ISymbol symbol, string name) =>
        symbol.GetAttributes().FirstOrDefault(a => a.AttributeClass?.ToDisplayString() == SchemasNamespace + name);

    public static bool IsSharedStruct(ITypeSymbol type) => GetAttribute(type, "SharedStructAttribute") is not null;

    public static bool HasTypeCode(ITypeSymbol type) => GetAttribute(type, "TypeCodeAttribute") is not null;

    public static int? GetTypeCode(ITypeSymbol type) =>
        GetArgument(GetAttribute(type, "TypeCodeAttribute")) as byte?;

    /// <summary>The first argument of an attribute's constructor, if it has one.</summary>
    public static object? GetArgument(AttributeData? attribute) =>
        attribute is { ConstructorArguments: { Length: > 0 } arguments } ? arguments[0].Value : null;

    /// <summary>A type as comments refer to it: generic ones by their definition.</summary>
    public static string ToReference(ITypeSymbol type) =>
        type.OriginalDefinition.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat).Replace('<', '{').Replace('>', '}');

    public static object? GetNamed(this AttributeData attribute, string name)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            if (argument.Key == name && argument.Value.Kind != TypedConstantKind.Array)
            {
                return argument.Value.Value;
            }
        }

        return null;
    }

    /// <summary>Base types, the nearest first, without <see cref="object"/> and <see cref="System.ValueType"/>.</summary>
    public static IEnumerable<INamedTypeSymbol> BaseTypes(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? t = type.BaseType; t is { SpecialType: not (SpecialType.System_Object or SpecialType.System_ValueType) }; t = t.BaseType)
        {
            yield return t;
        }
    }

    public static bool IsPartial(INamedTypeSymbol type) => type.DeclaringSyntaxReferences
        .Select(static r => r.GetSyntax())
        .OfType<TypeDeclarationSyntax>()
        .Any(static d => d.Modifiers.Any(SyntaxKind.PartialKeyword));

    /// <summary>What another partial half begins with.</summary>
    public static string GetHeader(INamedTypeSymbol type)
    {
        string keyword = (type.IsRecord, type.TypeKind) switch
        {
            (true, TypeKind.Struct) => "record struct",
            (true, _) => "record",
            (_, TypeKind.Struct) => "struct",
            (_, TypeKind.Interface) => "interface",
            _ => "class",
        };
        return $"partial {keyword} {Escape(type.Name)}";
    }

    public static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None ? "@" + name : name;
}
