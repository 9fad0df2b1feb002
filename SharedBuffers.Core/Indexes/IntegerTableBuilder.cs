using System.Buffers.Binary;
using System.Globalization;

namespace SharedBuffers.Indexes;

/// <summary>
/// Builds a table of integer keys in bounded memory: 16 bytes an entry, keys as their hashes. Values take 4 bytes a slot when all of them fit.
/// </summary>
/// <remarks>Use: <see cref="Add"/> for each pair, then <see cref="Build"/> once. Not thread-safe.</remarks>
internal sealed class IntegerTableBuilder : IDisposable
{
    private readonly IndexBuildOptions _options;
    private readonly bool _narrowKeys;
    private readonly ulong _seed;
    private readonly EntrySpool _spool;
    private readonly DroppedEntries _dropped;
    private readonly Func<ulong, string> _describe;
    private ulong _greatestValue;
    private TableAssembler? _assembler;

    /// <summary>Creates a builder.</summary>
    /// <param name="options">Duplicate policy, budget, progress.</param>
    /// <param name="narrowKeys">Whether keys are 32-bit.</param>
    /// <param name="seed">First seed tried.</param>
    /// <param name="describe">The key for messages; null for its decimal digits.</param>
    public IntegerTableBuilder(IndexBuildOptions options, bool narrowKeys, ulong seed = 0, Func<ulong, string>? describe = null)
    {
        _options = options;
        _narrowKeys = narrowKeys;
        _seed = seed;
        _describe = describe ?? (key => key.ToString(CultureInfo.InvariantCulture));
        _spool = new EntrySpool(keyed: false, options.MemoryBudget / DroppedEntries.BudgetShare * (DroppedEntries.BudgetShare - 1), options.TempDirectory);
        _dropped = new DroppedEntries(options);
    }

    /// <summary>Distinct keys, once built; before that, entries added.</summary>
    public long Count => _assembler?.Count ?? _spool.Count;

    /// <summary>Pairs whose key was repeated; known after <see cref="Build"/>.</summary>
    public long DroppedCount => _dropped.Count;

    /// <summary>Values of the dropped pairs, ascending; known after <see cref="Build"/>.</summary>
    public IEnumerable<ulong> DroppedValues() => _dropped.Ascending();

    /// <summary>Adds a pair. With narrow keys the key is below 2^32.</summary>
    public void Add(ulong key, ulong value)
    {
        _greatestValue = Math.Max(_greatestValue, value);
        _spool.Add(HashOf(key, _seed), value);
    }

    /// <summary>Writes the table and returns its length. Called once.</summary>
    public long Build(Stream destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        _assembler = new TableAssembler(_spool, new Encoding(this), _options);
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

    // A 32-bit hash is the upper half of what the placement calls hash; see RawTable.TryFindUInt32.
    private ulong HashOf(ulong key, ulong seed) => _narrowKeys ? (ulong)IntegerHash.Mix32((uint)key, seed) << 32 : IntegerHash.Mix64(key, seed);

    private sealed class Encoding(IntegerTableBuilder builder) : ITableEncoding
    {
        private TableGeometry _geometry;

        public TableGeometry ChooseGeometry()
        {
            int width = builder._greatestValue <= uint.MaxValue ? 4 : 8;
            return _geometry = builder._narrowKeys ? TableGeometry.UInt32Keys(width) : TableGeometry.UInt64Keys(width);
        }

        // The hash is a bijection.
        public bool KeysEqual(EntryRun run, in SortEntry left, in SortEntry right) => true;

        public void OnDropped(EntryRun run, in SortEntry entry) => builder._dropped.Add(entry.Payload, builder._greatestValue);

        // Duplicates are settled under the first seed: later ones find none.
        public string DescribeKey(EntryRun run, in SortEntry entry) => builder._describe(KeyOf(entry, builder._seed));

        public bool IsReserved(ulong hash) => builder._narrowKeys ? hash >> 32 == RawTable.EmptyKey32 : hash == RawTable.EmptyKey64;

        public ulong Rehash(EntryRun run, in SortEntry entry, ulong oldSeed, ulong seed) => builder.HashOf(KeyOf(entry, oldSeed), seed);

        public void ClearBucket(Span<byte> bucket) => bucket[..(_geometry.SlotCount * _geometry.KeyWidth)].Fill(byte.MaxValue);

        public void WriteSlot(Span<byte> bucket, int slot, EntryRun run, in SortEntry entry)
        {
            if (builder._narrowKeys)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(bucket[(4 * slot)..], (uint)(entry.Hash >> 32));
            }
            else
            {
                BinaryPrimitives.WriteUInt64LittleEndian(bucket[(8 * slot)..], entry.Hash);
            }

            Span<byte> values = bucket[_geometry.ValuesOffset..];
            if (_geometry.ValueWidth == 8)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(values[(8 * slot)..], entry.Payload);
            }
            else
            {
                BinaryPrimitives.WriteUInt32LittleEndian(values[(4 * slot)..], (uint)entry.Payload);
            }
        }

        private ulong KeyOf(in SortEntry entry, ulong seed) => builder._narrowKeys
            ? IntegerHash.Unmix32((uint)(entry.Hash >> 32), seed)
            : IntegerHash.Unmix64(entry.Hash, seed);
    }
}
