using SharedBuffers.Layout;
using SharedBuffers.Packing;

namespace SharedBuffers.Indexes;

/// <summary>
/// Where entries will lie and what their tags are, found while duplicates are settled, for the case that there are none: that of most builds and merges, which then read their entries
/// twice and not four times.
/// </summary>
/// <remarks>For tables with one slot a home and one value a key. The tags are kept as long as they fit a share of the budget, a byte a slot; otherwise they take a pass of their own.</remarks>
/// <param name="count">Entries.</param>
/// <param name="homes">Homes of a table of all of them.</param>
/// <param name="memoryBudget">The budget of the build.</param>
internal sealed class ForeseenTable(long count, ulong homes, long memoryBudget) : IDisposable
{
    /// <summary>Share of the budget that tags may take. Sorting is within three quarters, and the buffers of a spill are gone by then.</summary>
    private const long BudgetShare = 8;

    private const long MostTags = 1 << 30;

    // What lies behind the homes: slots of entries that left theirs, and the zeros that readers load beside the last.
    private const ulong Reserve = TableAssembler.ReseedDisplacement + HashTableHeader.TagGroup + HashTableHeader.AreaAlignment;

    private readonly PackBuffer _tags = new();
    private readonly bool _keepsTags = homes <= (ulong)Math.Min(memoryBudget / BudgetShare, MostTags);
    private SlotPlacement _placement = new(homes, 1);
    private long _placed;

    /// <summary>Whether it came as foreseen: all entries were placed.</summary>
    public bool IsTrue => _placed == count;

    /// <summary>Most slots that an entry lies behind its home.</summary>
    public ulong LongestDisplacement => _placement.LongestDisplacement;

    /// <summary>Places the next entries; hashes must not descend.</summary>
    public void Place(ReadOnlySpan<SortEntry> entries)
    {
        if (_tags.Length == 0 && _keepsTags)
        {
            _tags.Reserve((long)(homes + Reserve));
        }

        _placed += entries.Length;
        Span<byte> tags = _tags.GetWritableSpan(0, (int)_tags.Length);
        foreach (ref readonly SortEntry entry in entries)
        {
            ulong slot = _placement.Place(entry.Hash);
            if (slot < (ulong)tags.Length)
            {
                tags[(int)slot] = (byte)RawTable.TagOf(entry.Hash);
            }
        }
    }

    /// <summary>Writes the tags, if they were kept and lie where a table of usual displacements has them.</summary>
    /// <param name="destination">Receives them.</param>
    /// <param name="length">Bytes, zeros at the end included.</param>
    public bool TryWriteTags(Stream destination, ulong length)
    {
        bool fits = length <= (ulong)_tags.Length;
        if (fits)
        {
            destination.Write(_tags.GetSpan(0, (int)length));
        }

        return fits;
    }

    /// <summary>Frees the tags.</summary>
    public void Dispose() => _tags.Dispose();
}
