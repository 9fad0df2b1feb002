using System.Runtime.InteropServices;
using SharedBuffers.Packing;

namespace SharedBuffers.Indexes;

/// <summary>One part of a spool in memory: its entries, sortable by hash, and the keys and payloads behind them.</summary>
/// <remarks>Without keys the entries are the records. With keys an entry's payload is the place of its record, and <see cref="PayloadOf"/> follows it.</remarks>
internal sealed class EntryRun(bool keyed, PackBuffer records) : IDisposable
{
    private readonly PackBuffer _index = new();
    private readonly PackBuffer _scratch = new();
    private int _count;
    private int _sharedBits;

    /// <summary>Whether the entries of the records have been listed.</summary>
    public bool IsIndexed { get; private set; }

    /// <summary>Whether the entries are in hash order already.</summary>
    public bool IsSorted { get; private set; }

    /// <summary>The entries. Good until the next part is loaded.</summary>
    public Span<SortEntry> Entries
    {
        get
        {
            PackBuffer source = keyed ? _index : records;
            return MemoryMarshal.Cast<byte, SortEntry>(source.GetWritableSpan(0, _count * SortEntry.Size));
        }
    }

    /// <summary>The value or reference that was added.</summary>
    public ulong PayloadOf(in SortEntry entry) => keyed ? records.Read<ulong>((long)entry.Payload + sizeof(ulong)) : entry.Payload;

    /// <summary>The key that was added; empty in a spool without keys.</summary>
    public ReadOnlySpan<byte> KeyOf(in SortEntry entry)
    {
        if (!keyed)
        {
            return default;
        }

        long place = (long)entry.Payload;
        return records.GetSpan(place + EntrySpool.KeyedHead, records.Read<int>(place + SortEntry.Size));
    }

    /// <summary>The bytes of an entry as a spool stores them. Good until the next call.</summary>
    public ReadOnlySpan<byte> RecordOf(in SortEntry entry)
    {
        if (keyed)
        {
            long place = (long)entry.Payload;
            return records.GetSpan(place, EntrySpool.KeyedHead + records.Read<int>(place + SortEntry.Size));
        }

        return MemoryMarshal.AsBytes(new ReadOnlySpan<SortEntry>(in entry));
    }

    /// <summary>Forgets all records, to be filled entry by entry.</summary>
    /// <param name="sharedBits">Upper bits that are the same in all hashes.</param>
    public void Begin(int sharedBits)
    {
        Clear();
        records.Clear();
        _sharedBits = sharedBits;
        IsIndexed = true;
        IsSorted = false;
    }

    /// <summary>Adds an entry to a run that was begun.</summary>
    public void Add(ulong hash, ulong payload, ReadOnlySpan<byte> key)
    {
        _count++;
        if (!keyed)
        {
            records.Append(new SortEntry(hash, payload));
            return;
        }

        _index.Append(new SortEntry(hash, (ulong)records.Length));
        Span<byte> record = records.AppendSpan(EntrySpool.KeyedHead + key.Length);
        MemoryMarshal.Write(record, new SortEntry(hash, payload));
        MemoryMarshal.Write(record[SortEntry.Size..], key.Length);
        key.CopyTo(record[EntrySpool.KeyedHead..]);
    }

    /// <summary>Lists the entries of the records now loaded.</summary>
    /// <param name="sorted">Whether they are in hash order.</param>
    /// <param name="sharedBits">Upper bits that are the same in all hashes.</param>
    public void Index(bool sorted, int sharedBits = 0)
    {
        _sharedBits = sharedBits;
        IsIndexed = true;
        IsSorted = sorted;
        _index.Clear();
        if (!keyed)
        {
            _count = checked((int)(records.Length / SortEntry.Size));
            return;
        }

        _count = 0;
        for (long place = 0; place < records.Length; _count++)
        {
            _index.Append(new SortEntry(records.Read<ulong>(place), (ulong)place));
            place += EntrySpool.KeyedHead + records.Read<int>(place + SortEntry.Size);
        }
    }

    /// <summary>Sorts the entries by hash; equal hashes stay in input order.</summary>
    public void Sort()
    {
        if (!IsSorted)
        {
            _scratch.Clear();
            HashSort.Sort(Entries, MemoryMarshal.Cast<byte, SortEntry>(_scratch.AppendSpan(_count * SortEntry.Size)), _sharedBits);
            IsSorted = true;
        }
    }

    /// <summary>Forgets all entries but the first ones.</summary>
    public void Truncate(int count) => _count = count;

    /// <summary>Forgets all entries.</summary>
    public void Clear()
    {
        _count = 0;
        IsIndexed = false;
        _index.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _count = 0;
        _index.Dispose();
        _scratch.Dispose();
    }
}
