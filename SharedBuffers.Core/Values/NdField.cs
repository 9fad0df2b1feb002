namespace SharedBuffers.Values;

/// <summary>A field of a record type.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
public sealed record NdField(string Name, NdTypeDescription Type);
