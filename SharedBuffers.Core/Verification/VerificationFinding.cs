namespace SharedBuffers.Verification;

/// <summary>One thing that is wrong with a file.</summary>
/// <param name="Part">The part of the file: <c>header</c>, or a section by kind and name.</param>
/// <param name="Offset">Where, in bytes from the start of the file; -1 when it has no single place.</param>
/// <param name="Message">What was expected and what was found, for people.</param>
public readonly record struct VerificationFinding(string Part, long Offset, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => Offset < 0 ? $"{Part}: {Message}" : $"{Part} at {Offset}: {Message}";
}
