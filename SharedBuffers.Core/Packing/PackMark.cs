namespace SharedBuffers.Packing;

/// <summary>A state of a <see cref="PackContext"/> that it can return to when a pack fails.</summary>
/// <param name="Length">Length of the buffer.</param>
/// <param name="AlignmentOrigin">Alignment origin of the buffer.</param>
/// <param name="Identities">Position in the journal of the identity map.</param>
/// <param name="Depth">Nesting depth.</param>
public readonly record struct PackMark(long Length, long AlignmentOrigin, long Identities, int Depth);
