using Microsoft.CodeAnalysis;
using SharedBuffers.Generators.Model;

namespace SharedBuffers.Generators;

/// <summary>Finds the members of a type that are slots, how a clone sets them, and what is wrong with them.</summary>
internal sealed class MemberParser(INamedTypeSymbol type, Location location, List<DiagnosticModel> diagnostics)
{
    private static readonly HashSet<string> s_reservedInType = ["View", "Schema", "Pack"];
    private static readonly HashSet<string> s_reservedInView =
        ["Reference", "IsDefault", "Create", "CompiledSchema", "Equals", "GetHashCode", "ToString", "GetType", "ReferenceEquals", "MemberwiseClone", "Finalize"];

    /// <summary>Whether a member was refused, so that "no slots" would be a second message for one mistake.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>The slots in the order of declaration, those of base types first.</summary>
    /// <param name="constructor">Receives the members that the constructor takes.</param>
    /// <param name="cancellation">Stops the work when the source changed again.</param>
    public List<MemberModel> Parse(List<string> constructor, CancellationToken cancellation)
    {
        CheckReservedNames();
        List<Candidate> candidates = FindCandidates();
        List<Candidate>? parameters = FindConstructor(candidates);
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
            if ((candidate.IsExplicit || candidate.IsSettable || inConstructor) && ToModel(candidate, inConstructor) is { } model)
            {
                slots.Add(model);
            }
        }

        constructor.AddRange(parameters.Select(static p => SymbolFacts.Escape(p.Symbol.Name)));
        CheckViewNames(slots);
        return slots;
    }

    private static ITypeSymbol TypeOf(ISymbol member) => member is IFieldSymbol field ? field.Type : ((IPropertySymbol)member).Type;

    private MemberModel? ToModel(Candidate candidate, bool inConstructor)
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

        Assignment assignment = inConstructor ? Assignment.Constructor
            : candidate.IsInitOnly ? Assignment.Initializer
            : candidate.IsSettable ? Assignment.Setter
            : Assignment.None;
        bool isNullable = plan.NullTest is not null
            && (memberType.IsValueType || memberType.NullableAnnotation != NullableAnnotation.NotAnnotated);
        bool omit = candidate.Attribute?.GetNamed("OmitWhenDefault") is true;
        string owner = SymbolEqualityComparer.Default.Equals(symbol.ContainingType, type)
            ? SymbolFacts.Escape(type.Name)
            : symbol.ContainingType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        string accessibility = symbol.DeclaredAccessibility switch
        {
            Accessibility.Public => "public",
            Accessibility.Internal or Accessibility.ProtectedOrInternal => "internal",
            _ => "private",
        };
        return new MemberModel(SymbolFacts.Escape(symbol.Name), owner, accessibility, slotName, plan, omit, assignment, isNullable);
    }

    /// <summary>How a member is stored, directly or by its converter; null after a report of why it cannot be.</summary>
    private TypePlan? PlanOf(ISymbol symbol, ITypeSymbol memberType)
    {
        var planner = new TypePlanner();
        ITypeSymbol stored = memberType;
        AttributeData? converter = SymbolFacts.GetAttribute(symbol, "SlotConverterAttribute");
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
            foreach (ISymbol member in declaring.GetMembers().Where(static m => m is IFieldSymbol or IPropertySymbol && !m.IsImplicitlyDeclared))
            {
                if (ToCandidate(member, ReferenceEquals(declaring, type)) is { } candidate)
                {
                    found.RemoveAll(c => c.Symbol.Name == member.Name);
                    found.Add(candidate);
                }
            }
        }

        return found;
    }

    private Candidate? ToCandidate(ISymbol member, bool isOwn)
    {
        AttributeData? slot = SymbolFacts.GetAttribute(member, "SlotAttribute");
        if (SymbolFacts.GetAttribute(member, "SlotIgnoreAttribute") is not null)
        {
            if (slot is not null)
            {
                Report(DiagnosticDescriptors.SlotAndIgnore, LocationOf(member), member.Name);
            }

            return null;
        }

        bool readable = member is IFieldSymbol || (member is IPropertySymbol { GetMethod: { } getter, IsIndexer: false } && IsAccessible(getter, isOwn));
        if (member.IsStatic || !readable || !IsAccessible(member, isOwn))
        {
            if (slot is not null)
            {
                Report(DiagnosticDescriptors.WrongSlotMember, LocationOf(member), member.Name);
            }

            return null;
        }

        if (slot is null && (member.DeclaredAccessibility != Accessibility.Public || member is IPropertySymbol { GetMethod.DeclaredAccessibility: not Accessibility.Public }))
        {
            return null;
        }

        (bool settable, bool initOnly) = member switch
        {
            IFieldSymbol field => (!field.IsReadOnly, field.IsRequired),
            IPropertySymbol { SetMethod: { } setter } property when IsAccessible(setter, isOwn) => (true, setter.IsInitOnly || property.IsRequired),
            _ => (false, false),
        };
        return new Candidate(member, slot, slot is not null, settable, settable && initOnly);
    }

    /// <summary>Whether the nested view, which is inside the type, can use the member.</summary>
    private static bool IsAccessible(ISymbol member, bool isOwn) =>
        isOwn || member.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.Internal or Accessibility.ProtectedOrInternal;

    /// <summary>
    /// The constructor that sets most of what nothing else can set; of equals the one without parameters, else the longest. All parameters of it are members.
    /// Null when there is none.
    /// </summary>
    private List<Candidate>? FindConstructor(List<Candidate> candidates)
    {
        List<Candidate>? best = null;
        (int Needed, int Length) bestRank = default;
        foreach (IMethodSymbol constructor in type.InstanceConstructors)
        {
            List<Candidate?> matches = [.. constructor.Parameters.Select(p => candidates.Find(c =>
                string.Equals(c.Symbol.Name, p.Name, StringComparison.OrdinalIgnoreCase)
                && SymbolEqualityComparer.Default.Equals(TypeOf(c.Symbol), p.Type)))];
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
            }
        }

        return best;
    }

    private void CheckReservedNames()
    {
        foreach (ISymbol member in type.GetMembers().Where(static m => s_reservedInType.Contains(m.Name) && !m.IsImplicitlyDeclared))
        {
            // The user's own half of the view is welcome.
            if (member is not INamedTypeSymbol { Name: "View" } view || !SymbolFacts.IsPartial(view))
            {
                Report(DiagnosticDescriptors.ReservedName, LocationOf(member), member.Name, type.Name);
            }
        }
    }

    private void CheckViewNames(List<MemberModel> slots)
    {
        HashSet<string> names = [.. slots.Select(static s => s.PlainName)];
        foreach (MemberModel slot in slots)
        {
            string name = slot.PlainName;
            bool taken = s_reservedInView.Contains(name) || name == "To" + type.Name || (name.StartsWith("Has", StringComparison.Ordinal) && names.Contains(name.Substring(3)))
                || (name.StartsWith("Atomic", StringComparison.Ordinal) && names.Contains(name.Substring(6)));
            if (taken)
            {
                ISymbol? member = type.GetMembers(name).FirstOrDefault();
                Report(DiagnosticDescriptors.ReservedName, member is null ? location : LocationOf(member), name, type.Name);
            }
        }
    }

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

    private sealed record Candidate(ISymbol Symbol, AttributeData? Attribute, bool IsExplicit, bool IsSettable, bool IsInitOnly);
}
