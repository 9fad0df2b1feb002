using SharedBuffers.Layout;

namespace SharedBuffers.Indexes;

/// <summary>Where the parts of a table lie, in bytes from its header, computed without overflow against the bytes that are there.</summary>
/// <param name="HomeCount">Homes and what lies behind them for those that leave theirs: slots, or lines.</param>
/// <param name="SlotsOffset">The first slot.</param>
/// <param name="HeapOffset">The key heap.</param>
/// <param name="ValuesOffset">The value area.</param>
/// <param name="Length">The end.</param>
internal readonly record struct TableAreas(ulong HomeCount, ulong SlotsOffset, ulong HeapOffset, ulong ValuesOffset, ulong Length)
{
    /// <summary>Computes the places.</summary>
    /// <param name="header">The header; its numbers may be anything but the stride, which is not 0.</param>
    /// <param name="available">Bytes of the table at most; below 2^63.</param>
    /// <returns>Null when the parts do not fit.</returns>
    public static TableAreas? Of(in HashTableHeader header, ulong available)
    {
        // Each number is compared with what is there before it is added or multiplied.
        if (available < HashTableHeader.Size || header.HomeCount > available || header.LongestDisplacement > available)
        {
            return null;
        }

        ulong homeCount = header.HomeCount + header.LongestDisplacement;
        ulong slotsOffset = Align(HashTableHeader.Size + header.LeadLength(homeCount));
        if (slotsOffset > available || homeCount > (available - slotsOffset) / header.SlotStride)
        {
            return null;
        }

        ulong heapOffset = Align(slotsOffset + (homeCount * header.SlotStride));
        if (heapOffset > available || header.KeyHeapLength > available - heapOffset || header.KeyHeapLength % 8 != 0)
        {
            return null;
        }

        ulong valuesOffset = heapOffset + header.KeyHeapLength;
        return header.ValueAreaLength > available - valuesOffset
            ? null
            : new TableAreas(homeCount, slotsOffset, heapOffset, valuesOffset, valuesOffset + header.ValueAreaLength);
    }

    private static ulong Align(ulong offset) => (offset + HashTableHeader.AreaAlignment - 1) & ~(ulong)(HashTableHeader.AreaAlignment - 1);
}
