using Microsoft.CodeAnalysis;
using SharedBuffers.Generators.Model;

namespace SharedBuffers.Generators;

/// <summary>Finds the members of a type that are slots, how a clone sets them, and what is wrong with them.</summary>
internal sealed class MemberParser(INamedTypeSymbol type, bool isWritable, Compilation compilation, Location location, List<DiagnosticModel> diagnostics)
{
    private static readonly HashSet<string> s_reservedInType = ["View", "Schema", "Pack", "SharedStructSchema", "OnPacking", "OnPacked"];
    private static readonly HashSet<string> s_reservedInView =
    [
        "Reference", "IsDefault", "Create", "CompiledSchema", "AllSlots", "_reference", "Equals", "GetHashCode", "ToString", "GetType", "ReferenceEquals", "MemberwiseClone",
        "Finalize",
    ];

    /// <summary>Whether a member was refused, so that "no slots" would be a second message for one mistake.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>The slots in the order of declaration, those of base types first.</summary>
    /// <param name="constructor">Receives the members that the constructor takes.</param>
    /// <param name="cancellation">Stops the work when the source changed again.</param>
    public List<MemberModel> Parse(List<string> constructor, CancellationToken cancellation)
    {
        CheckReservedNames();
        List<Candidate> candidates = FindCandidates();
        (List<Candidate>? parameters, bool setsRequired) = FindConstructor(candidates);
        if (parameters is null)
        {
            Report(DiagnosticDescriptors.NoConstructor, location, type.Name);
            parameters = [];
        }

        var slots = new List<MemberModel>();
        foreach (Candidate candidate in candidates)
        {
            cancellation.ThrowIfCancellationRequested();
            bool inConstructor = parameters.Contains(candidate);
            if ((candidate.IsExplicit || candidate.IsSettable || inConstructor) && ToModel(candidate, inConstructor && (setsRequired || !candidate.IsRequired)) is { } model)
            {
                slots.Add(model);
            }
        }

        constructor.AddRange(parameters.Select(static p => SymbolFacts.Escape(p.Symbol.Name)));
        CheckViewNames(slots);
        return slots;
    }

    private static ITypeSymbol TypeOf(ISymbol member) => member is IFieldSymbol field ? field.Type : ((IPropertySymbol)member).Type;

    /// <param name="candidate">The member.</param>
    /// <param name="isConstructed">Whether it has its value when the constructor has run; a required one that the constructor takes may have to be set again.</param>
    private MemberModel? ToModel(Candidate candidate, bool isConstructed)
    {
        ISymbol symbol = candidate.Symbol;
        ITypeSymbol memberType = TypeOf(symbol);
        if (PlanOf(symbol, memberType) is not { } plan)
        {
            return null;
        }

        string slotName = SymbolFacts.GetArgument(candidate.Attribute) as string ?? symbol.Name;
        if (HasLoneSurrogate(slotName))
        {
            Report(DiagnosticDescriptors.WrongSlotName, LocationOf(symbol), symbol.Name);
            return null;
        }

        Assignment assignment = isConstructed ? Assignment.Constructor
            : candidate.IsInitOnly ? Assignment.Initializer
            : candidate.IsSettable ? Assignment.Setter
            : Assignment.None;
        bool canBeNull = memberType.IsReferenceType
            ? memberType.NullableAnnotation != NullableAnnotation.NotAnnotated
            : memberType.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T || ConverterOf(symbol) is null;
        bool omit = candidate.Attribute?.GetNamed("OmitWhenDefault") is true;
        string owner = SymbolEqualityComparer.Default.Equals(symbol.ContainingType, type)
            ? SymbolFacts.Escape(type.Name)
            : SymbolFacts.ToReference(symbol.ContainingType);
        string accessibility = symbol.DeclaredAccessibility switch
        {
            Accessibility.Public => "public",
            Accessibility.Internal or Accessibility.ProtectedOrInternal => "internal",
            _ => "private",
        };
        return new MemberModel(SymbolFacts.Escape(symbol.Name), owner, accessibility, slotName, plan, omit, assignment, plan.NullTest is not null && canBeNull);
    }

    /// <summary>How a member is stored, directly or by its converter; null after a report of why it cannot be.</summary>
    private TypePlan? PlanOf(ISymbol symbol, ITypeSymbol memberType)
    {
        var planner = new TypePlanner();
        ITypeSymbol stored = memberType;
        AttributeData? converter = ConverterOf(symbol);
        if (converter is not null)
        {
            if (ConverterParser.FindStoredType(converter, memberType) is not { } found)
            {
                string name = (SymbolFacts.GetArgument(converter) as ITypeSymbol)?.ToDisplayString() ?? "null";
                Report(DiagnosticDescriptors.WrongConverter, LocationOf(symbol), symbol.Name, name, memberType.ToDisplayString());
                return null;
            }

            stored = found;
        }

        TypePlan? plan = converter is null ? planner.Plan(memberType) : ConverterParser.Plan(converter, memberType, stored, planner);
        if (plan is not null)
        {
            return plan;
        }

        if (planner.ElementWithoutTypeCode is { } element)
        {
            Report(DiagnosticDescriptors.ElementNeedsTypeCode, LocationOf(symbol), symbol.Name, element);
        }
        else if (planner.ElementWithoutHash is { } key)
        {
            Report(DiagnosticDescriptors.ElementNeedsHash, LocationOf(symbol), symbol.Name, key);
        }
        else
        {
            Report(DiagnosticDescriptors.UnsupportedType, LocationOf(symbol), symbol.Name, stored.ToDisplayString());
        }

        return null;
    }

    private List<Candidate> FindCandidates()
    {
        var found = new List<Candidate>();
        foreach (INamedTypeSymbol declaring in SymbolFacts.BaseTypes(type).Reverse().Append(type))
        {
            // What a derived type overrides or hides is not to be had under its name any more, whatever it is now.
            found.RemoveAll(c => declaring.GetMembers(c.Symbol.Name).Any(IsAccessible));
            foreach (ISymbol member in declaring.GetMembers().Where(static m => m is IFieldSymbol or IPropertySymbol && !m.IsImplicitlyDeclared))
            {
                if (ToCandidate(member) is { } candidate)
                {
                    found.Add(candidate);
                }
            }
        }

        return found;
    }

    private Candidate? ToCandidate(ISymbol member)
    {
        (AttributeData? slot, AttributeData? ignore) = Declarations(member)
            .Select(static d => (SymbolFacts.GetAttribute(d, "SlotAttribute"), SymbolFacts.GetAttribute(d, "SlotIgnoreAttribute")))
            .FirstOrDefault(static found => found is not (null, null));
        if (ignore is not null)
        {
            if (slot is not null)
            {
                Report(DiagnosticDescriptors.SlotAndIgnore, LocationOf(member), member.Name);
            }

            return null;
        }

        IMethodSymbol? getter = AccessorOf(member, static p => p.GetMethod);
        bool readable = member is IFieldSymbol || (member is IPropertySymbol { IsIndexer: false, ExplicitInterfaceImplementations.IsEmpty: true } && getter is not null && IsAccessible(getter));
        if (member.IsStatic || !readable || !IsAccessible(member))
        {
            if (slot is not null)
            {
                Report(DiagnosticDescriptors.WrongSlotMember, LocationOf(member), member.Name);
            }

            return null;
        }

        if (slot is null && (member.DeclaredAccessibility != Accessibility.Public || getter is { DeclaredAccessibility: not Accessibility.Public }))
        {
            return null;
        }

        IMethodSymbol? setter = AccessorOf(member, static p => p.SetMethod);
        bool isRequired = member is IFieldSymbol { IsRequired: true } or IPropertySymbol { IsRequired: true };
        bool settable = member is IFieldSymbol { IsReadOnly: false } || (setter is not null && IsAccessible(setter));
        return new Candidate(member, slot, slot is not null, settable, settable && (isRequired || setter is { IsInitOnly: true }), isRequired);
    }

    /// <summary>Whether the nested view, which is inside the type, can use a member of it.</summary>
    private bool IsAccessible(ISymbol member) => compilation.IsSymbolAccessibleWithin(member, type, type);

    /// <summary>Where attributes of a member can stand, the nearest first: on itself, on the field behind it (<c>[field: Slot]</c>), and on what it overrides.</summary>
    private static IEnumerable<ISymbol> Declarations(ISymbol member)
    {
        if (member is IFieldSymbol)
        {
            yield return member;
        }

        for (var property = member as IPropertySymbol; property is not null; property = property.OverriddenProperty)
        {
            yield return property;
            foreach (IFieldSymbol field in property.ContainingType.GetMembers().OfType<IFieldSymbol>().Where(f => SymbolEqualityComparer.Default.Equals(f.AssociatedSymbol, property)))
            {
                yield return field;
            }
        }
    }

    private static AttributeData? ConverterOf(ISymbol member) =>
        Declarations(member).Select(static d => SymbolFacts.GetAttribute(d, "SlotConverterAttribute")).FirstOrDefault(static a => a is not null);

    /// <summary>An accessor of a property: its own, or that of the property that it overrides.</summary>
    private static IMethodSymbol? AccessorOf(ISymbol member, Func<IPropertySymbol, IMethodSymbol?> accessor)
    {
        for (var property = member as IPropertySymbol; property is not null; property = property.OverriddenProperty)
        {
            if (accessor(property) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>
    /// The constructor that sets most of what nothing else can set; of equals the one without parameters, else the longest. All parameters of it are members.
    /// Null when there is none.
    /// </summary>
    /// <returns>Its parameters, and whether it sets required members, so that nothing else has to.</returns>
    private (List<Candidate>? Parameters, bool SetsRequired) FindConstructor(List<Candidate> candidates)
    {
        List<Candidate>? best = null;
        bool setsRequired = false;
        (int Needed, int Length) bestRank = default;
        foreach (IMethodSymbol constructor in type.InstanceConstructors.Where(static c => c.Parameters.All(static p => p.RefKind is RefKind.None or RefKind.In)))
        {
            List<Candidate?> matches = [.. constructor.Parameters.Select(p =>
                Find(candidates, p, StringComparison.Ordinal) ?? Find(candidates, p, StringComparison.OrdinalIgnoreCase))];
            if (matches.Contains(null))
            {
                continue;
            }

            int needed = matches.Count(static m => !m!.IsSettable);
            (int Needed, int Length) rank = (needed, matches.Count == 0 ? int.MaxValue : matches.Count);
            if (best is null || rank.CompareTo(bestRank) > 0)
            {
                best = [.. matches.Select(static m => m!)];
                bestRank = rank;
                setsRequired = constructor.GetAttributes().Any(static a => a.AttributeClass?.Name == "SetsRequiredMembersAttribute");
            }
        }

        return (best, setsRequired);
    }

    private static Candidate? Find(List<Candidate> candidates, IParameterSymbol parameter, StringComparison comparison) => candidates.Find(c =>
        string.Equals(c.Symbol.Name, parameter.Name, comparison) && SymbolEqualityComparer.Default.Equals(TypeOf(c.Symbol), parameter.Type));

    private void CheckReservedNames()
    {
        if (s_reservedInType.Contains(type.Name))
        {
            Report(DiagnosticDescriptors.ReservedName, location, type.Name, type.ContainingNamespace.ToDisplayString(), $"[SharedStruct(Name = \"{type.Name}\")]");
        }

        foreach (ISymbol member in type.GetMembers().Where(static m => s_reservedInType.Contains(m.Name) && !m.IsImplicitlyDeclared))
        {
            // The user's own half of the view is welcome, and so are bodies and overloads of what is generated as partial methods.
            bool isWelcome = member is INamedTypeSymbol { Name: "View" } view ? SymbolFacts.IsPartial(view) : member is IMethodSymbol { Name: "OnPacking" or "OnPacked" };
            if (!isWelcome)
            {
                ReportReserved(member.Name, LocationOf(member));
            }
        }
    }

    private void CheckViewNames(List<MemberModel> slots)
    {
        HashSet<string> names = [.. slots.Select(static s => s.PlainName)];
        HashSet<string> atomicNames = [.. slots.Where(s => isWritable && s.Plan.Atomic is not null).Select(static s => "Atomic" + s.PlainName)];
        foreach (MemberModel slot in slots)
        {
            string name = slot.PlainName;
            bool taken = s_reservedInView.Contains(name) || name == "To" + type.Name || (name.StartsWith("Has", StringComparison.Ordinal) && names.Contains(name.Substring(3)))
                || atomicNames.Contains(name);
            ISymbol? member = type.GetMembers(name).FirstOrDefault();
            if (taken || (member is null && s_reservedInType.Contains(name)))
            {
                ReportReserved(name, member is null ? location : LocationOf(member));
            }
        }
    }

    private void ReportReserved(string name, Location at) => Report(DiagnosticDescriptors.ReservedName, at, name, type.Name, $"[Slot(\"{name}\")]");

    private static bool HasLoneSurrogate(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[++i])))
            {
                return true;
            }
        }

        return false;
    }

    private Location LocationOf(ISymbol member) => member.Locations.FirstOrDefault(static l => l.IsInSource) ?? location;

    private void Report(DiagnosticDescriptor descriptor, Location at, params string[] arguments)
    {
        HasFailed = true;
        diagnostics.Add(DiagnosticModel.Create(descriptor, at, arguments));
    }

    private sealed record Candidate(ISymbol Symbol, AttributeData? Attribute, bool IsExplicit, bool IsSettable, bool IsInitOnly, bool IsRequired);
}
