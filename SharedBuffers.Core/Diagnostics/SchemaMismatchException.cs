namespace SharedBuffers.Diagnostics;

/// <summary>A type was asked to read a file whose slots it cannot read: same name, but a type that does not fit. The message names both sides of every such slot.</summary>
/// <remarks>
/// The file is sound. Repair: rename the slot in the type, give it the type that the file has, read the file with <c>ObjectView</c>, or rebuild the file.
/// </remarks>
public sealed class SchemaMismatchException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which slots do not fit, and how.</param>
    public SchemaMismatchException(string message)
        : base(message)
    {
    }
}
