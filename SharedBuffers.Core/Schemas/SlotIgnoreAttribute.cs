namespace SharedBuffers.Schemas;

/// <summary>Keeps a public member out of the schema.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class SlotIgnoreAttribute : Attribute;
