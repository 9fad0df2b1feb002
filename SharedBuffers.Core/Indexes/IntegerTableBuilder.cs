using System.Globalization;

namespace SharedBuffers.Indexes;

/// <summary>
/// Builds a table of integer keys in bounded memory: 16 bytes an entry, keys as their hashes. Values take 4 bytes a slot when all of them fit. Keys with few gaps
/// become places, where that is the smaller table.
/// </summary>
/// <remarks>Use: <see cref="Add"/> for each pair, then <see cref="Build(Stream)"/> once. Not thread-safe.</remarks>
internal sealed class IntegerTableBuilder : IDisposable
{
    private readonly IndexBuildOptions _options;
    private readonly bool _narrowKeys;
    private readonly bool _isMulti;
    private readonly ulong _seed;
    private readonly EntrySpool _spool;
    private readonly SortedPayloads _dropped;
    private readonly Func<ulong, string> _describe;
    private IntegerHash _hash;
    private KeyBounds _bounds;
    private ulong _greatestValue;
    private TableAssembler? _assembler;

    /// <summary>Creates a builder.</summary>
    /// <param name="options">Duplicate policy, budget, progress.</param>
    /// <param name="narrowKeys">Whether keys are 32-bit.</param>
    /// <param name="seed">First seed tried.</param>
    /// <param name="describe">The key for messages; null for its decimal digits.</param>
    /// <param name="isMulti">Whether a key keeps all its values.</param>
    public IntegerTableBuilder(IndexBuildOptions options, bool narrowKeys, ulong seed = 0, Func<ulong, string>? describe = null, bool isMulti = false)
    {
        _options = options;
        _narrowKeys = narrowKeys;
        _bounds = new KeyBounds(narrowKeys);
        _isMulti = isMulti;
        _seed = seed;
        _hash = new IntegerHash(seed);
        _describe = describe ?? (key => key.ToString(CultureInfo.InvariantCulture));
        _spool = new EntrySpool(keyed: false, options.MemoryBudget / SortedPayloads.BudgetShare * (SortedPayloads.BudgetShare - 1), options.TempDirectory);
        _dropped = new SortedPayloads(options);
    }

    /// <summary>Distinct keys, once built; before that, entries added.</summary>
    public long Count => _assembler?.Count ?? _spool.Count;

    /// <summary>Pairs whose key was repeated; known after <see cref="Build(Stream)"/>.</summary>
    public long DroppedCount => _dropped.Count;

    /// <summary>Values of the dropped pairs, ascending; known after <see cref="Build(Stream)"/>.</summary>
    public IEnumerable<ulong> DroppedValues() => _dropped.Ascending();

    /// <summary>Adds a pair. With narrow keys the key is below 2^32.</summary>
    public void Add(ulong key, ulong value)
    {
        _bounds.Add(key);
        _greatestValue = Math.Max(_greatestValue, value);
        _spool.Add(HashOf(key, _hash), value);
    }

    /// <summary>Writes the table and returns its length. Called once.</summary>
    public long Build(Stream destination) => Build(destination, []);

    /// <summary>The same without the pairs of some values.</summary>
    /// <param name="destination">Receives the bytes front to back.</param>
    /// <param name="excluded">Values whose pairs are left out, ascending.</param>
    public long Build(Stream destination, IEnumerable<ulong> excluded)
    {
        ArgumentNullException.ThrowIfNull(destination);
        _assembler = new TableAssembler(_spool, new Encoding(this, remembersDropped: true), _options, _isMulti);
        _assembler.Exclude(excluded);
        _assembler.Write(destination, _seed);
        return _assembler.Length;
    }

    /// <summary>Writes a table of the entries of other tables, in place of <see cref="Build(Stream)"/>: the bytes are those of a build from what they were built from.</summary>
    /// <remarks>Values that are dropped are not remembered.</remarks>
    public long Merge(IReadOnlyList<RawTable> tables, Stream destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        var encoding = new Encoding(this, remembersDropped: false);
        IEntrySource source = TableMerge.Open(tables, encoding, _spool, _seed, _options, _isMulti, (hash, value, _) =>
        {
            _bounds.Add(KeyOf(hash, Under(_seed)));
            _greatestValue = Math.Max(_greatestValue, value);
        });
        _assembler = new TableAssembler(source, encoding, _options, _isMulti);
        _assembler.Write(destination, _seed);
        return _assembler.Length;
    }

    /// <summary>Frees memory and removes temporary files.</summary>
    public void Dispose()
    {
        _assembler?.Dispose();
        _spool.Dispose();
        _dropped.Dispose();
    }

    private ulong KeyOf(ulong hash, in IntegerHash function) => _narrowKeys ? function.Unmix((uint)(hash >> 32)) : function.Unmix(hash);

    private ulong HashOf(ulong key, in IntegerHash function) => _narrowKeys ? RawTable.HashOfMixed32(function.Mix((uint)key)) : function.Mix(key);

    // Entries are asked about in their order under one seed, before the next one is tried.
    private ref readonly IntegerHash Under(ulong seed)
    {
        if (_hash.Seed != seed)
        {
            _hash = new IntegerHash(seed);
        }

        return ref _hash;
    }

    private sealed class Encoding(IntegerTableBuilder builder, bool remembersDropped) : ITableEncoding
    {
        public ulong GreatestPayload => builder._greatestValue;

        // A value is as wide as the key beside it, or wider.
        public int ValueWidthFor(int needed) => builder._narrowKeys ? needed : sizeof(ulong);

        public TableGeometry ChooseGeometry(int valueWidth) => builder._narrowKeys ? TableGeometry.UInt32Keys(valueWidth) : TableGeometry.UInt64Keys();

        public KeyRange? KeyRange => builder._bounds.ToRange();

        public ulong PlaceOf(in SortEntry entry, ulong seed, KeyRange range)
        {
            ulong place = unchecked(builder.KeyOf(entry.Hash, builder.Under(seed)) - range.First);
            return builder._narrowKeys ? (uint)place : place;
        }

        // The hash is a bijection.
        public bool KeysEqual(EntryRun run, in SortEntry left, in SortEntry right) => true;

        public void OnDropped(EntryRun run, in SortEntry entry)
        {
            if (remembersDropped)
            {
                builder._dropped.Add(entry.Payload, builder._greatestValue);
            }
        }

        // Duplicates are settled under the first seed: later ones find none.
        public string DescribeKey(EntryRun run, in SortEntry entry) => builder._describe(builder.KeyOf(entry.Hash, builder.Under(builder._seed)));

        public ulong Rehash(EntryRun run, in SortEntry entry, ulong oldSeed, ulong seed) => builder.HashOf(builder.KeyOf(entry.Hash, new IntegerHash(oldSeed)), builder.Under(seed));

        public ulong MixedKeyOf(in SortEntry entry) => builder._narrowKeys ? entry.Hash >> 32 : entry.Hash;

        // The slot of a displaced key: two words.
        public void WriteSlot(Span<byte> slot, EntryRun run, in SortEntry entry, ulong value)
        {
            int width = slot.Length / 2;
            SlotValue.Write(slot[..width], MixedKeyOf(entry));
            SlotValue.Write(slot[width..], value);
        }
    }
}
