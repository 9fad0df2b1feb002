namespace SharedBuffers.Schemas;

/// <summary>Stores a member as another type, with a converter.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class SlotConverterAttribute : Attribute
{
    /// <summary>Names the converter.</summary>
    /// <param name="converter">A type that implements <see cref="ISlotConverter{TMember, TStored}"/> for the type of the member.</param>
    public SlotConverterAttribute(Type converter) => Converter = converter;

    /// <summary>The converter.</summary>
    public Type Converter { get; }
}
