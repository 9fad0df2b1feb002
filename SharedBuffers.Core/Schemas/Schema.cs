using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Schemas;

/// <summary>
/// The slots of a struct and the layout that follows from them: order, header width, sizes, alignment. The encoding is <c>docs/format/objects.md</c>.
/// </summary>
/// <remarks>
/// <para>Slots are ordered by size, the widest first, then by name in code-point order: the order in which they are declared does not change a byte of an object.
/// An object starts with two bitmaps (slots that are set, slots that are null), the values of the slots that are set and not null follow without padding,
/// then the variable values.</para>
/// <para>Immutable and safe to share between threads. It knows nothing of files; <see cref="ToBytes"/> and <see cref="Read"/> are its own bytes.</para>
/// </remarks>
public sealed partial class Schema
{
    /// <summary>The most slots that a schema can have: the bitmaps are at most 64 bits wide.</summary>
    public const int MaxSlots = Limits.MaxSlots;

    /// <summary>The rule for header widths that writers use. Version 1 is read only.</summary>
    public const int CurrentVersion = 2;

    private readonly FrozenDictionary<string, int> _byName;
    private readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private readonly Func<IEnumerable<Schema>>? _knownTypes;

    /// <summary>Makes a schema.</summary>
    /// <param name="slots">1 to 64 slots with different names, in the order of their declaration.</param>
    /// <param name="name">Name of the type, for people; may be empty.</param>
    /// <param name="alignment">1, 2, 4, 8 or 16: objects and their values start at multiples of it.</param>
    /// <param name="typeCode">Code of the type where values carry one, 0x80 to 0xff; 0 for none.</param>
    /// <param name="userData">Bytes that travel with the schema and mean nothing to the library; copied.</param>
    /// <param name="version">Rule for the width of the header, 1 or 2.</param>
    /// <param name="knownTypes">Schemas with typecodes that may appear in <c>object</c> slots and collections; asked for when a file is written.</param>
    /// <exception cref="ArgumentException">No slots, more than 64, two of one name, a name that is not valid text, an unknown alignment, version or type.</exception>
    public Schema(
        IEnumerable<Slot> slots,
        string name = "",
        int alignment = 8,
        byte typeCode = 0,
        ReadOnlyMemory<byte> userData = default,
        int version = CurrentVersion,
        Func<IEnumerable<Schema>>? knownTypes = null)
    {
        ArgumentNullException.ThrowIfNull(slots);
        ArgumentNullException.ThrowIfNull(name);
        Declared = [.. slots];
        Name = name;
        Alignment = alignment;
        TypeCode = typeCode;
        UserData = userData.ToArray();
        Version = version;
        _knownTypes = knownTypes;
        if (FindMistake(Declared, name, alignment, typeCode, version) is { } mistake)
        {
            ThrowHelper.Argument(mistake.Message, mistake.Parameter);
        }

        Slots = [.. Declared.OrderByDescending(static s => s.Type.Size).ThenBy(static s => s.Name, CodePointComparer.Instance)];
        _byName = Slots.Select(static (s, i) => KeyValuePair.Create(s.Name, i)).ToFrozenDictionary(StringComparer.Ordinal);
        DeclaredIndexes = [.. Declared.Select(s => _byName[s.Name])];
        _bySpan = _byName.GetAlternateLookup<ReadOnlySpan<char>>();
        LayOut();
    }

    /// <summary>Name of the type, for people; may be empty.</summary>
    public string Name { get; }

    /// <summary>The slots in the order of the bitmaps: by size descending, then by name. A slot's index is its position here.</summary>
    public ImmutableArray<Slot> Slots { get; }

    /// <summary>The slots in the order of their declaration, which is the order in which tools show them.</summary>
    public ImmutableArray<Slot> Declared { get; }

    /// <summary>Indexes in <see cref="Slots"/> of the slots in the order of their declaration.</summary>
    public ImmutableArray<int> DeclaredIndexes { get; }

    /// <summary>Alignment of objects and their variable values, in bytes.</summary>
    public int Alignment { get; }

    /// <summary>Code of the type where values carry one; 0 when it has none.</summary>
    public byte TypeCode { get; }

    /// <summary>Bytes of the application that travel with the schema.</summary>
    public ReadOnlyMemory<byte> UserData { get; }

    /// <summary>Rule for the width of the header: 2, or 1 for objects of very old files.</summary>
    public int Version { get; }

    /// <summary>Schemas that may appear in <c>object</c> slots and collections besides those that the slots name.</summary>
    public IEnumerable<Schema> KnownTypes => _knownTypes?.Invoke() ?? [];

    /// <summary>Finds a slot by its name.</summary>
    /// <param name="name">Compared by code points.</param>
    /// <param name="index">Index in <see cref="Slots"/>, or -1.</param>
    public bool TryGetSlot(ReadOnlySpan<char> name, out int index)
    {
        if (_bySpan.TryGetValue(name, out index))
        {
            return true;
        }

        index = -1;
        return false;
    }

    /// <summary>Index of a slot by its name.</summary>
    /// <exception cref="KeyNotFoundException">There is no such slot; the message lists those there are.</exception>
    public int IndexOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!_byName.TryGetValue(name, out int index))
        {
            ThrowHelper.KeyNotFound($"The schema {DisplayName} has no slot '{name}'. It has: {string.Join(", ", Declared.Select(static s => s.Name))}.");
        }

        return index;
    }

    /// <summary>The slots as text: <c>Product { Sku: string, Price: float64 }</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(DisplayName).Append(" { ");
        text.AppendJoin(", ", Declared.Select(static s => $"{s.Name}: {s.Type}"));
        return text.Append(" }").ToString();
    }

    internal string DisplayName => Name.Length == 0 ? "(unnamed)" : Name;

    /// <summary>What is wrong with the parts of a schema and with which, or null; shared by the constructor and the reader of files, which throw different exceptions.</summary>
    internal static (string Message, string Parameter)? FindMistake(ImmutableArray<Slot> slots, string name, int alignment, byte typeCode, int version)
    {
        if (slots.Length is 0 or > MaxSlots)
        {
            return ($"The schema '{name}' has {slots.Length} slots; 1 to {MaxSlots} are possible.", nameof(slots));
        }

        if (alignment is not (1 or 2 or 4 or 8 or 16))
        {
            return ($"The schema '{name}' has the alignment {alignment}; 1, 2, 4, 8 and 16 are possible.", nameof(alignment));
        }

        if (version is not (1 or 2))
        {
            return ($"The schema '{name}' has the header version {version}; 1 and 2 are known.", nameof(version));
        }

        if (typeCode is not 0 and < (byte)Layout.ValueTypeCode.FirstUser)
        {
            return ($"The schema '{name}' has the typecode 0x{typeCode:x2}, which belongs to the format; use 0x80 to 0xff.", nameof(typeCode));
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (Slot slot in slots)
        {
            if (slot.Name is null || slot.Type is null)
            {
                return ($"The schema '{name}' has a slot without name or type.", nameof(slots));
            }

            if (!names.Add(slot.Name))
            {
                return ($"The schema '{name}' has two slots named '{slot.Name}'.", nameof(slots));
            }

            if (!CodePointComparer.IsValid(slot.Name))
            {
                return ($"The schema '{name}' has a slot name with a lone surrogate, which has no UTF-8 form.", nameof(slots));
            }
        }

        return CodePointComparer.IsValid(name) ? null : ("The name of the schema has a lone surrogate, which has no UTF-8 form.", nameof(name));
    }
}
