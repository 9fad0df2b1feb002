using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Collections;

/// <summary>Builds a dictionary as several files, each with a range of the hashes of the keys, and a manifest of them.</summary>
/// <typeparam name="TKey">A type of key; see <see cref="MappedDictionary{TKey, TView}"/>.</typeparam>
/// <typeparam name="T">What is added.</typeparam>
/// <remarks>
/// <para>Each shard is a dictionary file of its own, named after the manifest, its number and its content: <c>products.sbuf</c> has <c>products.0-1f3a….sbuf</c> and so on
/// beside it. So a build never touches the shards of the one before: whatever happens, the old manifest finds the old shards until the new manifest is put in place, as
/// the last step; then shards that it does not name are deleted. The same input gives the same files and names.</para>
/// <para>The shards share the memory budget; each has an open file and about 1.5 MiB of buffers beside it. <see cref="Dispose"/> without <see cref="Publish"/>, or after it
/// failed, leaves nothing behind. One thread at a time.</para>
/// </remarks>
public sealed class ShardedDictionaryBuilder<TKey, T> : IDisposable
    where TKey : notnull
{
    private readonly string _path;
    private readonly BundleBuilder[] _bundles;
    private readonly KeyedArrayBuilder<TKey, T>[] _arrays;
    private readonly List<ShardInfo> _published = [];

    internal ShardedDictionaryBuilder(string path, int shardCount, BuildOptions? options, RecordPacker<T> packer)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (shardCount is < 1 or > ShardRouting.MaxBuiltShards)
        {
            ThrowHelper.ArgumentOutOfRange(nameof(shardCount), shardCount, $"A dictionary is built as 1 to {ShardRouting.MaxBuiltShards} shards.");
        }

        options ??= BuildOptions.Default;
        _path = FilePublication.ResolveDestination(path);
        _bundles = new BundleBuilder[shardCount];
        _arrays = new KeyedArrayBuilder<TKey, T>[shardCount];
        try
        {
            for (int i = 0; i < shardCount; i++)
            {
                _bundles[i] = new BundleBuilder(_path, OptionsOf(i, shardCount, options));
                _arrays[i] = _bundles[i].AddKeyedArray<TKey, T>(MappedDictionary.ArrayName, MappedDictionary.IndexName, packer);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Shards.</summary>
    public int ShardCount => _bundles.Length;

    /// <summary>Records added, those included that turn out to be repeated when the files are published.</summary>
    public long Count => _arrays.Sum(array => array.Count);

    /// <summary>Stores a record under a key.</summary>
    /// <inheritdoc cref="KeyedArrayBuilder{TKey, T}.Add(TKey, T)" path="/exception"/>
    [OverloadResolutionPriority(1)]
    public void Add(TKey key, T value)
    {
        // A key that belongs to no shard is refused by any.
        int shard = ShardRouting.ShardOf(key, _arrays.Length);
        _arrays[Math.Max(shard, 0)].Add(key, value);
    }

    /// <summary>Stores a record under a text key.</summary>
    /// <inheritdoc cref="KeyedArrayBuilder{TKey, T}.Add(ReadOnlySpan{char}, T)" path="/exception"/>
    [SkipLocalsInit]
    public void Add(ReadOnlySpan<char> key, T value)
    {
        KeyKind kind = _arrays[0].KeyIndex.KeyKind;
        KeyKinds.CheckText<TKey>(kind);
        Span<byte> stack = stackalloc byte[EncodedKey.StackLength];
        using var encoded = EncodedKey.OfAdded(kind, key, stack);
        _arrays[ShardRouting.ShardOf(encoded.Bytes, _arrays.Length)].Add(key, value);
    }

    /// <summary>Stores a record under the bytes of its key: text in UTF-8, taken as it is, or bytes, or the 16 bytes of a GUID in the order of its text; among keys of any type, bytes.</summary>
    /// <inheritdoc cref="KeyedArrayBuilder{TKey, T}.Add(ReadOnlySpan{byte}, T)" path="/exception"/>
    [SkipLocalsInit]
    public void Add(ReadOnlySpan<byte> key, T value)
    {
        KeyKind kind = _arrays[0].KeyIndex.KeyKind;
        KeyKinds.CheckByteString<TKey>(kind);
        Span<byte> stack = stackalloc byte[EncodedKey.StackLength];
        using var encoded = EncodedKey.OfAdded(kind, key, stack);
        _arrays[ShardRouting.ShardOf(encoded.Bytes, _arrays.Length)].Add(key, value);
    }

    /// <summary>Stores all pairs of a source. An exception of the source passes through; the files are published only if <see cref="Publish"/> is called.</summary>
    /// <inheritdoc cref="KeyedArrayBuilder{TKey, T}.Add(TKey, T)" path="/exception"/>
    public void AddRange(IEnumerable<KeyValuePair<TKey, T>> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        foreach ((TKey key, T value) in source)
        {
            Add(key, value);
        }
    }

    /// <summary>Writes the indexes and puts the shards in place, then the manifest; then shards of an older manifest in its place are deleted.</summary>
    /// <inheritdoc cref="BundleBuilder.Publish" path="/exception"/>
    public void Publish()
    {
        for (int i = 0; i < _bundles.Length; i++)
        {
            int shard = i;
            _bundles[i].PublishAs(fileId => Name(shard, fileId), permissionsOf: _path);
        }

        IReadOnlyList<ShardInfo> before = CurrentShards() ?? [];
        ShardManifest.Publish(_path, KeyKinds.Of<TKey>(), _published);
        Delete(before, kept: _published);
        _published.Clear();
    }

    /// <summary>Frees everything; files that were not published are given up. Safe to call twice.</summary>
    public void Dispose()
    {
        foreach (BundleBuilder? bundle in _bundles)
        {
            bundle?.Dispose();
        }

        // Shards that are in place without a manifest. The old one may name some of them: what did not change has the same name.
        if (_published.Count > 0 && CurrentShards() is { } current)
        {
            Delete(_published, kept: current);
        }

        _published.Clear();
    }

    /// <summary>The options of one shard: its share of the memory, and one voice for the records of all.</summary>
    private BuildOptions OptionsOf(int shard, int count, BuildOptions options) => options with
    {
        MemoryBudget = options.MemoryBudget / count,
        Progress = options.Progress is { } progress ? new ShardProgress(progress, shard, count, () => Count, options.ExpectedCount) : null,
    };

    private string NameOf(int shard, ulong fileId) => $"{Path.GetFileNameWithoutExtension(_path)}.{shard}-{fileId:x16}{Path.GetExtension(_path)}";

    /// <summary>The name under which a shard is put in place; from then on it is one that a failure has to take away.</summary>
    private string Name(int shard, ulong fileId)
    {
        string name = NameOf(shard, fileId);
        int count = _bundles.Length;
        _published.Add(new ShardInfo(name, fileId, ShardRouting.FirstHash(shard, count), ShardRouting.LastHash(shard, count), _arrays[shard].KeyIndex.Count));
        return name;
    }

    /// <summary>The shards that the manifest in place names: none if there is no manifest, null if nobody can tell.</summary>
    private IReadOnlyList<ShardInfo>? CurrentShards()
    {
        try
        {
            return File.Exists(_path) && ShardManifest.TryRead(_path, out ShardManifest? manifest) ? manifest.Shards : [];
        }
        catch (CorruptBufferException)
        {
            return [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Deletes shards, but only files that have the names that a build gives: a manifest from elsewhere may name anything.</summary>
    private void Delete(IReadOnlyList<ShardInfo> shards, IReadOnlyList<ShardInfo> kept)
    {
        HashSet<string> names = [.. kept.Select(shard => shard.FileName)];
        for (int i = 0; i < shards.Count; i++)
        {
            if (names.Contains(shards[i].FileName) || shards[i].FileName != NameOf(i, shards[i].FileId))
            {
                continue;
            }

            try
            {
                File.Delete(Path.Combine(Path.GetDirectoryName(_path)!, shards[i].FileName));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Windows keeps files that are mapped: it stays, named by nobody.
            }
        }
    }

    /// <summary>What a shard reports, as a part of the whole.</summary>
    private sealed class ShardProgress(IProgress<WorkProgress> progress, int shard, int count, Func<long> records, long? expected) : IProgress<WorkProgress>
    {
        private readonly string _prefix = $"shard {shard + 1} of {count}, ";

        public void Report(WorkProgress value) =>
            progress.Report(value.Step == "records" ? value with { Done = records(), Total = expected ?? -1 } : value with { Step = _prefix + value.Step });
    }
}
