using SharedBuffers.Diagnostics;
using SharedBuffers.Hashing;
using SharedBuffers.Indexes;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Collections;

/// <summary>The keys that an overlay takes away from the dictionary below it.</summary>
internal sealed class RemovedKeys
{
    private readonly RawTable _table;
    private readonly KeyKind _keyKind;

    private RemovedKeys(RawTable table, in RemovedKeysHeader header)
    {
        _table = table;
        _keyKind = header.KeyKind;
        BaseFileId = header.BaseFileId;
    }

    /// <summary>Id of the file that the keys are removed from; 0 if it may be any.</summary>
    public ulong BaseFileId { get; }

    /// <summary>Positions for <see cref="TryRead"/>.</summary>
    public long PositionCount => _table.PositionCount;

    /// <summary>Checks the header; O(1).</summary>
    /// <exception cref="CorruptBufferException">The section is damaged, or its keys are of another kind.</exception>
    public static RemovedKeys Open(BufferView section, KeyKind keyKind)
    {
        var header = section.Read<RemovedKeysHeader>(0);
        ulong checksum = XxHash3.Hash64(section.GetSpan(0, RemovedKeysHeader.ChecksummedLength));
        if (checksum != header.Checksum)
        {
            ThrowHelper.Corrupt_Checksum("the header of the removed keys", section.Region.Name, header.Checksum, checksum, section.Offset);
        }

        if (header.Version != RemovedKeysHeader.CurrentVersion || header.KeyKind != keyKind)
        {
            ThrowHelper.Corrupt($"Removed keys of version {header.Version} and kind {header.KeyKind} do not fit a dictionary with keys of kind {keyKind}", section.Offset);
        }

        HashTableKind kind = keyKind.IsByteString() ? HashTableKind.InlineKeys : keyKind.IsNarrow() ? HashTableKind.UInt32Keys : HashTableKind.UInt64Keys;
        return new RemovedKeys(RawTable.Open(section.Slice(RemovedKeysHeader.Size)).Expect(kind), header);
    }

    /// <summary>Whether a key is removed.</summary>
    public bool Contains(StoredKey key) => _keyKind.IsByteString() ? _table.TryFindInline(key.Bytes, _table.HashOf(key.Bytes, key.Hash), out _)
        : _keyKind.IsNarrow() ? _table.TryFindUInt32((uint)key.Bits, out _)
        : _table.TryFindUInt64(key.Bits, out _);

    /// <summary>The key at a position, if there is one.</summary>
    public bool TryRead(long position, out StoredKey key)
    {
        if (_keyKind.IsByteString())
        {
            bool hasKey = _table.TryReadInline(position, out ReadOnlySpan<byte> bytes, out _);
            key = new StoredKey(bytes);
            return hasKey;
        }

        bool occupied = _table.TryReadInteger(position, out ulong bits, out _);
        key = new StoredKey(bits);
        return occupied;
    }
}
