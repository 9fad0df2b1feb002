using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SharedBuffers.Generators.Model;

namespace SharedBuffers.Generators;

/// <summary>Turns a type with <c>[SharedStruct]</c> into a model, or into diagnostics. Knows symbols; its results do not.</summary>
internal sealed class SharedStructParser
{
    private const int MaxSlots = 64;

    private readonly List<DiagnosticModel> _diagnostics = [];
    private readonly INamedTypeSymbol _type;
    private readonly Location _location;

    private SharedStructParser(INamedTypeSymbol type, Location location)
    {
        _type = type;
        _location = location;
    }

    public static ParseResult Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var declaration = (TypeDeclarationSyntax)context.TargetNode;
        var parser = new SharedStructParser((INamedTypeSymbol)context.TargetSymbol, declaration.Identifier.GetLocation());
        SharedStructModel? model = parser.ParseType(declaration, context.Attributes[0], context.SemanticModel.Compilation, cancellation);
        return new ParseResult(parser._diagnostics.Count == 0 ? model : null, new EquatableArray<DiagnosticModel>(parser._diagnostics));
    }

    private SharedStructModel? ParseType(TypeDeclarationSyntax declaration, AttributeData attribute, Compilation compilation, CancellationToken cancellation)
    {
        if (!CheckType(declaration))
        {
            return null;
        }

        int alignment = attribute.GetNamed("Alignment") is int value ? value : 8;
        if (alignment is not (1 or 2 or 4 or 8 or 16))
        {
            Report(DiagnosticDescriptors.WrongAlignment, _location, _type.Name, alignment.ToString());
        }

        int typeCode = SymbolFacts.GetTypeCode(_type) ?? 0;
        if (typeCode is > 0 and < 0x80 || (typeCode == 0 && SymbolFacts.HasTypeCode(_type)))
        {
            Report(DiagnosticDescriptors.WrongTypeCode, _location, _type.Name, typeCode.ToString("x2"));
        }

        List<string> constructor = [];
        bool isWritable = attribute.GetNamed("Writable") is true;
        var members = new MemberParser(_type, isWritable, compilation, _location, _diagnostics);
        List<MemberModel> slots = members.Parse(constructor, cancellation);
        CheckSlots(slots, members.HasFailed);
        CheckTypeCodes(attribute);
        return new SharedStructModel(
            _type.ContainingNamespace.IsGlobalNamespace ? string.Empty : _type.ContainingNamespace.ToDisplayString(),
            new EquatableArray<string>(Containers().Reverse().Select(SymbolFacts.GetHeader)),
            SymbolFacts.GetHeader(_type),
            SymbolFacts.Escape(_type.Name),
            _type.ToDisplayString(SymbolFacts.PlainFormat),
            attribute.GetNamed("Name") as string ?? _type.Name,
            alignment,
            typeCode,
            isWritable,
            _type.IsReferenceType,
            SymbolFacts.BaseTypes(_type).Any(SymbolFacts.IsSharedStruct),
            new EquatableArray<string>(constructor),
            new EquatableArray<MemberModel>(slots),
            new EquatableArray<string>(KnownTypes(attribute)));
    }

    private bool CheckType(TypeDeclarationSyntax declaration)
    {
        if (!declaration.Modifiers.Any(SyntaxKind.PartialKeyword) || !Containers().All(SymbolFacts.IsPartial))
        {
            Report(DiagnosticDescriptors.MustBePartial, _location, _type.Name);
        }

        if (_type.IsGenericType || Containers().Any(static c => c.IsGenericType))
        {
            Report(DiagnosticDescriptors.MustNotBeGeneric, _location, _type.Name);
        }

        string? kind = _type switch
        {
            { IsStatic: true } => "static",
            { IsAbstract: true } => "abstract",
            { IsRefLikeType: true } => "a ref struct",
            _ when declaration.Modifiers.Any(m => m.ValueText == "file") => "local to its file",
            _ => null,
        };
        if (kind is not null)
        {
            Report(DiagnosticDescriptors.WrongTypeKind, _location, _type.Name, kind);
        }

        return _diagnostics.Count == 0;
    }

    private void CheckSlots(List<MemberModel> slots, bool failed)
    {
        if (slots.Count == 0 && !failed)
        {
            Report(DiagnosticDescriptors.NoSlots, _location, _type.Name);
        }

        if (slots.Count > MaxSlots)
        {
            Report(DiagnosticDescriptors.TooManySlots, _location, _type.Name, slots.Count.ToString());
        }

        foreach (IGrouping<string, MemberModel> same in slots.GroupBy(static s => s.SlotName).Where(static g => g.Count() > 1))
        {
            Report(DiagnosticDescriptors.DuplicateSlotName, _location, _type.Name, same.Key);
        }
    }

    /// <summary>Codes of the type itself and of what it says can meet it; what else can be reached is checked when a file is built.</summary>
    private void CheckTypeCodes(AttributeData attribute)
    {
        // A base type is met where its own members hold objects of derived types.
        var types = new List<ITypeSymbol> { _type };
        types.AddRange(SymbolFacts.BaseTypes(_type).Where(SymbolFacts.IsSharedStruct));
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments.Where(static a => a.Key == "KnownTypes" && !a.Value.IsNull))
        {
            types.AddRange(argument.Value.Values.Select(static v => v.Value).OfType<ITypeSymbol>());
        }

        foreach (IGrouping<int, ITypeSymbol> same in types.Distinct<ITypeSymbol>(SymbolEqualityComparer.Default)
            .Where(SymbolFacts.HasTypeCode).GroupBy(static t => SymbolFacts.GetTypeCode(t) ?? 0).Where(static g => g.Count() > 1))
        {
            Report(DiagnosticDescriptors.RepeatedTypeCode, _location, same.First().Name, same.Last().Name, _type.Name, same.Key.ToString("x2"));
        }
    }

    private IEnumerable<string> KnownTypes(AttributeData attribute)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments.Where(static a => a.Key == "KnownTypes" && !a.Value.IsNull))
        {
            foreach (TypedConstant known in argument.Value.Values)
            {
                if (known.Value is not INamedTypeSymbol type || !SymbolFacts.IsSharedStruct(type) || !SymbolFacts.HasTypeCode(type))
                {
                    Report(DiagnosticDescriptors.WrongKnownType, _location, _type.Name, (known.Value as ITypeSymbol)?.Name ?? "null");
                    continue;
                }

                yield return type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
            }
        }
    }

    private IEnumerable<INamedTypeSymbol> Containers()
    {
        for (INamedTypeSymbol? container = _type.ContainingType; container is not null; container = container.ContainingType)
        {
            yield return container;
        }
    }

    private void Report(DiagnosticDescriptor descriptor, Location location, params string[] arguments) =>
        _diagnostics.Add(DiagnosticModel.Create(descriptor, location, arguments));
}
