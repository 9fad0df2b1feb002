namespace System.Runtime.CompilerServices;

/// <summary>What the compiler needs for records and init-only properties, and netstandard2.0 lacks.</summary>
internal static class IsExternalInit;
