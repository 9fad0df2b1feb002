namespace SharedBuffers.Collections;

public static partial class MappedDictionary
{
    /// <summary>Makes one dictionary file of several: records are copied without being unpacked. Linear time, memory within the budget.</summary>
    /// <returns>Keys.</returns>
    /// <inheritdoc cref="Bundle.Merge" path="/param"/>
    /// <inheritdoc cref="Bundle.Merge" path="/remarks"/>
    /// <inheritdoc cref="Bundle.Merge" path="/exception"/>
    /// <exception cref="InvalidOperationException">A file is no dictionary file, or its keys are of another kind.</exception>
    public static long Merge(IEnumerable<string> inputs, string output, BuildOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        using var sources = new BundleSources(inputs);
        return BundleMerge.Run(sources.ExpectDictionaries(isMulti: false), output, options).Keys;
    }
}
