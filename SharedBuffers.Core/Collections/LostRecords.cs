using SharedBuffers.Indexes;

namespace SharedBuffers.Collections;

/// <summary>Records that no key of an index leads to any more, because repeated keys went to others. In bounded memory.</summary>
internal sealed class LostRecords : IDisposable
{
    /// <summary>Tables count offsets of records in units of this.</summary>
    private const int Unit = 8;

    private readonly SortedPayloads _units;

    private LostRecords(IndexBuildOptions options) => _units = new SortedPayloads(options);

    /// <summary>How many.</summary>
    public long Count => _units.Count;

    /// <summary>Their offsets, ascending.</summary>
    public IEnumerable<long> Offsets => _units.Ascending().Select(units => (long)units * Unit);

    /// <summary>Finds them.</summary>
    /// <param name="dropped">What entries that were dropped led to, ascending.</param>
    /// <param name="table">The table of the entries that stayed, which may lead to some of them too; null if none can.</param>
    /// <param name="options">Budget and folder.</param>
    /// <returns>Null if there are none.</returns>
    public static LostRecords? Find(IEnumerable<ulong> dropped, RawTable? table, IndexBuildOptions options)
    {
        using IEnumerator<ulong> candidates = dropped.GetEnumerator();
        if (!candidates.MoveNext())
        {
            return null;
        }

        var lost = new LostRecords(options);
        try
        {
            using var kept = new SortedPayloads(options);
            for (long position = 0; position < (table?.PositionCount ?? 0); position++)
            {
                if (table!.TryReadSlotValue(position, out ulong units))
                {
                    kept.Add(units, ulong.MaxValue);
                }
            }

            lost.AddAllBut(candidates, kept.Ascending());
            return lost;
        }
        catch
        {
            lost.Dispose();
            throw;
        }
    }

    public void Dispose() => _units.Dispose();

    // Both ascend. Candidates stand at their first one, and may repeat.
    private void AddAllBut(IEnumerator<ulong> candidates, IEnumerable<ulong> others)
    {
        using IEnumerator<ulong> kept = others.GetEnumerator();
        bool hasKept = kept.MoveNext();
        ulong last = 0;
        do
        {
            ulong candidate = candidates.Current;
            while (hasKept && kept.Current < candidate)
            {
                hasKept = kept.MoveNext();
            }

            if (candidate != last && !(hasKept && kept.Current == candidate))
            {
                _units.Add(candidate, ulong.MaxValue);
            }

            last = candidate;
        }
        while (candidates.MoveNext());
    }
}
