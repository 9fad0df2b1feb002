namespace SharedBuffers.Tests.Support;

/// <summary>An object of a named schema in a vector: its fields by name; absent ones are left out, null ones are null.</summary>
public sealed record TaggedObject(string Schema, Dictionary<string, object?> Fields);
