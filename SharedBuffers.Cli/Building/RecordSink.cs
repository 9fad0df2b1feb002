using SharedBuffers.Cli.Input;
using SharedBuffers.Collections;

namespace SharedBuffers.Cli.Building;

/// <summary>Where the records of a build go: into one file, or into several and a manifest.</summary>
internal sealed class RecordSink<TKey> : IDisposable
    where TKey : notnull
{
    private readonly MappedDictionaryBuilder<TKey, Record>? _file;
    private readonly ShardedDictionaryBuilder<TKey, Record>? _shards;

    public RecordSink(BuildRequest request, CellPacker packer, BuildOptions options)
    {
        if (request.Shards is { } count)
        {
            _shards = ShardedDictionary.CreateBuilder<TKey, Record>(request.Output, count, packer, options);
        }
        else
        {
            _file = MappedDictionary.CreateBuilder<TKey, Record>(request.Output, packer, options);
        }
    }

    public void Add(TKey key, Record record)
    {
        _file?.Add(key, record);
        _shards?.Add(key, record);
    }

    public void Add(ReadOnlySpan<byte> utf8Key, Record record)
    {
        _file?.Add(utf8Key, record);
        _shards?.Add(utf8Key, record);
    }

    public void Publish()
    {
        _file?.Publish();
        _shards?.Publish();
    }

    public void Dispose()
    {
        _file?.Dispose();
        _shards?.Dispose();
    }
}
