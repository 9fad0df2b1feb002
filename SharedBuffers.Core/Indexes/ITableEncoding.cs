namespace SharedBuffers.Indexes;

/// <summary>What one kind of table needs to know about its entries while it is assembled. See <see cref="TableAssembler"/>.</summary>
/// <remarks>Members with a body are for the kinds that need them; the others leave them as they are.</remarks>
internal interface ITableEncoding
{
    /// <summary>Chooses bucket layout and widths from what was seen while entries were added.</summary>
    TableGeometry ChooseGeometry();

    /// <summary>Whether two entries of equal hash have equal keys.</summary>
    bool KeysEqual(EntryRun run, in SortEntry left, in SortEntry right);

    /// <summary>The key for an error message.</summary>
    string DescribeKey(EntryRun run, in SortEntry entry);

    /// <summary>Told about every entry that the duplicate policy drops.</summary>
    void OnDropped(EntryRun run, in SortEntry entry)
    {
    }

    /// <summary>Whether a hash is what marks an empty slot, so that the table must be hashed with another seed.</summary>
    bool IsReserved(ulong hash) => false;

    /// <summary>The entry's hash under another seed.</summary>
    ulong Rehash(EntryRun run, in SortEntry entry, ulong oldSeed, ulong seed);

    /// <summary>Told about every entry, in hash order, before the first is written.</summary>
    void Measure(EntryRun run, in SortEntry entry)
    {
    }

    /// <summary>Fills a zeroed bucket with what marks its slots as empty, where that is not zero.</summary>
    void ClearBucket(Span<byte> bucket)
    {
    }

    /// <summary>Writes an entry into a slot; tag and limit bytes are the caller's.</summary>
    void WriteSlot(Span<byte> bucket, int slot, EntryRun run, in SortEntry entry);

    /// <summary>Bytes of the key heap; final when every entry was measured.</summary>
    long KeyHeapLength => 0;

    /// <summary>Writes an entry's part of the key heap, if it has one. Called in hash order after the buckets.</summary>
    void WriteHeapKey(Stream destination, EntryRun run, in SortEntry entry)
    {
    }
}
