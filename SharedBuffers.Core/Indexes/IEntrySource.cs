namespace SharedBuffers.Indexes;

/// <summary>The entries that a table is assembled from, in parts whose order is that of the hashes. Each pass loads the parts front to back.</summary>
internal interface IEntrySource : IDisposable
{
    /// <summary>Entries, less those that were left out so far.</summary>
    long Count { get; }

    /// <summary>Parts; at least 1.</summary>
    int PartitionCount { get; }

    /// <summary>Loads a part; the one before it is gone.</summary>
    EntryRun Load(int partition);

    /// <summary>Keeps a part for later passes as it is now: sorted, and without the entries that were dropped.</summary>
    /// <param name="partition">The part that was loaded last.</param>
    /// <param name="kept">How many entries at the front of the run stay.</param>
    void Keep(int partition, int kept);

    /// <summary>An empty spool for the same entries under another seed.</summary>
    EntrySpool NewSpool();
}
