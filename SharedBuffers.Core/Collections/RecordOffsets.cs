using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Collections;

/// <summary>The section that tells where the records of an array are, in the order of the array.</summary>
internal readonly struct RecordOffsets
{
    private const int Unit = 8;

    private readonly MemoryRegion _region;

    /// <summary>Where the offsets start in the region; with equal distances, the offset of the first record.</summary>
    private readonly long _start;

    private readonly long _distance;
    private readonly bool _isWide;

    private RecordOffsets(MemoryRegion region, long start, long distance, in ArrayIndexHeader header)
    {
        _region = region;
        _start = start;
        _distance = distance;
        _isWide = header.OffsetWidth == sizeof(ulong);
        Count = header.Count;
        KeyKind = header.KeyKind;
        SharesValues = (header.Flags & ArrayIndexHeader.SharedValuesFlag) != 0;
    }

    /// <summary>Records.</summary>
    public long Count { get; }

    /// <summary>Kind of the keys that lie before the records.</summary>
    public KeyKind KeyKind { get; }

    /// <summary>Whether records may lead to values in other records, so that none can be copied by itself.</summary>
    public bool SharesValues { get; }

    /// <summary>Checks the header against the section; O(1).</summary>
    /// <exception cref="CorruptBufferException">The section is none of this kind, or too short for what its header says.</exception>
    public static RecordOffsets Open(BufferView section)
    {
        var header = section.Read<ArrayIndexHeader>(0);
        if (header.Version != ArrayIndexHeader.CurrentVersion || header.OffsetWidth is not (ArrayIndexHeader.EqualDistances or sizeof(uint) or sizeof(ulong)) || (header.KeyKind != KeyKind.None && !header.KeyKind.IsKey()))
        {
            ThrowHelper.Corrupt($"Version {header.Version}, width {header.OffsetWidth} and key kind {header.KeyKind} are no array index that this library reads", section.Offset);
        }

        if (header.OffsetWidth == ArrayIndexHeader.EqualDistances)
        {
            return OpenDistances(section, header);
        }

        // The product cannot overflow: the count is at most what the quotient allows.
        long room = section.Length - ArrayIndexHeader.Size;
        if (header.Count < 0 || header.Count > room / header.OffsetWidth)
        {
            ThrowHelper.Corrupt($"{header.Count} record offsets of {header.OffsetWidth} bytes do not fit {section.Length} bytes", section.Offset + 8);
        }

        BufferView offsets = section.Slice(ArrayIndexHeader.Size, header.Count * header.OffsetWidth);
        return new RecordOffsets(offsets.Region, offsets.Offset, 0, header);
    }

    /// <summary>Offset of a record from the start of the records; whoever uses it checks it against them.</summary>
    /// <param name="index">0-based, checked by the caller against <see cref="Count"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long GetOffset(long index)
    {
        if (_distance != 0)
        {
            return _start + (index * _distance);
        }

        return _isWide
            ? unchecked(_region.Read<long>(_start + (index * sizeof(ulong))) * Unit)
            : (long)_region.Read<uint>(_start + (index * sizeof(uint))) * Unit;
    }

    /// <summary>Bytes from one record to the next, or 0 when each has an offset of its own.</summary>
    public long Distance => _distance;

    /// <summary>How many records, from the first on, lie at equal distances and start below a limit.</summary>
    public long CountEqualBelow(long limit) => _distance == 0 || _start >= limit ? 0 : Math.Min(Count, ((limit - 1 - _start) / _distance) + 1);

    /// <summary>Starts loading the offset of a record.</summary>
    /// <param name="index">0-based, checked by the caller against <see cref="Count"/>.</param>
    public void Prefetch(long index)
    {
        if (_distance == 0)
        {
            _region.Prefetch(_start + (index * (_isWide ? sizeof(ulong) : sizeof(uint))));
        }
    }

    private static RecordOffsets OpenDistances(BufferView section, in ArrayIndexHeader header)
    {
        BufferView numbers = section.Slice(ArrayIndexHeader.Size, ArrayIndexHeader.DistancesLength);
        ulong first = numbers.Read<ulong>(0);
        ulong distance = numbers.Read<ulong>(sizeof(ulong));

        // The last offset must fit, which bounds the count too: no sum below can overflow.
        const ulong MaxOffset = long.MaxValue / Unit;
        if (distance == 0 || first > MaxOffset || header.Count < 1 || (ulong)(header.Count - 1) > (MaxOffset - first) / distance)
        {
            ThrowHelper.Corrupt($"{header.Count} records cannot start at {first} and lie {distance} apart, in units of {Unit} bytes", section.Offset + ArrayIndexHeader.Size);
        }

        return new RecordOffsets(section.Region, (long)first * Unit, (long)distance * Unit, header);
    }
}
