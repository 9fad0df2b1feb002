using SharedBuffers.Diagnostics;
using SharedBuffers.Files;
using SharedBuffers.Indexes;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Collections;

/// <summary>Makes one file of several with the same arrays and indexes.</summary>
/// <remarks>
/// Rows are copied, indexes are built again from the keys: linear time, memory within the budget. The result is what a build from all inputs, one after the other, gives.
/// </remarks>
internal static class BundleMerge
{
    /// <summary>Merges files; they are closed when this returns, as the output may replace one of them.</summary>
    /// <returns>Records, and keys of the first index.</returns>
    public static (long Records, long Keys) Run(BundleSources sources, string output, BuildOptions? options)
    {
        ArgumentNullException.ThrowIfNull(output);

        // Values and records that are shared stay so; nothing is packed that could be shared anew.
        options = (options ?? BuildOptions.Default) with { ExpectedCount = sources.Count, SharedValues = 0, SharedRecords = 0 };
        using var builder = new BundleBuilder(output, options);
        CopyUserData(sources, builder);
        var arrays = new List<CopiedArrayBuilder>();
        var indexes = new Dictionary<string, IndexWriter>();
        foreach (BundleArray array in sources.First.Arrays)
        {
            arrays.Add(builder.AddCopiedArray(array.Name, array.Schema, KeyKindOf(sources, array.Name)));
        }

        foreach (BundleIndex index in sources.First.Indexes)
        {
            CopiedArrayBuilder array = arrays.Find(a => a.Name == index.Array.Name)!;
            indexes.Add(index.Name, builder.AddCopiedIndex(index.Name, array, index.KeyKind, RoleOf(sources, index), index.IsMulti ? null : options.Duplicates));
        }

        // A dictionary has the records that its keys lead to, also where these do not lie before them.
        if (BundleSources.IsDictionary(sources.First))
        {
            arrays[0].SetKeyIndex(indexes[MappedDictionary.IndexName]);
        }

        foreach (CopiedArrayBuilder array in arrays)
        {
            CopyArray(sources, builder, array, [.. indexes.Values.Where(index => index.Array == array)]);
        }

        sources.Dispose();
        builder.Publish();
        return (arrays.Sum(array => array.StoredCount - (array.KeyIndex?.LostCount ?? 0)), indexes.Values.FirstOrDefault()?.Count ?? 0);
    }

    /// <summary>Keys lie before the records if they do in all files.</summary>
    public static KeyKind KeyKindOf(BundleSources sources, string array) =>
        sources.Bundles.All(bundle => bundle.Indexes.Any(index => index.Array.Name == array && index.Role == IndexRole.Primary))
            ? sources.First.Arrays.First(a => a.Name == array).KeyKind
            : KeyKind.None;

    private static IndexRole RoleOf(BundleSources sources, BundleIndex wanted) =>
        sources.Bundles.All(bundle => bundle.Indexes.First(index => index.Name == wanted.Name).Role == IndexRole.Primary) ? IndexRole.Primary : IndexRole.Secondary;

    private static void CopyArray(BundleSources sources, BundleBuilder builder, CopiedArrayBuilder array, IndexWriter[] indexes)
    {
        var copy = new ArrayCopy(builder, array, indexes);
        KeyIndex[][] opened = [.. sources.Bundles.Select(bundle => indexes.Select(index => bundle.OpenIndex(bundle.Indexes.First(i => i.Name == index.Name))).ToArray())];
        int keyed = Array.FindIndex(indexes, index => index == array.PrimaryIndex);
        for (int i = 0; i < opened.Length; i++)
        {
            Bundle bundle = sources.Bundles[i];
            BundleArray source = bundle.Arrays.First(a => a.Name == array.Name);
            KeyFilter? isHidden = keyed >= 0 && indexes.Length > 1 ? FilterOf([.. opened.Select(o => o[keyed])], i, builder.Options.Duplicates) : null;
            copy.AppendRows(source, bundle.OpenRecords(source), opened[i], isHidden is null ? null : opened[i][keyed], isHidden);
        }
    }

    /// <summary>
    /// Where a key leads to one record, and further indexes to that record too, records that lose against one of the same key must not be found by those: each is looked for in
    /// the files that win over its own. A single index needs none of this; repeated keys are found when it is built.
    /// </summary>
    private static KeyFilter? FilterOf(KeyIndex[] indexes, int own, DuplicatePolicy policy)
    {
        KeyLayers layers = policy == DuplicatePolicy.KeepFirst ? new KeyLayers([.. indexes.Reverse()]) : new KeyLayers(indexes);
        int layer = policy == DuplicatePolicy.KeepFirst ? indexes.Length - 1 - own : own;
        return policy == DuplicatePolicy.Error ? null : key => layers.IsHidden(layer, key);
    }

    /// <summary>Copies the user data of all files.</summary>
    /// <exception cref="InvalidOperationException">Two files disagree.</exception>
    public static void CopyUserData(BundleSources sources, BundleBuilder builder)
    {
        var known = new Dictionary<string, BufferView>();
        foreach (Bundle bundle in sources.Bundles)
        {
            foreach (FileSection section in bundle.File.Sections.Where(s => s.Kind == SectionKind.UserData))
            {
                BufferView content = bundle.File.GetView(section);
                if (known.TryAdd(section.Name, content))
                {
                    builder.AddUserData(section.Name, content.AsSpan());
                }
                else if (!known[section.Name].AsSpan().SequenceEqual(content.AsSpan()))
                {
                    ThrowHelper.InvalidOperation($"The user data '{section.Name}' of '{bundle.File.Region.Name}' and of a file before it differ: only what all agree on can be merged.");
                }
            }
        }
    }
}
