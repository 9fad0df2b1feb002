using Microsoft.CodeAnalysis;

namespace SharedBuffers.Generators;

/// <summary>
/// Every diagnostic of the generator, one id for each mistake. Each has a page in <c>docs/diagnostics</c>, which its description names. There is no help link: the project has
/// no address that one could lead to, and editors open nothing but addresses.
/// </summary>
internal static class DiagnosticDescriptors
{
    public static readonly DiagnosticDescriptor MustBePartial = Error(
        "SBUF001", "A shared struct must be partial", "'{0}' must be partial, so that its schema, packer and view can be added to it");

    public static readonly DiagnosticDescriptor MustNotBeGeneric = Error(
        "SBUF002", "A shared struct must not be generic", "'{0}' is generic or lies in a generic type; a schema describes one concrete type");

    public static readonly DiagnosticDescriptor NoSlots = Error(
        "SBUF003", "A shared struct needs a slot", "'{0}' has no public field or property that can be read and written, and none marked with [Slot]");

    public static readonly DiagnosticDescriptor TooManySlots = Error(
        "SBUF004", "A shared struct has at most 64 slots", "'{0}' has {1} slots, at most 64 are possible; ignore some or move some to a nested shared struct");

    public static readonly DiagnosticDescriptor DuplicateSlotName = Error(
        "SBUF005", "Slot names must differ", "'{0}' has two slots named '{1}'");

    public static readonly DiagnosticDescriptor UnsupportedType = Error(
        "SBUF006", "The type of a slot is not supported", "'{0}' has the type '{1}', which cannot be stored; change it, or mark the member with [SlotIgnore]");

    public static readonly DiagnosticDescriptor WrongAlignment = Error(
        "SBUF007", "Unknown alignment", "'{0}' asks for the alignment {1}; 1, 2, 4, 8 and 16 are possible");

    public static readonly DiagnosticDescriptor WrongTypeCode = Error(
        "SBUF008", "Typecode belongs to the format", "'{0}' asks for the typecode 0x{1}; 0x80 to 0xff are free for applications");

    public static readonly DiagnosticDescriptor ReservedName = Error(
        "SBUF009", "Name is taken by generated code", "'{0}' of '{1}' has a name that the generated code needs; rename it, and keep the name in files with {2}");

    public static readonly DiagnosticDescriptor NoConstructor = Error(
        "SBUF010", "A shared struct must be constructible", "'{0}' has neither a constructor without parameters nor one whose parameters all are slots, so that a view cannot be cloned");

    public static readonly DiagnosticDescriptor ElementNeedsTypeCode = Error(
        "SBUF011", "Elements need a typecode", "'{0}' holds '{1}' elements, which are stored with their typecode; give '{1}' a [TypeCode]");

    public static readonly DiagnosticDescriptor WrongTypeKind = Error(
        "SBUF012", "Not a type that can be stored", "'{0}' is {1}; only classes, records and structs that can be constructed are stored");

    public static readonly DiagnosticDescriptor SlotAndIgnore = Error(
        "SBUF013", "A member is either a slot or ignored", "'{0}' has both [Slot] and [SlotIgnore]");

    public static readonly DiagnosticDescriptor WrongSlotMember = Error(
        "SBUF014", "The member cannot be a slot", "'{0}' has [Slot], but it is static, an indexer, or cannot be read");

    public static readonly DiagnosticDescriptor WrongSlotName = Error(
        "SBUF015", "The name of a slot is not valid text", "The slot name of '{0}' has a lone surrogate, which has no UTF-8 form");

    public static readonly DiagnosticDescriptor WrongKnownType = Error(
        "SBUF016", "A known type must be a shared struct with a typecode", "'{0}' names the known type '{1}', which is not a [SharedStruct] with a [TypeCode]");

    public static readonly DiagnosticDescriptor WrongConverter = Error(
        "SBUF017", "The converter does not convert the member", "'{0}' names the converter '{1}', which does not implement ISlotConverter for '{2}'");

    public static readonly DiagnosticDescriptor ElementNeedsHash = Error(
        "SBUF018", "Set elements and keys need a stable hash", "'{0}' has '{1}' as the element of a set or the key of a dictionary, which has no stable hash; use numbers, bools, enums, text, or tuples of them");

    public static readonly DiagnosticDescriptor RepeatedTypeCode = Error(
        "SBUF019", "Typecodes of one file must differ", "'{0}' and '{1}', which can meet in files of '{2}', have the same typecode 0x{3}");

    private static DiagnosticDescriptor Error(string id, string title, string message) => new(
        id, title, message, "SharedBuffers", DiagnosticSeverity.Error, isEnabledByDefault: true,
        description: $"The page docs/diagnostics/{id}.md of SharedBuffers shows the mistake and what to write instead.");
}
