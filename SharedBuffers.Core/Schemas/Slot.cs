namespace SharedBuffers.Schemas;

/// <summary>One field of a schema: a name and a type.</summary>
/// <param name="Name">Any text, also an empty one; unique in its schema. Lone surrogates are refused, because they have no UTF-8 form.</param>
/// <param name="Type">What the slot holds.</param>
public readonly record struct Slot(string Name, SlotType Type);
