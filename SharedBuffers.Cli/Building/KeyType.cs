namespace SharedBuffers.Cli.Building;

/// <summary>Type of the keys of the index that <c>build</c> makes.</summary>
internal enum KeyType
{
    String,
    UInt32,
    UInt64,

    /// <summary>Any type: the value of the column, or a tuple of those of several.</summary>
    Object,
}
