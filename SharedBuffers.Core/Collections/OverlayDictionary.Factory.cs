using SharedBuffers.Diagnostics;
using SharedBuffers.Files;
using SharedBuffers.Layout;
using SharedBuffers.Packing;
using SharedBuffers.Schemas;
using SharedBuffers.Values;

namespace SharedBuffers.Collections;

/// <summary>Builds and opens overlays: files with changes to a dictionary file, and makes one file of both.</summary>
/// <example><code>
/// using (var changes = OverlayDictionary.CreateBuilder&lt;string, Product&gt;("products.day.sbuf"))
/// {
///     changes.Add("sku-42", changed);
///     changes.Remove("sku-41");
///     changes.Publish();
/// }
///
/// using var products = OverlayDictionary.Open&lt;string, Product.View&gt;("products.sbuf", ["products.day.sbuf"]);
/// OverlayDictionary.Compact("products.sbuf", ["products.day.sbuf"], "products.sbuf");
/// </code></example>
public static partial class OverlayDictionary
{
    /// <summary>Starts an overlay.</summary>
    /// <typeparam name="TKey">A type of key; see <see cref="MappedDictionary{TKey, TView}"/>.</typeparam>
    /// <typeparam name="T">The type of the records.</typeparam>
    /// <param name="path">Where the file will be. An existing one stays as it is until the builder publishes.</param>
    /// <param name="baseFileId">Id of the only base that the overlay is for, 0 if it fits any.</param>
    /// <param name="options">How to build; null for <see cref="BuildOptions.Default"/>.</param>
    /// <inheritdoc cref="BundleBuilder(string, BuildOptions?)" path="/exception"/>
    /// <exception cref="NotSupportedException">The type cannot be a key.</exception>
    public static OverlayDictionaryBuilder<TKey, T> CreateBuilder<TKey, T>(string path, ulong baseFileId = 0, BuildOptions? options = null)
        where TKey : notnull
        where T : ISharedStruct<T> => new(path, baseFileId, options, new StructPacker<T>());

    /// <summary>Starts an overlay whose records have a schema that is known only now.</summary>
    /// <typeparam name="TKey">A type of key; see <see cref="MappedDictionary{TKey, TView}"/>.</typeparam>
    /// <param name="path">Where the file will be. An existing one stays as it is until the builder publishes.</param>
    /// <param name="schema">The schema of the records, which are arrays with a value for each of its slots.</param>
    /// <param name="baseFileId">Id of the only base that the overlay is for, 0 if it fits any.</param>
    /// <param name="options">How to build; null for <see cref="BuildOptions.Default"/>.</param>
    /// <inheritdoc cref="BundleBuilder(string, BuildOptions?)" path="/exception"/>
    /// <exception cref="NotSupportedException">The type cannot be a key.</exception>
    public static OverlayDictionaryBuilder<TKey, object?[]> CreateBuilder<TKey>(string path, Schema schema, ulong baseFileId = 0, BuildOptions? options = null)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new OverlayDictionaryBuilder<TKey, object?[]>(path, baseFileId, options, new DynamicPacker(schema));
    }

    /// <summary>Opens a dictionary file and overlays above it.</summary>
    /// <typeparam name="TKey">The type of the keys that the files were built with.</typeparam>
    /// <typeparam name="TView">The generated view of the records' type, or <c>ObjectView</c>.</typeparam>
    /// <param name="path">The base: a dictionary file.</param>
    /// <param name="overlays">Overlays or other dictionary files, the oldest first. None is fine.</param>
    /// <remarks>O(1) in the size of the files. They need not have the same schema, but one that the view can read.</remarks>
    /// <exception cref="InvalidOperationException">An overlay is for another base, the files have keys of another type, or a key of a file has several records.</exception>
    /// <inheritdoc cref="Bundle.Open(string, Memory.LoadMode, Memory.MapAccess)" path="/exception"/>
    /// <inheritdoc cref="Bundle.GetDictionary{TKey, TView}(string)" path="/exception"/>
    public static OverlayDictionary<TKey, TView> Open<TKey, TView>(string path, IEnumerable<string> overlays)
        where TKey : notnull
        where TView : struct, IObjectView<TView>
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(overlays);
        var files = new List<Bundle>();
        try
        {
            foreach (string file in overlays.Prepend(path))
            {
                files.Add(Bundle.Open(file));
                if (files[^1].Indexes.FirstOrDefault(index => index.Name == MappedDictionary.IndexName) is { IsMulti: true })
                {
                    BundleSources.ExpectDictionary(files[^1], isMulti: false);
                }
            }

            KeyIndex[] indexes = [.. files.Select(file => file.OpenIndex<TKey, TView>(MappedDictionary.IndexName))];
            return new OverlayDictionary<TKey, TView>(OpenLayers(files, indexes), [.. files]);
        }
        catch
        {
            files.ForEach(file => file.Dispose());
            throw;
        }
    }

    /// <summary>The keys of files and what each removes from those before it.</summary>
    internal static KeyLayers OpenLayers(IReadOnlyList<Bundle> files, KeyIndex[] indexes)
    {
        var removed = new RemovedKeys?[files.Count];
        for (int i = 1; i < files.Count; i++)
        {
            BufferFile file = files[i].File;
            if (!file.TryGetSection(SectionKind.RemovedKeys, MappedDictionary.IndexName, out FileSection? section))
            {
                continue;
            }

            removed[i] = RemovedKeys.Open(file.GetView(section), indexes[i].KeyKind);
            if (removed[i]!.BaseFileId is not 0 and ulong wanted && wanted != files[0].File.FileId)
            {
                ThrowHelper.InvalidOperation(
                    $"The overlay '{file.Region.Name}' is for the file with id {wanted:x16}; '{files[0].File.Region.Name}' has {files[0].File.FileId:x16}.");
            }
        }

        return new KeyLayers(indexes, removed);
    }
}
