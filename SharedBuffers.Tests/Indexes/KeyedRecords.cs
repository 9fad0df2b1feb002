using System.Runtime.InteropServices;
using SharedBuffers.Indexes;
using SharedBuffers.Memory;

namespace SharedBuffers.Tests.Indexes;

/// <summary>Records with their keys before them, in memory, as a dictionary file has them: 8 bytes of ordinal a record.</summary>
internal sealed class KeyedRecords : IKeySource
{
    private readonly List<byte> _bytes = [];

    public List<long> References { get; } = [];

    public MemoryRegion ToRegion() => MemoryRegion.CopyOf(_bytes.ToArray());

    /// <summary>Puts a table and the records into one region, as a file does.</summary>
    public MemoryRegion Open(byte[] table, out KeyedRecordTable index)
    {
        MemoryRegion region = MemoryRegion.CopyOf([.. table, .. _bytes]);
        index = KeyedRecordTable.Open(region.View.Slice(0, table.Length), region.View.Slice(table.Length, _bytes.Count));
        return region;
    }

    public long Add(ReadOnlySpan<byte> key)
    {
        while ((_bytes.Count + key.Length + 4) % 8 != 0)
        {
            _bytes.Add(0);
        }

        _bytes.AddRange(key);
        _bytes.AddRange(BitConverter.GetBytes(key.Length));
        long reference = _bytes.Count;
        _bytes.AddRange(BitConverter.GetBytes((long)References.Count));
        References.Add(reference);
        return reference;
    }

    public ReadOnlySpan<byte> GetKey(long reference)
    {
        ReadOnlySpan<byte> before = CollectionsMarshal.AsSpan(_bytes)[..(int)reference];
        int length = MemoryMarshal.Read<int>(before[^4..]);
        return before[..^4][^length..];
    }
}
