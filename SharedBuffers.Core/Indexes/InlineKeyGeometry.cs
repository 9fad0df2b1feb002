namespace SharedBuffers.Indexes;

/// <summary>Chooses the slots of a table of inline keys from the key lengths seen: how long a key may be to lie in its slot.</summary>
/// <remarks>The measure is bytes an entry, with a price in bytes for keys in the heap, which is one more place to go.</remarks>
internal static class InlineKeyGeometry
{
    /// <summary>Price of a key in the heap, beside its bytes: a cache line.</summary>
    private const double HeapPenalty = 64;

    /// <summary>Chooses.</summary>
    /// <param name="lengths">Keys of each length from 0 to <see cref="TableGeometry.MaxKeyCapacity"/>; the last element counts all longer ones.</param>
    /// <param name="heapBytes">Bytes of the keys that the last element counts.</param>
    /// <param name="valueWidth">4 or 8.</param>
    public static TableGeometry Choose(ReadOnlySpan<long> lengths, long heapBytes, int valueWidth)
    {
        double count = 0;
        foreach (long c in lengths)
        {
            count += c;
        }

        TableGeometry best = default;
        double bestCost = double.MaxValue;
        double heapCost = heapBytes + (lengths[^1] * HeapPenalty);
        for (int capacity = TableGeometry.MaxKeyCapacity; capacity >= TableGeometry.MinKeyCapacity; capacity--)
        {
            TableGeometry candidate = TableGeometry.InlineKeys(capacity, valueWidth);
            double cost = heapCost + (count * candidate.SlotStride * 100 / TableGeometry.FillPercent);
            if (cost < bestCost)
            {
                best = candidate;
                bestCost = cost;
            }

            heapCost += lengths[capacity] * (sizeof(uint) + capacity + HeapPenalty);
        }

        return count == 0 ? TableGeometry.InlineKeys(TableGeometry.MinKeyCapacity, valueWidth) : best;
    }
}
