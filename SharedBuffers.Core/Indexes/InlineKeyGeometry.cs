using SharedBuffers.Layout;

namespace SharedBuffers.Indexes;

/// <summary>
/// Chooses the slots of a table of inline keys from the key lengths seen: how long a key may be to lie in its slot, and how many slots share a bucket.
/// </summary>
/// <remarks>
/// The measure is bytes an entry, with a price in bytes for what costs time: each line that a bucket has beyond two, and the key heap, which is another place to
/// go. Buckets of two lines win for keys of 9 to 24 bytes ("Inline bucket" in docs/experiments.md).
/// </remarks>
internal static class InlineKeyGeometry
{
    /// <summary>Price of a key in the heap, beside its bytes.</summary>
    private const double HeapPenalty = 64;

    /// <summary>Price of each line of a bucket beyond two.</summary>
    private const double LinePenalty = 6;

    /// <summary>Fewer slots overflow too often.</summary>
    private const int LeastSlots = 3;

    private const int MostLines = 8;

    /// <summary>Chooses.</summary>
    /// <param name="lengths">Keys of each length from 0 to <see cref="TableGeometry.MaxKeyCapacity"/>; the last element counts all longer ones.</param>
    /// <param name="heapBytes">Bytes of the keys that the last element counts.</param>
    /// <param name="valueWidth">4 or 8.</param>
    public static TableGeometry Choose(ReadOnlySpan<long> lengths, long heapBytes, int valueWidth)
    {
        long count = 0;
        foreach (long c in lengths)
        {
            count += c;
        }

        TableGeometry best = default;
        double bestCost = double.MaxValue;
        long heapCount = lengths[^1];
        for (int capacity = lengths.Length - 2; capacity >= TableGeometry.MinKeyCapacity; capacity--)
        {
            // Only capacities that a key fills exactly are worth trying, and the least one.
            if (lengths[capacity] > 0 || capacity == TableGeometry.MinKeyCapacity)
            {
                for (int lines = 1; lines <= MostLines; lines++)
                {
                    TableGeometry candidate = Fit(capacity, lines, valueWidth);
                    double heapShare = count == 0 ? 0 : (double)heapCount / count;
                    double cost = (candidate.BucketSize / (candidate.SlotCount * candidate.FillPercent / 100.0))
                        + (heapShare * HeapPenalty) + (count == 0 ? 0 : (double)heapBytes / count) + (LinePenalty * Math.Max(0, lines - 2));
                    if (candidate.SlotCount >= LeastSlots && candidate.IsValid() && cost < bestCost)
                    {
                        best = candidate;
                        bestCost = cost;
                    }
                }
            }

            heapCount += lengths[capacity];
            heapBytes += lengths[capacity] * (sizeof(uint) + capacity);
        }

        return best;
    }

    /// <summary>The bucket of so many lines that holds keys up to a capacity; the capacity grows into what room is left.</summary>
    public static TableGeometry Fit(int capacity, int lines, int valueWidth)
    {
        int size = lines * TableGeometry.Line;
        int slots = Math.Min(TableGeometry.MaxSlots, (size - 1) / (2 + capacity + valueWidth));
        int widest = slots == 0 ? 0 : ((size - 1 - slots) / slots) - 1 - valueWidth;
        return new TableGeometry(HashTableKind.InlineKeys, size, slots, valueWidth, Math.Min(widest, TableGeometry.MaxKeyCapacity));
    }
}
