using SharedBuffers.Diagnostics;
using SharedBuffers.Indexes;
using SharedBuffers.Layout;

namespace SharedBuffers.Collections;

public static partial class OverlayDictionary
{
    /// <summary>Makes one dictionary file of a base and overlays: what <see cref="Open{TKey, TView}"/> would show. Records are copied without being unpacked.</summary>
    /// <param name="path">The base.</param>
    /// <param name="overlays">The overlays, the oldest first.</param>
    /// <param name="output">The file to publish; it may be one of the inputs.</param>
    /// <param name="options">Budget, progress, cancellation. Its policy for repeated keys does not matter: there are none.</param>
    /// <returns>Keys.</returns>
    /// <remarks>
    /// Linear time, memory within the budget. Records come in the order of the enumeration. Hidden ones are left out, unless the records of their file share values with each
    /// other (<see cref="BuildOptions.SharedValues"/>) or have several keys (<see cref="BuildOptions.SharedRecords"/>): then their bytes stay, and no key leads to them. User
    /// data of one name must be the same in all files that have it.
    /// </remarks>
    /// <exception cref="InvalidOperationException">
    /// An overlay is for another base, the base is an overlay itself, a file is no dictionary file, a key of a file has several records, or the files have different kinds of keys.
    /// </exception>
    /// <exception cref="SchemaMismatchException">The files differ in their schemas.</exception>
    /// <exception cref="OperationCanceledException">The options' token asked for it. Nothing was published.</exception>
    /// <exception cref="IOException">A file cannot be read or written. Nothing was published.</exception>
    /// <exception cref="CorruptBufferException">A file is damaged. Nothing was published.</exception>
    public static long Compact(string path, IEnumerable<string> overlays, string output, BuildOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(overlays);
        ArgumentNullException.ThrowIfNull(output);
        using var sources = new BundleSources(overlays.Prepend(path), areLayers: true);
        KeyIndex[] indexes = sources.ExpectDictionaries(isMulti: false).OpenIndexes(MappedDictionary.IndexName);
        KeyLayers layers = OpenLayers(sources.Bundles, indexes);

        // No key is there twice: one that is would be an error of the layers.
        options = (options ?? BuildOptions.Default) with { Duplicates = DuplicatePolicy.Error, SharedValues = 0, SharedRecords = 0 };
        if (options.Progress is not null)
        {
            options = options with { ExpectedCount = layers.Count };
        }

        using var builder = new BundleBuilder(output, options);
        BundleMerge.CopyUserData(sources, builder);
        BundleArray first = sources.First.Arrays[0];
        KeyKind keyKind = BundleMerge.KeyKindOf(sources, first.Name);
        CopiedArrayBuilder array = builder.AddCopiedArray(first.Name, first.Schema, keyKind);
        IndexRole role = keyKind == KeyKind.None ? IndexRole.Secondary : IndexRole.Primary;
        IndexWriter index = builder.AddCopiedIndex(MappedDictionary.IndexName, array, indexes[0].KeyKind, role, options.Duplicates);
        var copy = new ArrayCopy(builder, array, [index]);
        for (int i = 0; i < indexes.Length; i++)
        {
            int layer = i;
            bool Hides(StoredKey key) => layers.IsHidden(layer, key);
            if (role == IndexRole.Primary && !indexes[layer].Offsets.SharesValues)
            {
                copy.AppendVisible(indexes[layer], Hides);
            }
            else
            {
                copy.AppendRows(indexes[layer].Array, indexes[layer].Records, [indexes[layer]], indexes[layer], Hides);
            }
        }

        // The output may replace an input.
        sources.Dispose();
        builder.Publish();
        return index.Count;
    }
}
