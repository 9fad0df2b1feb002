using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Collections;

/// <summary>The section that tells where the records of an array are, in the order of the array.</summary>
internal readonly struct RecordOffsets
{
    private const int Unit = 8;

    private readonly BufferView _offsets;
    private readonly bool _isWide;

    private RecordOffsets(BufferView offsets, in ArrayIndexHeader header)
    {
        _offsets = offsets;
        _isWide = header.OffsetWidth == sizeof(ulong);
        Count = header.Count;
        KeyKind = header.KeyKind;
    }

    /// <summary>Records.</summary>
    public long Count { get; }

    /// <summary>Kind of the keys that lie before the records.</summary>
    public KeyKind KeyKind { get; }

    /// <summary>Checks the header against the section; O(1).</summary>
    /// <exception cref="CorruptBufferException">The section is none of this kind, or too short for what its header says.</exception>
    public static RecordOffsets Open(BufferView section)
    {
        var header = section.Read<ArrayIndexHeader>(0);
        if (header.Version != ArrayIndexHeader.CurrentVersion || header.OffsetWidth is not (sizeof(uint) or sizeof(ulong)) || header.KeyKind > KeyKind.Int64)
        {
            ThrowHelper.Corrupt($"Version {header.Version}, width {header.OffsetWidth} and key kind {header.KeyKind} are no array index that this library reads", section.Offset);
        }

        // The product cannot overflow: the count is at most what the quotient allows.
        long room = section.Length - ArrayIndexHeader.Size;
        if (header.Count < 0 || header.Count > room / header.OffsetWidth)
        {
            ThrowHelper.Corrupt($"{header.Count} record offsets of {header.OffsetWidth} bytes do not fit {section.Length} bytes", section.Offset + 8);
        }

        return new RecordOffsets(section.Slice(ArrayIndexHeader.Size, header.Count * header.OffsetWidth), header);
    }

    /// <summary>Offset of a record from the start of the records; whoever uses it checks it against them.</summary>
    /// <param name="index">0-based, checked by the caller against <see cref="Count"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long GetOffset(long index) => _isWide
        ? unchecked(_offsets.Read<long>(index * sizeof(ulong)) * Unit)
        : (long)_offsets.Read<uint>(index * sizeof(uint)) * Unit;

    /// <summary>Starts loading the offset of a record.</summary>
    /// <param name="index">0-based, checked by the caller against <see cref="Count"/>.</param>
    public void Prefetch(long index) => _offsets.Region.Prefetch(_offsets.Offset + (index * (_isWide ? sizeof(ulong) : sizeof(uint))));
}
