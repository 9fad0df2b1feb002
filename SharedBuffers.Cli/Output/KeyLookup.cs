using System.Buffers;
using System.Globalization;
using SharedBuffers.Collections;
using SharedBuffers.Layout;
using SharedBuffers.Values;

namespace SharedBuffers.Cli.Output;

/// <summary>Finds records by keys as people type them: in a file, or in that of several shards which a key belongs to.</summary>
internal sealed class KeyLookup : IDisposable
{
    private readonly KeyKind _keyKind;
    private readonly string _index = MappedDictionary.IndexName;
    private readonly ShardFiles? _shards;
    private readonly Dictionary<string, Bundle> _open = [];
    private readonly Bundle? _file;

    /// <summary>Looks in an index of a file, which becomes this object's.</summary>
    /// <exception cref="UsageException">The file has no such index.</exception>
    public KeyLookup(Bundle file, string? index)
    {
        _file = file;
        BundleIndex? found = file.Indexes.FirstOrDefault(candidate => index is null || candidate.Name == index);
        if (found is null)
        {
            file.Dispose();
            throw new UsageException(file.Indexes.Count == 0 ? "the file has no index to look keys up in" : $"the file has no index '{index}'; it has {string.Join(", ", file.Indexes.Select(candidate => candidate.Name))}");
        }

        _index = found.Name;
        _keyKind = found.KeyKind;
    }

    /// <summary>Looks in the shards of a manifest; each is opened when a key needs it.</summary>
    /// <exception cref="UsageException">Shards have no index of that name.</exception>
    public KeyLookup(ShardFiles shards, string? index)
    {
        if (index is not null && index != MappedDictionary.IndexName)
        {
            throw new UsageException($"shards have no index '{index}'; they have {MappedDictionary.IndexName}");
        }

        _shards = shards;
        _keyKind = shards.Manifest.KeyKind;
    }

    /// <summary>Writes the records of a key.</summary>
    /// <returns>Whether there are any.</returns>
    public bool Write(string key, RecordJsonWriter output)
    {
        MappedRecords<ObjectView> records = _keyKind switch
        {
            KeyKind.UInt32 => FindParsed<uint>(key),
            KeyKind.UInt64 => FindParsed<ulong>(key),
            KeyKind.Int32 => FindParsed<int>(key),
            KeyKind.Int64 => FindParsed<long>(key),
            KeyKind.Guid => FindParsed<Guid>(key),
            KeyKind.Bytes => FindBytes(key),
            KeyKind.Object => Find(JsonKey.Parse(key)),
            _ => Find(key),
        };
        foreach (ObjectView record in records)
        {
            output.Write(record);
        }

        return !records.IsEmpty;
    }

    public void Dispose()
    {
        _file?.Dispose();
        foreach (Bundle shard in _open.Values)
        {
            shard.Dispose();
        }
    }

    /// <summary>What is no number of the key's type, or no GUID, is no key.</summary>
    private MappedRecords<ObjectView> FindParsed<TKey>(string text)
        where TKey : notnull, ISpanParsable<TKey> => TKey.TryParse(text, CultureInfo.InvariantCulture, out TKey? key) ? Find(key) : default;

    /// <summary>Keys of bytes are given as hexadecimal digits.</summary>
    private MappedRecords<ObjectView> FindBytes(string text)
    {
        byte[] key = new byte[text.Length / 2];
        return Convert.FromHexString(text, key, out _, out _) == OperationStatus.Done ? Find(key) : default;
    }

    private MappedRecords<ObjectView> Find<TKey>(TKey key)
        where TKey : notnull => FileOf(key).GetMultiDictionary<TKey, ObjectView>(_index)[key];

    private Bundle FileOf<TKey>(TKey key)
        where TKey : notnull
    {
        if (_file is not null)
        {
            return _file;
        }

        ShardInfo shard = _shards!.Manifest.GetShard(key);
        if (!_open.TryGetValue(shard.FileName, out Bundle? bundle))
        {
            bundle = _shards.Open(shard);
            _open.Add(shard.FileName, bundle);
        }

        return bundle;
    }
}
