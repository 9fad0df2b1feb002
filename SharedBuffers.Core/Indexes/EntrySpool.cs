using System.Numerics;
using System.Runtime.InteropServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Packing;

namespace SharedBuffers.Indexes;

/// <summary>
/// Collects the entries of a builder in bounded memory: in one buffer while it fits the budget, else split by hash prefix into partitions of a temporary file.
/// </summary>
/// <remarks>
/// <para>A record is <c>[hash u64][payload u64]</c>, and in a keyed spool also <c>[key length u32][key bytes]</c>. Partitions keep the order of the input, and
/// their order is that of the hashes: sorting each one stably sorts the whole.</para>
/// <para>Not thread-safe. One <see cref="EntryRun"/> is alive at a time.</para>
/// </remarks>
internal sealed class EntrySpool : IEntrySource
{
    /// <summary>Bytes of a keyed record before its key.</summary>
    public const int KeyedHead = SortEntry.Size + sizeof(int);

    /// <summary>Buffers are addressed with spans: budgets beyond this do not help.</summary>
    private const long MostMemory = 1L << 30;

    private const int LeastChunk = 4096;

    private readonly bool _keyed;
    private readonly long _budget;
    private readonly string? _directory;
    private readonly PackBuffer _records = new();
    private readonly EntryRun _run;
    private SpillFile? _file;
    private SpillPartition[]? _partitions;
    private int _partitionShift;
    private bool _sorted;
    private bool _isSpilling;

    /// <summary>Creates an empty spool.</summary>
    /// <param name="keyed">Whether records carry their key.</param>
    /// <param name="budget">Bytes of memory for records, sort and write buffers together.</param>
    /// <param name="directory">Where the temporary file goes.</param>
    public EntrySpool(bool keyed, long budget, string? directory)
    {
        _keyed = keyed;
        _budget = Math.Clamp(budget, IndexBuildOptions.LeastMemoryBudget, MostMemory);
        _directory = directory;
        _run = new EntryRun(keyed, _records);
    }

    /// <summary>Entries added, less those that <see cref="Keep"/> left out.</summary>
    public long Count { get; private set; }

    /// <summary>Parts in the order of their hashes; 1 while everything is in memory.</summary>
    public int PartitionCount => _partitions?.Length ?? 1;

    /// <summary>Whether the budget was exceeded.</summary>
    public bool HasSpilled => _partitions is not null;

    /// <summary>Adds an entry to a spool without keys.</summary>
    public void Add(ulong hash, ulong payload)
    {
        Count++;
        var entry = new SortEntry(hash, payload);
        if (_partitions is { } partitions)
        {
            partitions[hash >> _partitionShift].Append(MemoryMarshal.AsBytes(new ReadOnlySpan<SortEntry>(in entry)));
            return;
        }

        _records.Append(entry);

        // Sorting needs a second buffer of the same size, and a quarter is left for the write buffers of a spill.
        if (_records.Length * 2 > _budget / 4 * 3)
        {
            Spill();
        }
    }

    /// <inheritdoc/>
    public EntrySpool NewSpool() => new(_keyed, _budget, _directory);

    /// <summary>Adds an entry with its key; a spool without keys drops the key.</summary>
    public void Add(ulong hash, ulong payload, ReadOnlySpan<byte> key)
    {
        if (!_keyed)
        {
            Add(hash, payload);
            return;
        }

        Count++;
        var entry = new SortEntry(hash, payload);
        int length = key.Length;
        if (_partitions is { } partitions)
        {
            SpillPartition partition = partitions[hash >> _partitionShift];
            partition.Append(MemoryMarshal.AsBytes(new ReadOnlySpan<SortEntry>(in entry)));
            partition.Append(MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in length)));
            partition.Append(key);
            return;
        }

        _records.Append(entry);
        _records.Append(length);
        _records.AppendBytes(key);

        // Beside the records, sorting needs two arrays of entries that point to them.
        if (_records.Length + (Count * 2 * SortEntry.Size) > _budget / 4 * 3)
        {
            Spill();
        }
    }

    /// <summary>Loads a part. Its entries are in input order until <see cref="Keep"/> has stored them sorted; <see cref="EntryRun.Sort"/> sorts them.</summary>
    public EntryRun Load(int partition)
    {
        CheckSpilled();
        if (_partitions is { } partitions)
        {
            _records.Clear();
            partitions[partition].ReadAll(_records);
            _run.Index(_sorted, 64 - _partitionShift);
        }
        else if (!_run.IsIndexed)
        {
            _run.Index(_sorted);
        }

        return _run;
    }

    /// <summary>Stores a loaded part again: sorted, and without the entries that were dropped.</summary>
    /// <param name="partition">The part that was loaded last.</param>
    /// <param name="kept">How many entries at the front of the run stay.</param>
    public void Keep(int partition, int kept)
    {
        Count -= _run.Entries.Length - kept;
        _run.Truncate(kept);
        if (_partitions is { } partitions)
        {
            partitions[partition].Replace(_run);
            _sorted |= partition == partitions.Length - 1;
        }
        else
        {
            _sorted = true;
        }
    }

    /// <summary>Frees memory and removes the temporary file.</summary>
    public void Dispose()
    {
        _run.Dispose();
        _records.Dispose();
        _file?.Dispose();
        _partitions = [];
    }

    /// <summary>A spill that failed left entries half here and half there, or the last one twice if its caller tries again.</summary>
    private void CheckSpilled()
    {
        if (_isSpilling)
        {
            ThrowHelper.InvalidOperation_SpillFailed();
        }
    }

    private void Spill()
    {
        CheckSpilled();
        _isSpilling = true;

        // A quarter of the budget buffers writes; the rest holds one partition at a time later on.
        long buffers = _budget / 4;
        int count = (int)BitOperations.RoundUpToPowerOf2((ulong)Math.Clamp(buffers / (16 * LeastChunk), 64, 1024));
        int chunk = (int)Math.Max(buffers / count, LeastChunk);
        _file = new SpillFile(_directory);
        var partitions = new SpillPartition[count];
        for (int i = 0; i < count; i++)
        {
            partitions[i] = new SpillPartition(_file, chunk);
        }

        _partitionShift = 64 - BitOperations.Log2((uint)count);
        _run.Index(sorted: false);
        foreach (SortEntry entry in _run.Entries)
        {
            partitions[entry.Hash >> _partitionShift].Append(_run.RecordOf(entry));
        }

        _run.Clear();
        _records.Clear();
        _partitions = partitions;
        _isSpilling = false;
    }
}
