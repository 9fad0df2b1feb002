namespace SharedBuffers.Schemas;

/// <summary>
/// Asks the source generator for the schema, the packer and the allocation-free <c>View</c> of a partial class, record or struct.
/// </summary>
/// <remarks>
/// Every public field and property that can be read and written becomes a slot, unless it carries <see cref="SlotIgnoreAttribute"/>. Private ones become slots
/// when they carry <see cref="SlotAttribute"/>. Mistakes are reported at compile time with the ids SBUF001 and up (<c>docs/diagnostics</c>).
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class SharedStructAttribute : Attribute
{
    /// <summary>Name of the schema in files; by default the name of the type.</summary>
    public string? Name { get; set; }

    /// <summary>Alignment of objects and of their values in bytes: 1, 2, 4, 8 or 16. With less than 8, 64-bit slots may lie unaligned and cannot be written atomically.</summary>
    public int Alignment { get; set; } = 8;

    /// <summary>
    /// Whether the view has an <c>AtomicX</c> property for every number and bool <c>X</c>, which changes the slot in files that are mapped for writing.
    /// </summary>
    public bool Writable { get; set; }

    /// <summary>Other shared structs, each with a <see cref="TypeCodeAttribute"/>, that may appear in <c>object</c> members: files carry their schemas too.</summary>
    public Type[]? KnownTypes { get; set; }
}
