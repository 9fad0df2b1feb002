namespace SharedBuffers.Schemas;

/// <summary>
/// Stores members of a type that has no encoding of its own as one that has. Named on a member with <see cref="SlotConverterAttribute"/>; the source generator calls it
/// directly, without reflection.
/// </summary>
/// <typeparam name="TMember">Type of the member.</typeparam>
/// <typeparam name="TStored">Type that is stored: any type that a slot can have.</typeparam>
/// <remarks>Null members never reach the converter: they are stored as null. The methods must be public, and must not keep state.</remarks>
public interface ISlotConverter<TMember, TStored>
{
    /// <summary>What is stored for a member. May return null, which is stored as null.</summary>
    static abstract TStored ToStored(TMember value);

    /// <summary>The member that was stored. Runs each time the view's property is read, and what it allocates is allocated each time.</summary>
    /// <exception cref="Diagnostics.CorruptBufferException">Should be thrown for what <see cref="ToStored"/> never returns.</exception>
    static abstract TMember FromStored(TStored stored);
}
