namespace SharedBuffers.Layout;

/// <summary>Where the keys of an index are. The numbers are part of the file format: <c>docs/format/collections.md</c>.</summary>
public enum IndexRole : byte
{
    /// <summary>The key lies right before its record: an array has at most one such index, and every record is in it once.</summary>
    Primary = 1,

    /// <summary>The keys lie in the table.</summary>
    Secondary = 2,
}
