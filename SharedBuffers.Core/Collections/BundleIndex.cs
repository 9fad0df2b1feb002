using SharedBuffers.Files;
using SharedBuffers.Layout;

namespace SharedBuffers.Collections;

/// <summary>An index of a bundle, before anyone says with which types it is read.</summary>
public sealed class BundleIndex
{
    internal BundleIndex(FileSection section, in IndexHeader header, in HashTableHeader table, BundleArray array)
    {
        IsMulti = (table.Flags & HashTableHeader.MultiFlag) != 0;
        PairCount = IsMulti ? (long)table.ValueCount : section.Count;
        Name = section.Name;
        Section = section;
        Array = array;
        KeyKind = header.KeyKind;
        Role = header.Role;
    }

    /// <summary>Its name, unique among the indexes of the file.</summary>
    public string Name { get; }

    /// <summary>The array whose records it finds.</summary>
    public BundleArray Array { get; }

    /// <summary>What its keys are.</summary>
    public KeyKind KeyKind { get; }

    /// <summary>Where its keys are.</summary>
    public IndexRole Role { get; }

    /// <summary>Keys.</summary>
    public long Count => Section.Count;

    /// <summary>Whether a key may lead to several records.</summary>
    public bool IsMulti { get; }

    /// <summary>Pairs of a key and a record: as many as keys, unless <see cref="IsMulti"/>.</summary>
    public long PairCount { get; }

    /// <summary>The section of header and table.</summary>
    internal FileSection Section { get; }
}
