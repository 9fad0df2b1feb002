namespace SharedBuffers.Indexes;

/// <summary>
/// Stable sort by hash. Stability is what makes duplicates come out in the order of the input, and results the same on every machine.
/// </summary>
/// <remarks>
/// Radix sort from the most significant digit (Knuth, TAOCP 5.2.5), ten bits a level, insertion sort for small groups. Hashes are spread evenly, so that two
/// levels do for hundreds of millions; groups of equal hashes end when the digits do. O(n) time, a scratch area as large as the input.
/// </remarks>
internal static class HashSort
{
    private const int DigitBits = 10;
    private const int Radix = 1 << DigitBits;
    private const int InsertionSortLimit = 48;

    /// <summary>Sorts <paramref name="entries"/> in place.</summary>
    /// <param name="entries">The entries.</param>
    /// <param name="scratch">At least as long; its content is lost.</param>
    /// <param name="sharedBits">Upper bits that are the same in all hashes: sorting by them would be a pass for nothing.</param>
    public static void Sort(Span<SortEntry> entries, Span<SortEntry> scratch, int sharedBits = 0) => SortBy(entries, scratch[..entries.Length], 64 - sharedBits);

    private static void SortBy(Span<SortEntry> entries, Span<SortEntry> scratch, int bitsLeft)
    {
        if (entries.Length <= InsertionSortLimit)
        {
            InsertionSort(entries);
            return;
        }

        if (bitsLeft <= 0)
        {
            return;
        }

        // Enough digits to leave groups for the insertion sort, not more: each costs a pass over its counters. The last level takes what bits are left.
        int bits = Math.Min(Math.Min(DigitBits, bitsLeft), Math.Max(1, int.Log2(entries.Length) - 3));
        int shift = bitsLeft - bits;
        int mask = (1 << bits) - 1;
        Span<int> ends = stackalloc int[Radix];
        ends.Clear();
        foreach (ref readonly SortEntry entry in entries)
        {
            ends[(int)(entry.Hash >> shift) & mask]++;
        }

        int sum = 0;
        for (int digit = 0; digit <= mask; digit++)
        {
            int count = ends[digit];
            ends[digit] = sum;
            sum += count;
        }

        foreach (ref readonly SortEntry entry in entries)
        {
            scratch[ends[(int)(entry.Hash >> shift) & mask]++] = entry;
        }

        scratch.CopyTo(entries);
        int start = 0;
        for (int digit = 0; digit <= mask; digit++)
        {
            int end = ends[digit];
            if (end - start > 1)
            {
                SortBy(entries[start..end], scratch[start..end], shift);
            }

            start = end;
        }
    }

    private static void InsertionSort(Span<SortEntry> entries)
    {
        for (int i = 1; i < entries.Length; i++)
        {
            SortEntry entry = entries[i];
            int hole = i;
            while (hole > 0 && entries[hole - 1].Hash > entry.Hash)
            {
                entries[hole] = entries[hole - 1];
                hole--;
            }

            entries[hole] = entry;
        }
    }
}
