using SharedBuffers.Collections;

namespace SharedBuffers.Cli.Output;

/// <summary>The files of a sharded dictionary: the manifest and its shards.</summary>
internal sealed record ShardFiles(string Path, ShardManifest Manifest)
{
    /// <summary>The shards, if a file is a manifest; null if it is anything else.</summary>
    public static ShardFiles? TryOpen(string path) => ShardManifest.TryRead(path, out ShardManifest? manifest) ? new ShardFiles(path, manifest) : null;

    /// <summary>Bytes of the manifest and of all shards that are there.</summary>
    public long Length => new FileInfo(Path).Length + Manifest.Shards.Sum(shard => LengthOf(shard) ?? 0);

    /// <summary>Bytes of a shard; null if it is not there.</summary>
    public long? LengthOf(ShardInfo shard) => new FileInfo(PathOf(shard)) is { Exists: true } file ? file.Length : null;

    /// <summary>Path of a shard.</summary>
    public string PathOf(ShardInfo shard) => ShardedDictionary.GetShardPath(Path, shard);

    /// <summary>Opens a shard.</summary>
    public Bundle Open(ShardInfo shard)
    {
        try
        {
            return ShardedDictionary.OpenShard(Path, shard);
        }
        catch (InvalidOperationException e)
        {
            throw new Diagnostics.CorruptBufferException(e.Message);
        }
    }
}
