using SharedBuffers.Diagnostics;
using SharedBuffers.Files;
using SharedBuffers.Layout;

namespace SharedBuffers.Collections;

/// <summary>Files with the same arrays and indexes, open together to become one.</summary>
internal sealed class BundleSources : IDisposable
{
    private readonly List<Bundle> _bundles = [];

    /// <summary>Opens the files, and closes them again if one does not fit.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="areLayers">Whether all but the first may remove keys of those before.</param>
    /// <exception cref="ArgumentException">There are none.</exception>
    /// <exception cref="SchemaMismatchException">Two files differ in their schemas.</exception>
    /// <exception cref="InvalidOperationException">Two files differ in their arrays, indexes or user data, or a file has what cannot be merged.</exception>
    public BundleSources(IEnumerable<string> paths, bool areLayers = false)
    {
        try
        {
            foreach (string path in paths)
            {
                _bundles.Add(Bundle.Open(path));
                CheckSections(_bundles[^1], areLayers && _bundles.Count > 1);
                CheckFits(_bundles[^1], _bundles[0]);
            }

            if (_bundles.Count == 0)
            {
                ThrowHelper.Argument("There is no file to merge: name at least one.", nameof(paths));
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The files.</summary>
    public IReadOnlyList<Bundle> Bundles => _bundles;

    /// <summary>The first file: the others have the same arrays and indexes.</summary>
    public Bundle First => _bundles[0];

    /// <summary>Records of all files.</summary>
    public long Count => _bundles.Sum(bundle => bundle.Arrays.Sum(array => array.Count));

    /// <summary>Throws unless the files are dictionaries: one array and one index.</summary>
    /// <param name="isMulti">Whether keys may have several records.</param>
    /// <exception cref="InvalidOperationException">They are not.</exception>
    public BundleSources ExpectDictionaries(bool isMulti)
    {
        foreach (Bundle bundle in _bundles)
        {
            ExpectDictionary(bundle, isMulti);
        }

        return this;
    }

    /// <summary>The index of each file.</summary>
    /// <param name="name">Its name.</param>
    public KeyIndex[] OpenIndexes(string name) => [.. _bundles.Select(bundle => bundle.OpenIndex(bundle.Indexes.First(index => index.Name == name)))];

    public void Dispose() => _bundles.ForEach(bundle => bundle.Dispose());

    /// <summary>Whether a file is a dictionary: one array and one index, named as builders of dictionaries do.</summary>
    public static bool IsDictionary(Bundle bundle) =>
        bundle.Arrays.Count == 1 && bundle.Arrays[0].Name == MappedDictionary.ArrayName && bundle.Indexes.Count == 1 && bundle.Indexes[0].Name == MappedDictionary.IndexName;

    /// <summary>Throws unless a file is a dictionary: one array and one index.</summary>
    /// <exception cref="InvalidOperationException">It is not.</exception>
    public static BundleIndex ExpectDictionary(Bundle bundle, bool isMulti)
    {
        if (!IsDictionary(bundle))
        {
            ThrowHelper.InvalidOperation(
                $"'{bundle.File.Region.Name}' is no dictionary file: it has {bundle.Arrays.Count} arrays and the indexes [{string.Join(", ", bundle.Indexes.Select(i => i.Name))}].");
        }

        BundleIndex index = bundle.Indexes[0];
        if (index.IsMulti != isMulti)
        {
            ThrowHelper.InvalidOperation(isMulti
                ? $"'{bundle.File.Region.Name}' is a dictionary with one record a key, not several."
                : $"'{bundle.File.Region.Name}' is a dictionary with several records a key: what replaces one of them would have to name it.");
        }

        return index;
    }

    // What would be lost in silence is refused.
    private static void CheckSections(Bundle bundle, bool mayRemove)
    {
        foreach (FileSection section in bundle.File.Sections)
        {
            bool isKnown = section.Kind is SectionKind.Schema or SectionKind.Rows or SectionKind.ArrayIndex or SectionKind.Index or SectionKind.UserData or SectionKind.BlockChecksums;
            if (section.Kind == SectionKind.RemovedKeys && !mayRemove)
            {
                ThrowHelper.InvalidOperation($"'{bundle.File.Region.Name}' is an overlay, which removes keys of its base: compact it together with that file.");
            }

            if (section.Kind == SectionKind.Shards)
            {
                ThrowHelper.InvalidOperation($"'{bundle.File.Region.Name}' is the manifest of a sharded dictionary: name its shards.");
            }

            if (!isKnown && section.Kind != SectionKind.RemovedKeys)
            {
                ThrowHelper.InvalidOperation($"'{bundle.File.Region.Name}' has a section {section}: nobody here knows what becomes of it when files are merged.");
            }
        }
    }

    private static void CheckFits(Bundle bundle, Bundle first)
    {
        string names = $"'{bundle.File.Region.Name}' and '{first.File.Region.Name}'";
        if (!bundle.Arrays.Select(a => a.Name).ToHashSet().SetEquals(first.Arrays.Select(a => a.Name)))
        {
            ThrowHelper.InvalidOperation($"{names} have different arrays: {Describe(bundle.Arrays.Select(a => a.Name))} and {Describe(first.Arrays.Select(a => a.Name))}.");
        }

        if (!bundle.Indexes.Select(Describe).ToHashSet().SetEquals(first.Indexes.Select(Describe)))
        {
            ThrowHelper.InvalidOperation($"{names} have different indexes: {Describe(bundle.Indexes.Select(Describe))} and {Describe(first.Indexes.Select(Describe))}.");
        }

        foreach (BundleArray array in bundle.Arrays)
        {
            BundleArray other = first.Arrays.First(a => a.Name == array.Name);
            if (!array.Schema.ToBytes().AsSpan().SequenceEqual(other.Schema.ToBytes()))
            {
                ThrowHelper.SchemaMismatch($"The records '{array.Name}' of {names} have different schemas: they cannot be copied into one file. Build it from their source.");
            }
        }
    }

    private static string Describe(BundleIndex index) => $"'{index.Name}' of {(index.IsMulti ? "several records a" : "one record a")} {index.KeyKind} key over '{index.Array.Name}'";

    private static string Describe(IEnumerable<string> parts) => $"[{string.Join(", ", parts)}]";
}
