using System.Diagnostics.CodeAnalysis;
using SharedBuffers.Diagnostics;
using SharedBuffers.Files;
using SharedBuffers.Layout;

namespace SharedBuffers.Collections;

/// <summary>The file that says which files a sharded dictionary consists of, and which hashes are where: what a service on one of several machines has to know.</summary>
/// <remarks>Read whole; nothing stays open. Thread-safe.</remarks>
public sealed partial class ShardManifest
{
    private readonly ShardInfo[] _shards;

    private ShardManifest(ulong fileId, KeyKind keyKind, ShardInfo[] shards)
    {
        FileId = fileId;
        KeyKind = keyKind;
        _shards = shards;
    }

    /// <summary>Hash of the content of the manifest, and with it of all shards.</summary>
    public ulong FileId { get; }

    /// <summary>What the keys are.</summary>
    public KeyKind KeyKind { get; }

    /// <summary>The shards, in the order of their hashes.</summary>
    public IReadOnlyList<ShardInfo> Shards => _shards;

    /// <summary>Keys of all shards.</summary>
    public long Count
    {
        get
        {
            // Each count was checked to leave room for the others.
            long count = 0;
            foreach (ShardInfo shard in _shards)
            {
                count += shard.Count;
            }

            return count;
        }
    }

    /// <summary>The shard that a key is in, if it is anywhere. No allocation.</summary>
    /// <typeparam name="TKey">The type of the keys.</typeparam>
    /// <exception cref="InvalidOperationException">The keys are of another type.</exception>
    /// <exception cref="ArgumentException">Text has a lone surrogate, or it cannot be a key: no shard can have it.</exception>
    public ShardInfo GetShard<TKey>(TKey key)
        where TKey : notnull
    {
        // Bytes may also be those of text or of a GUID.
        KeyKind wanted = KeyKinds.Of<TKey>();
        if (KeyKind != wanted && !(wanted == KeyKind.Bytes && KeyKind.IsPlainBytes()))
        {
            ThrowHelper.InvalidOperation($"The shards have keys of kind {KeyKind}, {typeof(TKey)} is of kind {wanted}.");
        }

        int shard = ShardRouting.ShardOf(key, _shards.Length);
        if (shard < 0)
        {
            ThrowHelper.Argument("The key has no bytes, as text with a lone surrogate has no UTF-8 form, and is in no shard.", nameof(key));
        }

        return _shards[shard];
    }

    /// <summary>The shard that a byte-string key is in, if it is anywhere: text in UTF-8, bytes, or a GUID in the order of its text. No allocation.</summary>
    /// <exception cref="InvalidOperationException">The keys are integers, or of any type.</exception>
    public ShardInfo GetShard(ReadOnlySpan<byte> key)
    {
        if (!KeyKind.IsPlainBytes())
        {
            ThrowHelper.InvalidOperation($"The shards have keys of kind {KeyKind}: bytes alone are none.");
        }

        return _shards[ShardRouting.ShardOf(key, _shards.Length)];
    }

    /// <summary>Reads a manifest. The shards need not be there.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="KeyNotFoundException">The file is no manifest.</exception>
    /// <exception cref="CorruptBufferException">The file is damaged.</exception>
    public static ShardManifest Read(string path)
    {
        using BufferFile file = BufferFile.Open(path);
        return Read(file.FileId, file.GetView(SectionKind.Shards, MappedDictionary.IndexName));
    }

    /// <summary>Reads a file as a manifest if it is one.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="CorruptBufferException">The file is damaged.</exception>
    public static bool TryRead(string path, [NotNullWhen(true)] out ShardManifest? manifest)
    {
        using BufferFile file = BufferFile.Open(path);
        manifest = file.TryGetSection(SectionKind.Shards, MappedDictionary.IndexName, out FileSection? section) ? Read(file.FileId, file.GetView(section)) : null;
        return manifest is not null;
    }
}
