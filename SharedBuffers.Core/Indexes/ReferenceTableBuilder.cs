using SharedBuffers.Hashing;

namespace SharedBuffers.Indexes;

/// <summary>
/// Builds the table that <see cref="KeyedRecordTable"/> reads, in bounded memory: entries are 16 bytes, keys stay with their records.
/// </summary>
/// <remarks>Use: <see cref="Add(ReadOnlySpan{byte}, long)"/> for each record, then <see cref="Build"/> once. Not thread-safe.</remarks>
internal sealed class ReferenceTableBuilder : IDisposable
{
    private readonly IndexBuildOptions _options;
    private readonly EntrySpool _spool;
    private readonly SortedPayloads _dropped;
    private readonly Encoding _encoding;
    private ulong _greatestUnits;
    private TableAssembler? _assembler;

    /// <summary>Creates a builder.</summary>
    /// <param name="options">Duplicate policy, budget, progress.</param>
    /// <param name="keys">Reads keys back; used for repeated hashes only.</param>
    /// <param name="seed">First seed tried; the default is what all files use.</param>
    /// <param name="describe">The key for messages; null for <see cref="KeyText.Describe"/>.</param>
    public ReferenceTableBuilder(IndexBuildOptions options, IKeySource keys, ulong seed = 0, KeyDescription? describe = null)
    {
        _options = options;
        Seed = seed;

        // References that duplicates lose are kept for the caller.
        _spool = new EntrySpool(keyed: false, options.MemoryBudget / SortedPayloads.BudgetShare * (SortedPayloads.BudgetShare - 1), options.TempDirectory);
        _dropped = new SortedPayloads(options);
        _encoding = new Encoding(this, keys, describe ?? KeyText.Describe);
    }

    /// <summary>Seed that <see cref="Add(ulong, long)"/> expects its hashes to be made with.</summary>
    public ulong Seed { get; }

    /// <summary>Distinct keys; known after <see cref="Build"/>.</summary>
    public long Count => _assembler?.Count ?? _spool.Count;

    /// <summary>Records whose key was repeated; known after <see cref="Build"/>.</summary>
    public long DroppedCount => _dropped.Count;

    /// <summary>Adds a record by its key.</summary>
    public void Add(ReadOnlySpan<byte> key, long reference) => Add(XxHash3.Hash64(key, Seed), reference);

    /// <summary>Adds a record by the hash of its key.</summary>
    /// <param name="hash">XXH3-64 of the key under <see cref="Seed"/>.</param>
    /// <param name="reference">Offset of the record: positive, a multiple of 8.</param>
    public void Add(ulong hash, long reference)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(reference);
        ArgumentOutOfRangeException.ThrowIfNotEqual(reference & 7, 0, nameof(reference));

        // Slots count units of 8 bytes: see RawTable.References.
        ulong units = (ulong)reference >> 3;
        _greatestUnits = Math.Max(_greatestUnits, units);
        _spool.Add(hash, units);
    }

    /// <summary>Writes the table. Called once; the entries are gone afterwards.</summary>
    /// <param name="destination">Receives the bytes front to back; need not seek.</param>
    /// <returns>Bytes written.</returns>
    /// <exception cref="Diagnostics.DuplicateKeyException">A key is repeated and the policy is <see cref="DuplicatePolicy.Error"/>.</exception>
    /// <exception cref="OperationCanceledException">The options' token asked for it.</exception>
    public long Build(Stream destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        _assembler = new TableAssembler(_spool, _encoding, _options);
        _assembler.Write(destination, Seed);
        return _assembler.Length;
    }

    /// <summary>References of the dropped records, ascending, after <see cref="Build"/>.</summary>
    public IEnumerable<long> DroppedReferences() => _dropped.Ascending().Select(units => (long)(units << 3));

    /// <summary>Frees memory and removes temporary files.</summary>
    public void Dispose()
    {
        _assembler?.Dispose();
        _spool.Dispose();
        _dropped.Dispose();
    }

    private sealed class Encoding(ReferenceTableBuilder builder, IKeySource keys, KeyDescription describe) : ITableEncoding
    {
        private byte[] _left = [];

        public ulong GreatestPayload => builder._greatestUnits;

        public TableGeometry ChooseGeometry(int valueWidth) => TableGeometry.References(valueWidth);

        public bool KeysEqual(EntryRun run, in SortEntry left, in SortEntry right)
        {
            ReadOnlySpan<byte> key = KeyOf(left);
            int length = key.Length;
            if (length > _left.Length)
            {
                _left = new byte[Math.Max(256, length)];
            }

            key.CopyTo(_left);
            return KeyOf(right).SequenceEqual(_left.AsSpan(0, length));
        }

        public string DescribeKey(EntryRun run, in SortEntry entry) => describe(KeyOf(entry));

        public void OnDropped(EntryRun run, in SortEntry entry) => builder._dropped.Add(entry.Payload, builder._greatestUnits);

        public ulong Rehash(EntryRun run, in SortEntry entry, ulong oldSeed, ulong seed) => XxHash3.Hash64(KeyOf(entry), seed);

        public void WriteSlot(Span<byte> slot, EntryRun run, in SortEntry entry, ulong value) => SlotValue.Write(slot, value);

        private ReadOnlySpan<byte> KeyOf(in SortEntry entry) => keys.GetKey((long)(entry.Payload << 3));
    }
}
