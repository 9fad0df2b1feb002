using SharedBuffers.Diagnostics;
using SharedBuffers.Indexes;

namespace SharedBuffers.Collections;

public sealed partial class Bundle
{
    /// <summary>Makes one file of several that have the same arrays and indexes: dictionary files, multi dictionaries, array files, bundles. Records are copied without being unpacked.</summary>
    /// <param name="inputs">The files, at least one. They are read; none is changed.</param>
    /// <param name="output">The file to publish; it may be one of the inputs.</param>
    /// <param name="options">Which record a key gets that several files have, budget, progress, cancellation; null for <see cref="BuildOptions.Default"/>.</param>
    /// <returns>Records of all arrays.</returns>
    /// <remarks>
    /// <para>Linear time, memory within the budget. The content and its order are those of a build from all inputs, one after the other. So are the bytes when the sizes of
    /// all records are multiples of 8; otherwise some padding may lie elsewhere.</para>
    /// <para>Records that were stored once for several keys or indexes are so afterwards. A record that loses its primary key to another one is found by no index. In indexes with
    /// several records a key, keys of several files lead to the records of all. User data of one name must be the same in all files that have it.</para>
    /// </remarks>
    /// <exception cref="ArgumentException">There are no inputs.</exception>
    /// <exception cref="InvalidOperationException">The files differ in their arrays, indexes or user data, or a file has sections that only its application knows.</exception>
    /// <exception cref="SchemaMismatchException">The files differ in their schemas.</exception>
    /// <exception cref="DuplicateKeyException">Two files have a key, and the policy is <see cref="DuplicatePolicy.Error"/>; the message names it. Nothing was published.</exception>
    /// <exception cref="OperationCanceledException">The options' token asked for it. Nothing was published.</exception>
    /// <exception cref="IOException">A file cannot be read or written. Nothing was published.</exception>
    /// <exception cref="CorruptBufferException">A file is damaged. Nothing was published.</exception>
    public static long Merge(IEnumerable<string> inputs, string output, BuildOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        using var sources = new BundleSources(inputs);
        return BundleMerge.Run(sources, output, options).Records;
    }
}
