namespace SharedBuffers.Collections;

public static partial class MappedMultiDictionary
{
    /// <summary>Makes one file of several: a key leads to its records of all files, in their order. Records are copied without being unpacked. Linear time, memory within the budget.</summary>
    /// <returns>Keys.</returns>
    /// <inheritdoc cref="Bundle.Merge" path="/param"/>
    /// <inheritdoc cref="Bundle.Merge" path="/remarks"/>
    /// <inheritdoc cref="Bundle.Merge" path="/exception"/>
    /// <exception cref="InvalidOperationException">A file is no file of a multi dictionary, or its keys are of another kind.</exception>
    public static long Merge(IEnumerable<string> inputs, string output, BuildOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        using var sources = new BundleSources(inputs);
        return BundleMerge.Run(sources.ExpectDictionaries(isMulti: true), output, options).Keys;
    }
}
