using System.Runtime.InteropServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;

namespace SharedBuffers.Indexes;

/// <summary>
/// Turns entries into a table: sort each partition and settle duplicates, measure the placement, write area by area. Every pass is sequential.
/// </summary>
/// <remarks>
/// The measuring pass makes the header exact before the first byte is written, so that any forward-only stream will do, and finds the unlucky or hostile inputs
/// that are placed again under the next seed. The result depends on the entries and their order only, never on the budget.
/// </remarks>
internal sealed partial class TableAssembler(IEntrySource source, ITableEncoding encoding, IndexBuildOptions options, bool isMulti = false) : IDisposable
{
    /// <summary>Displacement that calls for another seed. Random hashes stay far below it at any size.</summary>
    public const ulong ReseedDisplacement = 1024;

    /// <summary>Seeds that are tried before a long displacement is accepted: what a seed does not cure are equal keys of a broken hash.</summary>
    public const int MaxReseeds = 4;

    /// <summary>Entries between two looks at the cancellation token.</summary>
    private const int ReportEvery = 1 << 16;

    /// <summary>Payloads that one pass leaves out at least, however small the budget.</summary>
    private const int LeastExcludedPart = 1 << 12;

    private readonly long _added = source.Count;
    private IEntrySource _source = source;
    private ForeseenTable? _foreseen;
    private ulong _longest;
    private ulong _valueUnits;

    private delegate void GroupVisitor(EntryRun run, ReadOnlySpan<SortEntry> group);

    private delegate void KeyVisitor(EntryRun run, SortEntry entry, int key);

    /// <summary>Bytes that <see cref="Write"/> wrote.</summary>
    public long Length { get; private set; }

    /// <summary>Distinct keys; before <see cref="Write"/>, entries.</summary>
    public long Count { get; private set; } = source.Count;

    /// <summary>Leaves entries out by what they lead to, before policies see them. Called before <see cref="Write"/>.</summary>
    /// <param name="payloads">Payloads whose entries go, ascending.</param>
    /// <remarks>A pass for each part of the payloads that fits a quarter of the budget, which nothing else needs once all entries are there.</remarks>
    public void Exclude(IEnumerable<ulong> payloads)
    {
        foreach (ulong[] part in payloads.Chunk((int)Math.Clamp(options.MemoryBudget / 4 / sizeof(ulong), LeastExcludedPart, 1 << 27)))
        {
            for (int partition = 0; partition < _source.PartitionCount; partition++)
            {
                options.CancellationToken.ThrowIfCancellationRequested();
                EntryRun run = _source.Load(partition);
                run.Sort();
                Span<SortEntry> entries = run.Entries;
                int kept = 0;
                foreach (SortEntry entry in entries)
                {
                    if (Array.BinarySearch(part, run.PayloadOf(entry)) < 0)
                    {
                        entries[kept++] = entry;
                    }
                }

                _source.Keep(partition, kept);
            }
        }

        Count = _source.Count;
    }

    /// <summary>Writes the table.</summary>
    /// <param name="destination">Receives the bytes, front to back.</param>
    /// <param name="seed">Seed of the hashes of the source.</param>
    public void Write(Stream destination, ulong seed)
    {
        int width;
        ulong homes;
        TableGeometry geometry;
        int displacementsLeft = DisplacedPlacement.MostSeeds;
        for (int attempt = 0; ;)
        {
            Foresee();
            SortAndSettle();
            CountKeys();
            width = encoding.ValueWidthFor(ValueWidth());
            geometry = encoding.ChooseGeometry(width);
            if (ChooseDirectRange(geometry, out int directWidth) is { } range)
            {
                WriteDirect(destination, seed, range, TableGeometry.Direct(geometry.Kind, directWidth));
                return;
            }

            if (MayDisplace(geometry))
            {
                if (geometry.HasInlineKeys)
                {
                    if (attempt == 0 && TryWriteDisplacedKeys(destination, geometry))
                    {
                        return;
                    }
                }
                else if (displacementsLeft-- > 0)
                {
                    if (TryWriteDisplacedIntegers(destination, seed, geometry))
                    {
                        return;
                    }

                    Rehash(seed, seed + 1);
                    seed++;
                    continue;
                }
            }

            homes = Measure(geometry);
            if (_longest <= ReseedDisplacement || (attempt == MaxReseeds && _longest <= RawTable.MaxDisplacement))
            {
                break;
            }

            if (attempt++ == MaxReseeds)
            {
                ThrowHelper.InvalidOperation($"{attempt} seeds leave more than {RawTable.MaxDisplacement} keys with equal hashes: the keys were made to collide.");
            }

            Rehash(seed, seed + 1);
            seed++;
        }

        geometry = encoding.SettleGeometry(geometry, homes, _longest);

        TableAreas areas = WriteHeader(destination, geometry, homes, seed);
        if (geometry.HasLines)
        {
            WriteLines(destination, homes, geometry, areas.HomeCount);
        }
        else
        {
            ulong tagsLength = areas.SlotsOffset - HashTableHeader.Size;
            bool isForeseen = _foreseen?.TryWriteTags(destination, tagsLength) ?? false;
            _foreseen?.Dispose();
            if (!isForeseen)
            {
                WriteTags(destination, homes, tagsLength);
            }

            WriteSlots(destination, homes, geometry, areas.HeapOffset - areas.SlotsOffset, start: isForeseen ? 0.4 : 0.6);
        }

        WriteHeap(destination);
        WriteRuns(destination, width);
        ReportFraction(1);
    }

    /// <summary>Frees the source, which the assembler took over.</summary>
    public void Dispose()
    {
        _source.Dispose();
        _foreseen?.Dispose();
    }

    // The value area behind the heap is aligned.
    private ulong AlignedHeapLength => ((ulong)encoding.KeyHeapLength + 7) & ~7UL;

    // In a multi table the top bit tells runs from values. A run takes its values and their count; there cannot be more runs than entries.
    private int ValueWidth() => isMulti
        ? encoding.GreatestPayload <= int.MaxValue && _source.Count <= int.MaxValue / 2 ? 4 : 8
        : encoding.GreatestPayload <= uint.MaxValue ? 4 : 8;

    // The number of homes is that of the geometry which will be chosen: it depends on the kind alone. Where some of what was added is gone already, all must be measured.
    private void Foresee()
    {
        _foreseen?.Dispose();
        TableGeometry geometry = encoding.ChooseGeometry(sizeof(ulong));
        _foreseen = isMulti || geometry.SlotsPerHome > 1 || _source.Count < _added
            ? null
            : new ForeseenTable(_source.Count, geometry.HomesFor((ulong)_source.Count, options.FillPercent), options.MemoryBudget);
    }

    private void SortAndSettle()
    {
        for (int partition = 0; partition < _source.PartitionCount; partition++)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            EntryRun run = _source.Load(partition);
            run.Sort();
            _source.Keep(partition, DuplicateFilter.Apply(run, encoding, options, isMulti));
            _foreseen?.Place(run.Entries);
            Report(0, 0.4, partition + 1);
        }
    }

    // Without groups the number of keys is known; with them it takes a pass of its own.
    private void CountKeys()
    {
        Count = _source.Count;
        if (isMulti)
        {
            long keys = 0;
            Visit(0.4, 0, (run, group) => keys++);
            Count = keys;
        }
    }

    // All ones stand for a missing key. No run looks like that: its place would lie behind all values.
    private KeyRange? ChooseDirectRange(TableGeometry hashed, out int width)
    {
        width = ValueWidth();
        if (!isMulti && encoding.GreatestPayload >= uint.MaxValue)
        {
            width = sizeof(ulong);
        }

        ulong hashedLength = hashed.HomesFor((ulong)Count, options.FillPercent) * (ulong)hashed.SlotStride;
        bool isPossible = isMulti || encoding.GreatestPayload != RawTable.Missing;
        return Count > 0 && isPossible && encoding.KeyRange is { } range && range.Length <= hashedLength / (ulong)width ? range : null;
    }

    private ulong Measure(TableGeometry geometry)
    {
        ulong homes = geometry.HomesFor((ulong)Count, options.FillPercent);
        _valueUnits = 0;
        if (_foreseen is { IsTrue: true })
        {
            encoding.MeasureAll();
            _longest = _foreseen.LongestDisplacement;
            return homes;
        }

        _foreseen?.Dispose();
        _foreseen = null;
        var placement = new SlotPlacement(homes, geometry.SlotsPerHome);
        Visit(0.4, 0.1, (run, group) =>
        {
            encoding.Measure(run, group[0], placement.Place(group[0].Hash));
            _valueUnits += NeedsRun(run, group) ? (ulong)group.Length + 1 : 0;
        });
        _longest = Math.Max(placement.LongestDisplacement, geometry.HasLines ? 1UL : 0);
        return homes;
    }

    private void WriteDirect(Stream destination, ulong seed, KeyRange range, TableGeometry geometry)
    {
        // Places sort as hashes do: another round, after which entries come in the order of their keys.
        Respool((_, entry) => range.ToHash(encoding.PlaceOf(entry, seed, range)));
        SortAndSettle();
        MeasureRuns();

        TableAreas areas = WriteHeader(destination, geometry, range.Length, range.First);
        var writer = new DirectWriter(destination, geometry.ValueWidth);
        ulong units = 0;
        Visit(0.5, 0.5, (run, group) => writer.Put(range.ToPlace(group[0].Hash), SlotValueOf(run, group, geometry.ValueWidth, ref units)));
        writer.Finish(range.Length, areas.HeapOffset - areas.SlotsOffset);
        WriteRuns(destination, geometry.ValueWidth);
        ReportFraction(1);
    }

    // A share of slots that the caller asks for is one of places that follow the hashes.
    private bool MayDisplace(TableGeometry geometry) => options.FillPercent is null && (geometry.HasInlineKeys
        ? DisplacedPlacement.IsFor(Count, geometry.SlotStride)
        : geometry.HasLines && DisplacedPlacement.IsFor(Count, 2 * geometry.ValueWidth));

    private void MeasureRuns()
    {
        _longest = 0;
        _valueUnits = 0;
        if (isMulti)
        {
            Visit(0.4, 0.1, (run, group) => _valueUnits += NeedsRun(run, group) ? (ulong)group.Length + 1 : 0);
        }
    }

    private TableAreas WriteHeader(Stream destination, TableGeometry geometry, ulong homes, ulong seed)
    {
        var header = new HashTableHeader
        {
            Magic = HashTableHeader.ExpectedMagic,
            Version = HashTableHeader.CurrentVersion,
            Kind = geometry.Kind,
            Flags = isMulti ? HashTableHeader.MultiFlag : (byte)0,
            EntryCount = (ulong)Count,
            HomeCount = homes,
            Seed = seed,
            LongestDisplacement = (uint)_longest,
            SlotStride = (ushort)geometry.SlotStride,
            ValueWidth = (byte)geometry.ValueWidth,
            KeyCapacity = (ushort)geometry.KeyCapacity,
            BucketBits = geometry.BucketBits,
            SampledWords = geometry.Words,
            KeyHeapLength = AlignedHeapLength,
            ValueAreaLength = _valueUnits * (ulong)geometry.ValueWidth,
            ValueCount = isMulti ? (ulong)_source.Count : 0,
        };
        encoding.Complete(ref header);
        TableAreas areas = TableAreas.Of(header, long.MaxValue)!.Value;
        destination.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<HashTableHeader>(in header)));
        Length = (long)areas.Length;
        return areas;
    }

    private void WriteTags(Stream destination, ulong homes, ulong length)
    {
        var placement = new SlotPlacement(homes, 1);
        var writer = new SparseWriter(destination, 1);
        Visit(0.5, 0.1, (run, group) => writer.At(placement.Place(group[0].Hash))[0] = (byte)RawTable.TagOf(group[0].Hash));
        writer.Finish(length);
    }

    private void WriteSlots(Stream destination, ulong homes, TableGeometry geometry, ulong length, double start)
    {
        var placement = new SlotPlacement(homes, 1);
        var writer = new SparseWriter(destination, geometry.SlotStride);
        ulong units = 0;
        Visit(start, 1 - start, (run, group) =>
            encoding.WriteSlot(writer.At(placement.Place(group[0].Hash)), run, group[0], SlotValueOf(run, group, geometry.ValueWidth, ref units)));
        writer.Finish(length);
    }

    private void WriteLines(Stream destination, ulong homes, TableGeometry geometry, ulong lines)
    {
        var placement = new SlotPlacement(homes, geometry.SlotsPerHome);
        var writer = new LineWriter(destination, geometry);
        ulong units = 0;
        Visit(0.5, 0.5, (run, group) =>
            writer.Put(placement.Place(group[0].Hash), encoding.MixedKeyOf(group[0]), SlotValueOf(run, group, geometry.ValueWidth, ref units)));
        writer.Finish(lines);
    }

    private void WriteHeap(Stream destination)
    {
        if (encoding.KeyHeapLength > 0)
        {
            Visit(1, 0, (run, group) => encoding.WriteHeapKey(destination, run, group[0]));
            destination.Write(stackalloc byte[(int)(AlignedHeapLength - (ulong)encoding.KeyHeapLength)]);
        }
    }

    // The value itself, or where its run will lie.
    private ulong SlotValueOf(EntryRun run, ReadOnlySpan<SortEntry> group, int width, ref ulong units)
    {
        if (!NeedsRun(run, group))
        {
            return run.PayloadOf(group[0]);
        }

        ulong place = units;
        units += (ulong)group.Length + 1;
        return place | MultiValue.RunBit(width);
    }

    private void WriteRuns(Stream destination, int width)
    {
        if (_valueUnits == 0)
        {
            return;
        }

        var writer = new SparseWriter(destination, width);
        ulong unit = 0;
        Visit(1, 0, (run, group) =>
        {
            if (NeedsRun(run, group))
            {
                Put((ulong)group.Length);
                foreach (ref readonly SortEntry entry in group)
                {
                    Put(run.PayloadOf(entry));
                }
            }
        });
        writer.Finish(_valueUnits * (ulong)width);

        void Put(ulong value) => SlotValue.Write(writer.At(unit++), value);
    }

    // A single value lies in its slot unless it has the bit that marks runs.
    private bool NeedsRun(EntryRun run, ReadOnlySpan<SortEntry> group) => isMulti && (group.Length > 1 || run.PayloadOf(group[0]) > long.MaxValue);

    private void Rehash(ulong oldSeed, ulong seed) => Respool((run, entry) => encoding.Rehash(run, entry, oldSeed, seed));

    private void Respool(Func<EntryRun, SortEntry, ulong> hash)
    {
        EntrySpool next = _source.NewSpool();
        try
        {
            Visit(0, 0, (run, group) =>
            {
                foreach (ref readonly SortEntry entry in group)
                {
                    next.Add(hash(run, entry), run.PayloadOf(entry), run.KeyOf(entry));
                }
            });
        }
        catch
        {
            next.Dispose();
            throw;
        }

        _source.Dispose();
        _source = next;
    }

    // Entries of one key are neighbours by now, and of one partition.
    private void Visit(double start, double share, GroupVisitor visit)
    {
        for (int partition = 0; partition < _source.PartitionCount; partition++)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            EntryRun run = _source.Load(partition);
            ReadOnlySpan<SortEntry> entries = run.Entries;
            int nextReport = ReportEvery;
            for (int first = 0; first < entries.Length;)
            {
                int end = first + 1;
                while (isMulti && end < entries.Length && entries[end].Hash == entries[first].Hash && encoding.KeysEqual(run, entries[first], entries[end]))
                {
                    end++;
                }

                visit(run, entries[first..end]);
                first = end;
                if (first >= nextReport)
                {
                    nextReport = first + ReportEvery;
                    options.CancellationToken.ThrowIfCancellationRequested();
                    Report(start, share, partition + ((double)first / entries.Length));
                }
            }

            Report(start, share, partition + 1);
        }
    }

    private void Report(double start, double share, double partitionsDone)
    {
        if (share > 0)
        {
            ReportFraction(start + (share * partitionsDone / _source.PartitionCount));
        }
    }

    private void ReportFraction(double fraction)
    {
        // Hundredths of a percent: the work is passes over entries, whose number is known, so the fraction is real.
        const int Total = 10_000;
        options.Progress?.Report(new WorkProgress("index", (long)(fraction * Total), Total));
    }
}
