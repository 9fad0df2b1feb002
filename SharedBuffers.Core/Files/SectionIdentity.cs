namespace SharedBuffers.Files;

/// <summary>Sections are the same to a file when kind and name are.</summary>
/// <remarks>
/// A comparer of sections rather than a set of pairs: the runtime brings compiled code for sets of references, and a set of pairs is compiled in every fresh process that opens a file.
/// </remarks>
internal sealed class SectionIdentity : IEqualityComparer<FileSection>
{
    public static readonly SectionIdentity Instance = new();

    public bool Equals(FileSection? x, FileSection? y) => x?.Kind == y?.Kind && x?.Name == y?.Name;

    public int GetHashCode(FileSection section) => section.Name.GetHashCode(StringComparison.Ordinal) ^ (int)section.Kind;
}
