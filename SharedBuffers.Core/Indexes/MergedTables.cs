using System.Numerics;
using SharedBuffers.Packing;

namespace SharedBuffers.Indexes;

/// <summary>
/// The entries of several tables as the source of one, without a copy of them: tables of one seed are in the order of their hashes, so a range of hashes is a range of
/// positions in each.
/// </summary>
/// <remarks>
/// <para>A part is one such range of all tables: their entries one table after the other, sorted while they are in the cache. Sorting is stable, so entries of one key
/// come in the order of the tables, as if their inputs had been added one after the other.</para>
/// <para>Every pass reads the tables again, front to back. Nothing is kept between passes but where each table stands, and of the mapped tables only the pages that are being read, so
/// memory does not grow with the tables.</para>
/// </remarks>
internal sealed class MergedTables : IEntrySource
{
    // Parts of about this size stay in the second-level cache while they are sorted, placed and written.
    private const long EntriesOfAPart = 1 << 13;
    private const long BytesOfAPart = 1 << 20;

    // Pages of the tables leave the process after so many parts: at most 16 MiB of them are there at a time.
    private const int PartsOfPages = 16;

    private readonly TableCursor[] _cursors;
    private readonly bool _keyed;
    private readonly IndexBuildOptions _options;
    private readonly Func<EntryRun, int> _settle;
    private readonly PackBuffer _records = new();
    private readonly EntryRun _run;
    private readonly int _partitionBits;
    private readonly EntrySink _sink;
    private EntrySink? _observer;

    /// <summary>Takes tables of one kind and seed.</summary>
    /// <param name="cursors">A cursor for each table, in the order of their inputs.</param>
    /// <param name="keyed">Whether entries have keys beside their hashes.</param>
    /// <param name="options">Budget and folder, should a spool be needed after all.</param>
    /// <param name="settle">Settles the duplicates of a sorted run; says how many entries stay.</param>
    /// <param name="observer">Told about every entry once, duplicates included, in the first pass.</param>
    public MergedTables(TableCursor[] cursors, bool keyed, IndexBuildOptions options, Func<EntryRun, int> settle, EntrySink observer)
    {
        _cursors = cursors;
        _keyed = keyed;
        _options = options;
        _settle = settle;
        _observer = observer;
        _run = new EntryRun(keyed, _records);
        _sink = Add;

        // The sizes come from files, but from headers that were compared with the bytes that are there.
        Count = cursors.Sum(c => c.Table.ValueCount);
        long parts = Math.Max(Count / EntriesOfAPart, cursors.Sum(c => c.Table.View.Length) / BytesOfAPart);
        _partitionBits = Math.Min(BitOperations.Log2((ulong)parts | 1) + 1, 30);
    }

    /// <inheritdoc/>
    public long Count { get; private set; }

    /// <inheritdoc/>
    public int PartitionCount => 1 << _partitionBits;

    /// <inheritdoc/>
    public EntryRun Load(int partition)
    {
        if (partition == 0)
        {
            Array.ForEach(_cursors, cursor => cursor.Reset());
        }

        if (partition % PartsOfPages == 0)
        {
            Array.ForEach(_cursors, cursor => cursor.Table.View.Region.ForgetPages());
        }

        ulong last = partition == PartitionCount - 1 ? ulong.MaxValue : ((ulong)(partition + 1) << (64 - _partitionBits)) - 1;
        _run.Begin(_partitionBits);
        foreach (TableCursor cursor in _cursors)
        {
            cursor.ReadUpTo(last, _sink);
        }

        _run.Sort();
        int count = _run.Entries.Length;
        _run.Truncate(_settle(_run));
        if (_observer is not null)
        {
            Count -= count - _run.Entries.Length;
            _observer = partition == PartitionCount - 1 ? null : _observer;
        }

        return _run;
    }

    /// <summary>Nothing to keep: loading settles, each time with the same result.</summary>
    public void Keep(int partition, int kept)
    {
    }

    /// <inheritdoc/>
    public EntrySpool NewSpool() => new(_keyed, _options.MemoryBudget, _options.TempDirectory);

    /// <inheritdoc/>
    public void Dispose()
    {
        _run.Dispose();
        _records.Dispose();
        Array.ForEach(_cursors, cursor => cursor.Dispose());
    }

    private void Add(ulong hash, ulong value, ReadOnlySpan<byte> key)
    {
        _observer?.Invoke(hash, value, key);
        _run.Add(hash, value, key);
    }
}
