using SharedBuffers.Layout;

namespace SharedBuffers.Indexes;

/// <summary>What one kind of table needs to know about its entries while it is assembled. See <see cref="TableAssembler"/>.</summary>
/// <remarks>Members with a body are for the kinds that need them; the others leave them as they are.</remarks>
internal interface ITableEncoding
{
    /// <summary>The greatest payload added: decides whether values take 4 bytes or 8.</summary>
    ulong GreatestPayload { get; }

    /// <summary>Bytes of the key heap; final when every entry was measured.</summary>
    long KeyHeapLength => 0;

    /// <summary>The width that the kind stores values in when they need the given one.</summary>
    int ValueWidthFor(int needed) => needed;

    /// <summary>Chooses the slot layout from what was seen while entries were added.</summary>
    TableGeometry ChooseGeometry(int valueWidth);

    /// <summary>A range that all keys lie in, for kinds whose keys are integers.</summary>
    KeyRange? KeyRange => null;

    /// <summary>The place of an entry in that range.</summary>
    ulong PlaceOf(in SortEntry entry, ulong seed, KeyRange range) => throw new NotSupportedException();

    /// <summary>Whether two entries of equal hash have equal keys.</summary>
    bool KeysEqual(EntryRun run, in SortEntry left, in SortEntry right);

    /// <summary>The key for an error message.</summary>
    string DescribeKey(EntryRun run, in SortEntry entry);

    /// <summary>Told about every entry that the duplicate policy drops.</summary>
    void OnDropped(EntryRun run, in SortEntry entry)
    {
    }

    /// <summary>The entry's hash under another seed.</summary>
    ulong Rehash(EntryRun run, in SortEntry entry, ulong oldSeed, ulong seed);

    /// <summary>Told about every distinct key, in hash order, before the first is written.</summary>
    /// <param name="run">The entry's part.</param>
    /// <param name="entry">The first entry of the key.</param>
    /// <param name="slot">Where it will lie.</param>
    void Measure(EntryRun run, in SortEntry entry, ulong slot)
    {
    }

    /// <summary>In place of <see cref="Measure"/>, when what was added is distinct keys, one value each.</summary>
    void MeasureAll()
    {
    }

    /// <summary>The slot layout once every key was measured, for kinds that need to know their places to choose it. Homes and value width stay.</summary>
    /// <param name="geometry">What <see cref="ChooseGeometry"/> chose.</param>
    /// <param name="homes">Homes of the table.</param>
    /// <param name="longestDisplacement">Most slots that an entry lies behind its home.</param>
    TableGeometry SettleGeometry(TableGeometry geometry, ulong homes, ulong longestDisplacement) => geometry;

    /// <summary>Adds to the header what only this kind of table has.</summary>
    void Complete(ref HashTableHeader header)
    {
    }

    /// <summary>Fills a zeroed slot; for kinds whose entries lie in slots.</summary>
    void WriteSlot(Span<byte> slot, EntryRun run, in SortEntry entry, ulong value) => throw new NotSupportedException();

    /// <summary>The key as it lies in a line, for kinds whose entries lie in lines.</summary>
    ulong MixedKeyOf(in SortEntry entry) => throw new NotSupportedException();

    /// <summary>Writes an entry's part of the key heap, if it has one. Called in hash order after the slots.</summary>
    void WriteHeapKey(Stream destination, EntryRun run, in SortEntry entry)
    {
    }
}
