namespace SharedBuffers.Indexes;

/// <summary>What can be done with id mapper files without knowing the type of their keys.</summary>
public static class IdMapper
{
    /// <summary>Makes one file of several, of whatever kind the first is, with one value a key or several.</summary>
    /// <inheritdoc cref="StringIdMapper.Merge"/>
    /// <exception cref="NotSupportedException">A file is approximate: what it keeps of its keys is too little to place them in a larger table.</exception>
    public static long Merge(IEnumerable<string> inputs, string output, IndexBuildOptions? options = null, string section = "") =>
        TableMerge.Publish(inputs, output, section, kind: null, isMulti: null, options);
}
