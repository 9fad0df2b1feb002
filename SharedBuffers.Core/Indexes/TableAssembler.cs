using System.Runtime.InteropServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;

namespace SharedBuffers.Indexes;

/// <summary>
/// Turns a spool of entries into a table: sort each partition and settle duplicates, measure the placement, write. Every pass is sequential.
/// </summary>
/// <remarks>
/// The measuring pass makes the header exact before the first byte is written, so that any forward-only stream will do, and finds the unlucky or hostile inputs
/// that are placed again under the next seed. The result depends on the entries and their order only, never on the budget.
/// </remarks>
internal sealed class TableAssembler(EntrySpool spool, ITableEncoding encoding, IndexBuildOptions options) : IDisposable
{
    /// <summary>Probe length that calls for another seed. Random hashes stay below a third of it at any size.</summary>
    public const ulong ReseedProbe = 64;

    /// <summary>Seeds that are tried before a long probe is accepted: what a seed does not cure are equal keys of a broken hash.</summary>
    public const int MaxReseeds = 4;

    private const int SliceLength = 1 << 16;

    /// <summary>Sort, measure, write.</summary>
    private const int Passes = 3;

    private EntrySpool _spool = spool;

    private delegate void EntryVisitor(EntryRun run, ReadOnlySpan<SortEntry> entries);

    /// <summary>Bytes that <see cref="Write"/> wrote.</summary>
    public long Length { get; private set; }

    /// <summary>Entries in the table.</summary>
    public long Count => _spool.Count;

    /// <summary>Writes the table.</summary>
    /// <param name="destination">Receives the bytes, front to back.</param>
    /// <param name="seed">Seed of the hashes in the spool.</param>
    public void Write(Stream destination, ulong seed)
    {
        ulong homes;
        ulong longest;
        TableGeometry geometry;
        for (int attempt = 0; ; attempt++)
        {
            bool hasReserved = SortAndSettle();
            geometry = encoding.ChooseGeometry();
            homes = geometry.HomeBuckets((ulong)_spool.Count);
            longest = hasReserved ? ulong.MaxValue : Measure(geometry, homes);
            if (longest <= ReseedProbe || (attempt == MaxReseeds && longest <= RawTable.MaxProbe))
            {
                break;
            }

            if (attempt == MaxReseeds)
            {
                ThrowHelper.InvalidOperation($"{attempt + 1} seeds leave more than {RawTable.MaxProbe} buckets of keys with equal hashes: the keys were made to collide.");
            }

            Rehash(seed, seed + 1);
            seed++;
        }

        // The value area behind the heap is aligned.
        long heapLength = (encoding.KeyHeapLength + 7) & ~7L;
        var header = new HashTableHeader
        {
            Magic = HashTableHeader.ExpectedMagic,
            Version = HashTableHeader.CurrentVersion,
            Kind = geometry.Kind,
            EntryCount = (ulong)_spool.Count,
            HomeBucketCount = homes,
            Seed = seed,
            LongestProbe = (uint)longest,
            BucketSize = (ushort)geometry.BucketSize,
            SlotCount = (byte)geometry.SlotCount,
            ValueWidth = (byte)geometry.ValueWidth,
            KeyCapacity = (ushort)geometry.KeyCapacity,
            KeyHeapLength = (ulong)heapLength,
        };
        destination.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<HashTableHeader>(in header)));
        var writer = new BucketWriter(destination, geometry, homes, encoding);
        VisitEntries(0.6, 0.4, (run, entries) =>
        {
            foreach (ref readonly SortEntry entry in entries)
            {
                writer.Add(run, entry);
            }
        });
        writer.Finish(homes + longest);
        Length = HashTableHeader.Size + ((long)(homes + longest) * geometry.BucketSize) + heapLength;
        if (heapLength > 0)
        {
            WriteKeyHeap(destination);
            destination.Write(stackalloc byte[(int)(heapLength - encoding.KeyHeapLength)]);
        }

        ReportFraction(1);
    }

    /// <summary>Frees the spool, which the assembler took over.</summary>
    public void Dispose() => _spool.Dispose();

    private void WriteKeyHeap(Stream destination) => VisitEntries(1, 0, (run, entries) =>
    {
        foreach (ref readonly SortEntry entry in entries)
        {
            encoding.WriteHeapKey(destination, run, entry);
        }
    });

    private bool SortAndSettle()
    {
        bool hasReserved = false;
        for (int partition = 0; partition < _spool.PartitionCount; partition++)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            EntryRun run = _spool.Load(partition);
            run.Sort();
            int kept = DuplicateFilter.Settle(run, options.Duplicates, encoding);
            hasReserved |= kept > 0 && encoding.IsReserved(run.Entries[kept - 1].Hash);
            _spool.Keep(partition, kept);
            Report(0, 0.5, partition + 1);
        }

        return hasReserved;
    }

    private ulong Measure(TableGeometry geometry, ulong homes)
    {
        var placement = new BucketPlacement(homes, geometry.SlotCount);
        VisitEntries(0.5, 0.1, (run, entries) =>
        {
            foreach (ref readonly SortEntry entry in entries)
            {
                placement.Place(entry.Hash);
                encoding.Measure(run, entry);
            }
        });
        return placement.LongestProbe;
    }

    private void Rehash(ulong oldSeed, ulong seed)
    {
        EntrySpool next = _spool.NewLikeThis();
        try
        {
            VisitEntries(0, 0, (run, entries) =>
            {
                foreach (ref readonly SortEntry entry in entries)
                {
                    next.Add(encoding.Rehash(run, entry, oldSeed, seed), run.PayloadOf(entry), run.KeyOf(entry));
                }
            });
        }
        catch
        {
            next.Dispose();
            throw;
        }

        _spool.Dispose();
        _spool = next;
    }

    private void VisitEntries(double start, double share, EntryVisitor visit)
    {
        for (int partition = 0; partition < _spool.PartitionCount; partition++)
        {
            EntryRun run = _spool.Load(partition);
            Span<SortEntry> entries = run.Entries;
            for (int first = 0; first < entries.Length; first += SliceLength)
            {
                options.CancellationToken.ThrowIfCancellationRequested();
                int end = Math.Min(first + SliceLength, entries.Length);
                visit(run, entries[first..end]);
                Report(start, share, partition + ((double)end / entries.Length));
            }
        }
    }

    private void Report(double start, double share, double partitionsDone)
    {
        if (share > 0)
        {
            ReportFraction(start + (share * partitionsDone / _spool.PartitionCount));
        }
    }

    // Passes over the same entries: the total is known, and the fraction is real.
    private void ReportFraction(double fraction)
    {
        long total = _spool.Count * Passes;
        options.Progress?.Report(new WorkProgress("index", (long)(fraction * total), total));
    }
}
