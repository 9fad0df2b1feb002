using System.Numerics;

namespace SharedBuffers.Indexes;

/// <summary>
/// Payloads of entries in ascending order, in bounded memory: those that a duplicate policy dropped from a table, for callers whose records must follow the table.
/// </summary>
internal sealed class SortedPayloads(IndexBuildOptions options) : IDisposable
{
    /// <summary>Share of the budget that goes to them: dropped entries are few in most inputs, and spill like others when they are not.</summary>
    public const long BudgetShare = 8;

    private EntrySpool? _spool;

    /// <summary>How many were added.</summary>
    public long Count => _spool?.Count ?? 0;

    /// <summary>Adds one.</summary>
    /// <param name="payload">What was added with the key.</param>
    /// <param name="greatest">The greatest payload of all, or more: the same for all calls.</param>
    public void Add(ulong payload, ulong greatest)
    {
        _spool ??= new EntrySpool(keyed: false, options.MemoryBudget / BudgetShare, options.TempDirectory);

        // The spool sorts by hash and spreads its partitions over the full range: payloads are scaled to it.
        _spool.Add(payload << BitOperations.LeadingZeroCount(greatest), payload);
    }

    /// <summary>All of them, ascending.</summary>
    public IEnumerable<ulong> Ascending()
    {
        for (int partition = 0; partition < (_spool?.PartitionCount ?? 0); partition++)
        {
            EntryRun run = _spool!.Load(partition);
            run.Sort();
            for (int i = 0; i < run.Entries.Length; i++)
            {
                yield return run.Entries[i].Payload;
            }
        }
    }

    /// <summary>Frees memory and removes the temporary file.</summary>
    public void Dispose() => _spool?.Dispose();
}
