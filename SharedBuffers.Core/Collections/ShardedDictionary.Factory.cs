using SharedBuffers.Diagnostics;
using SharedBuffers.Memory;
using SharedBuffers.Packing;
using SharedBuffers.Schemas;
using SharedBuffers.Values;

namespace SharedBuffers.Collections;

/// <summary>Builds and opens dictionaries of several files, cut by hash: what is too large for one file, or is to be spread over machines.</summary>
/// <example><code>
/// using (var builder = ShardedDictionary.CreateBuilder&lt;string, Product&gt;("products.sbuf", shardCount: 8))
/// {
///     builder.AddRange(source);
///     builder.Publish();
/// }
///
/// using var products = ShardedDictionary.Open&lt;string, Product.View&gt;("products.sbuf");
/// </code></example>
public static class ShardedDictionary
{
    /// <summary>Starts a sharded dictionary.</summary>
    /// <typeparam name="TKey">A type of key; see <see cref="MappedDictionary{TKey, TView}"/>.</typeparam>
    /// <typeparam name="T">The type of the records.</typeparam>
    /// <param name="path">Where the manifest will be; the shards are put beside it.</param>
    /// <param name="shardCount">Files, 1 to 1024.</param>
    /// <param name="options">How to build; null for <see cref="BuildOptions.Default"/>.</param>
    /// <inheritdoc cref="BundleBuilder(string, BuildOptions?)" path="/exception"/>
    /// <exception cref="NotSupportedException">The type cannot be a key.</exception>
    public static ShardedDictionaryBuilder<TKey, T> CreateBuilder<TKey, T>(string path, int shardCount, BuildOptions? options = null)
        where TKey : notnull
        where T : ISharedStruct<T> => new(path, shardCount, options, new StructPacker<T>());

    /// <summary>Starts a sharded dictionary whose records have a schema that is known only now.</summary>
    /// <typeparam name="TKey">A type of key; see <see cref="MappedDictionary{TKey, TView}"/>.</typeparam>
    /// <param name="path">Where the manifest will be; the shards are put beside it.</param>
    /// <param name="shardCount">Files, 1 to 1024.</param>
    /// <param name="schema">The schema of the records, which are arrays with a value for each of its slots.</param>
    /// <param name="options">How to build; null for <see cref="BuildOptions.Default"/>.</param>
    /// <inheritdoc cref="BundleBuilder(string, BuildOptions?)" path="/exception"/>
    /// <exception cref="NotSupportedException">The type cannot be a key.</exception>
    public static ShardedDictionaryBuilder<TKey, object?[]> CreateBuilder<TKey>(string path, int shardCount, Schema schema, BuildOptions? options = null)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new ShardedDictionaryBuilder<TKey, object?[]>(path, shardCount, options, new DynamicPacker(schema));
    }

    /// <summary>Starts a sharded dictionary of whatever a packer can pack.</summary>
    /// <typeparam name="TKey">A type of key; see <see cref="MappedDictionary{TKey, TView}"/>.</typeparam>
    /// <typeparam name="T">What is added.</typeparam>
    /// <param name="path">Where the manifest will be; the shards are put beside it.</param>
    /// <param name="shardCount">Files, 1 to 1024.</param>
    /// <param name="packer">Packs the records.</param>
    /// <param name="options">How to build; null for <see cref="BuildOptions.Default"/>.</param>
    /// <inheritdoc cref="BundleBuilder(string, BuildOptions?)" path="/exception"/>
    /// <exception cref="NotSupportedException">The type cannot be a key.</exception>
    public static ShardedDictionaryBuilder<TKey, T> CreateBuilder<TKey, T>(string path, int shardCount, RecordPacker<T> packer, BuildOptions? options = null)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(packer);
        return new ShardedDictionaryBuilder<TKey, T>(path, shardCount, options, packer);
    }

    /// <summary>Opens all shards of a dictionary.</summary>
    /// <typeparam name="TKey">The type of the keys that the files were built with.</typeparam>
    /// <typeparam name="TView">The generated view of the records' type, or <c>ObjectView</c>.</typeparam>
    /// <param name="path">The manifest.</param>
    /// <param name="mode">Map the shards, or copy them into memory.</param>
    /// <remarks>
    /// O(number of shards). A manifest that is replaced while its shards are opened is read again. To serve a part of the shards, read the <see cref="ShardManifest"/> and open
    /// its files as dictionaries.
    /// </remarks>
    /// <exception cref="FileNotFoundException">The manifest or a shard is not there; the message names it.</exception>
    /// <exception cref="KeyNotFoundException">The file is no manifest.</exception>
    /// <exception cref="InvalidOperationException">A shard is not the file that the manifest was written for, or the keys are of another type.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="CorruptBufferException">A file is damaged.</exception>
    /// <exception cref="SchemaMismatchException">The view cannot read the records.</exception>
    public static ShardedDictionary<TKey, TView> Open<TKey, TView>(string path, LoadMode mode = LoadMode.Map)
        where TKey : notnull
        where TView : struct, IObjectView<TView>
    {
        ArgumentNullException.ThrowIfNull(path);
        var manifest = ShardManifest.Read(path);
        while (true)
        {
            try
            {
                return Open<TKey, TView>(path, manifest, mode);
            }
            catch (FileNotFoundException)
            {
                // The next build deletes the shards of this one, after it has put its own manifest in place.
                var next = ShardManifest.Read(path);
                if (next.FileId == manifest.FileId)
                {
                    throw;
                }

                manifest = next;
            }
        }
    }

    /// <summary>Where the file of a shard is: beside the manifest, or beside what that is a symbolic link to. It need not be there.</summary>
    /// <param name="path">The manifest.</param>
    /// <param name="shard">One of its shards.</param>
    public static string GetShardPath(string path, ShardInfo shard)
    {
        ArgumentNullException.ThrowIfNull(shard);
        return Path.Combine(Path.GetDirectoryName(FilePublication.ResolveDestination(path))!, shard.FileName);
    }

    /// <summary>Opens a shard of a manifest.</summary>
    /// <param name="path">The manifest.</param>
    /// <param name="shard">One of its shards.</param>
    /// <param name="mode">Map it, or copy it into memory.</param>
    /// <remarks>For those who serve a part of the shards, or look into one: <see cref="Bundle.GetDictionary{TKey, TView}(string)"/> reads it.</remarks>
    /// <exception cref="FileNotFoundException">The shard is not there.</exception>
    /// <exception cref="InvalidOperationException">The shard is not the file that the manifest was written for.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="CorruptBufferException">The file is damaged.</exception>
    public static Bundle OpenShard(string path, ShardInfo shard, LoadMode mode = LoadMode.Map)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(shard);
        string file = GetShardPath(path, shard);
        if (!File.Exists(file))
        {
            ThrowHelper.FileNotFound($"The shard '{file}' of '{path}' is not there: it holds the hashes {shard.FirstHash:x16} to {shard.LastHash:x16}.", file);
        }

        var bundle = Bundle.Open(file, mode);
        if (bundle.File.FileId != shard.FileId)
        {
            ulong found = bundle.File.FileId;
            bundle.Dispose();
            ThrowHelper.InvalidOperation($"'{file}' has the id {found:x16}, '{path}' was written for {shard.FileId:x16}: it is a shard of another build, or another file under its name.");
        }

        return bundle;
    }

    private static ShardedDictionary<TKey, TView> Open<TKey, TView>(string path, ShardManifest manifest, LoadMode mode)
        where TKey : notnull
        where TView : struct, IObjectView<TView>
    {
        if (manifest.KeyKind != KeyKinds.Of<TKey>())
        {
            ThrowHelper.InvalidOperation($"The shards of '{path}' have keys of kind {manifest.KeyKind}, {typeof(TKey)} reads {KeyKinds.Of<TKey>()}.");
        }

        var shards = new List<MappedDictionary<TKey, TView>>();
        try
        {
            foreach (ShardInfo shard in manifest.Shards)
            {
                shards.Add(OpenShard<TKey, TView>(path, shard, mode));
            }

            return new ShardedDictionary<TKey, TView>(manifest, [.. shards]);
        }
        catch
        {
            shards.ForEach(shard => shard.Dispose());
            throw;
        }
    }

    private static MappedDictionary<TKey, TView> OpenShard<TKey, TView>(string path, ShardInfo shard, LoadMode mode)
        where TKey : notnull
        where TView : struct, IObjectView<TView>
    {
        Bundle bundle = OpenShard(path, shard, mode);
        try
        {
            MappedDictionary<TKey, TView> dictionary = bundle.OpenDictionary<TKey, TView>(MappedDictionary.IndexName, owned: bundle);
            if (dictionary.LongCount != shard.Count)
            {
                ThrowHelper.InvalidOperation($"'{bundle.File.Region.Name}' has {dictionary.LongCount} keys, '{path}' says {shard.Count}.");
            }

            return dictionary;
        }
        catch
        {
            bundle.Dispose();
            throw;
        }
    }
}
