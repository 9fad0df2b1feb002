namespace SharedBuffers.Memory;

/// <summary>What a mapping may do with the file behind it.</summary>
public enum MapAccess
{
    /// <summary>The pages are shared with every reader and cannot be written.</summary>
    ReadOnly,

    /// <summary>Numeric slots can be changed in place; every process that maps the file sees the change.</summary>
    ReadWrite,
}
