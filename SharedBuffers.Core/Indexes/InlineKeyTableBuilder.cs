using System.Buffers.Binary;
using SharedBuffers.Hashing;
using SharedBuffers.Layout;

namespace SharedBuffers.Indexes;

/// <summary>
/// Builds a table of byte-string keys in bounded memory. The slot layout follows from the key lengths; values take 4 bytes a slot when all of them fit.
/// </summary>
/// <remarks>Use: <see cref="Add(ReadOnlySpan{byte}, ulong)"/> for each pair, then <see cref="Build(Stream)"/> once. Not thread-safe.</remarks>
internal sealed class InlineKeyTableBuilder : IDisposable
{
    private readonly IndexBuildOptions _options;
    private readonly ulong _seed;
    private readonly bool _isMulti;
    private readonly HashTableKind _kind;
    private readonly KeyDescription _describe;
    private readonly EntrySpool _spool;
    private readonly SortedPayloads? _dropped;
    private readonly long[] _lengths = new long[TableGeometry.MaxKeyCapacity + 2];
    private long _heapBytes;
    private ulong _greatestValue;
    private TableAssembler? _assembler;

    /// <summary>Creates a builder.</summary>
    /// <param name="options">Duplicate policy, budget, progress.</param>
    /// <param name="seed">First seed tried.</param>
    /// <param name="isMulti">Whether a key keeps all its values.</param>
    /// <param name="kind">Inline keys, or the encoded keys of objects.</param>
    /// <param name="describe">The key for messages; null for what suits the kind.</param>
    /// <param name="remembersDropped">Whether someone will ask for what repeated keys lost.</param>
    public InlineKeyTableBuilder(
        IndexBuildOptions options, ulong seed = 0, bool isMulti = false, HashTableKind kind = HashTableKind.InlineKeys, KeyDescription? describe = null, bool remembersDropped = false)
    {
        _options = options;
        _seed = seed;
        _isMulti = isMulti;
        _kind = kind;
        _describe = describe ?? (kind == HashTableKind.ObjectKeys ? ObjectKeyText.Describe : KeyText.Describe);
        _dropped = remembersDropped ? new SortedPayloads(options) : null;
        long share = remembersDropped ? options.MemoryBudget / SortedPayloads.BudgetShare * (SortedPayloads.BudgetShare - 1) : options.MemoryBudget;
        _spool = new EntrySpool(keyed: true, share, options.TempDirectory);
    }

    /// <summary>Distinct keys, once built; before that, entries added.</summary>
    public long Count => _assembler?.Count ?? _spool.Count;

    /// <summary>Pairs whose key was repeated, if they are remembered; known after <see cref="Build(Stream)"/>.</summary>
    public long DroppedCount => _dropped?.Count ?? 0;

    /// <summary>Values of the dropped pairs, ascending, if they are remembered; known after <see cref="Build(Stream)"/>.</summary>
    public IEnumerable<ulong> DroppedValues() => _dropped?.Ascending() ?? [];

    /// <summary>Adds a pair.</summary>
    public void Add(ReadOnlySpan<byte> key, ulong value)
    {
        KeyLength.Check(key.Length);
        Add(key, XxHash3.Hash64(key, _seed), value);
    }

    /// <summary>Adds a pair under a hash that the caller has, made with the first seed: from another table, or in tests of what equal hashes do.</summary>
    internal void Add(ReadOnlySpan<byte> key, ulong hash, ulong value)
    {
        Observe(hash, value, key);
        _spool.Add(hash, value, key);
    }

    /// <summary>Writes the table and returns its length. Called once.</summary>
    public long Build(Stream destination) => Build(destination, []);

    /// <summary>The same without the pairs of some values.</summary>
    /// <param name="destination">Receives the bytes front to back.</param>
    /// <param name="excluded">Values whose pairs are left out, ascending.</param>
    public long Build(Stream destination, IEnumerable<ulong> excluded)
    {
        ArgumentNullException.ThrowIfNull(destination);
        _assembler = new TableAssembler(_spool, new Encoding(this), _options, _isMulti);
        _assembler.Exclude(excluded);
        _assembler.Write(destination, _seed);
        return _assembler.Length;
    }

    /// <summary>Writes a table of the entries of other tables, in place of <see cref="Build(Stream)"/>: the bytes are those of a build from what they were built from.</summary>
    public long Merge(IReadOnlyList<RawTable> tables, Stream destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        var encoding = new Encoding(this);
        IEntrySource source = TableMerge.Open(tables, encoding, _spool, _seed, _options, _isMulti, Observe);
        _assembler = new TableAssembler(source, encoding, _options, _isMulti);
        _assembler.Write(destination, _seed);
        return _assembler.Length;
    }

    /// <summary>Frees memory and removes temporary files.</summary>
    public void Dispose()
    {
        _assembler?.Dispose();
        _spool.Dispose();
        _dropped?.Dispose();
    }

    private void Observe(ulong hash, ulong value, ReadOnlySpan<byte> key)
    {
        _greatestValue = Math.Max(_greatestValue, value);
        _lengths[Math.Min(key.Length, TableGeometry.MaxKeyCapacity + 1)]++;
        if (key.Length > TableGeometry.MaxKeyCapacity)
        {
            _heapBytes += sizeof(uint) + key.Length;
        }
    }

    private sealed class Encoding(InlineKeyTableBuilder builder) : ITableEncoding
    {
        private TableGeometry _geometry;
        private long _heapUsed;

        public long KeyHeapLength { get; private set; }

        public ulong GreatestPayload => builder._greatestValue;

        // Duplicates count in the lengths that the choice is made from: the policy decides which values stay, never how keys lie.
        public TableGeometry ChooseGeometry(int valueWidth)
        {
            KeyHeapLength = 0;
            return _geometry = InlineKeyGeometry.Choose(builder._lengths, builder._heapBytes, valueWidth) with { Kind = builder._kind };
        }

        public bool KeysEqual(EntryRun run, in SortEntry left, in SortEntry right) => run.KeyOf(left).SequenceEqual(run.KeyOf(right));

        public string DescribeKey(EntryRun run, in SortEntry entry) => builder._describe(run.KeyOf(entry));

        public void OnDropped(EntryRun run, in SortEntry entry) => builder._dropped?.Add(run.PayloadOf(entry), builder._greatestValue);

        public ulong Rehash(EntryRun run, in SortEntry entry, ulong oldSeed, ulong seed) => XxHash3.Hash64(run.KeyOf(entry), seed);

        public void Measure(EntryRun run, in SortEntry entry, ulong slot)
        {
            int length = run.KeyOf(entry).Length;
            if (length > _geometry.KeyCapacity)
            {
                KeyHeapLength += sizeof(uint) + length;
            }
        }

        public void MeasureAll()
        {
            KeyHeapLength = builder._heapBytes;
            for (int length = _geometry.KeyCapacity + 1; length <= TableGeometry.MaxKeyCapacity; length++)
            {
                KeyHeapLength += builder._lengths[length] * (sizeof(uint) + length);
            }
        }

        public void WriteSlot(Span<byte> slot, EntryRun run, in SortEntry entry, ulong value)
        {
            ReadOnlySpan<byte> key = run.KeyOf(entry);
            if (key.Length > _geometry.KeyCapacity)
            {
                slot[0] = TableGeometry.HeapKeyMark;
                BinaryPrimitives.WriteInt64LittleEndian(slot[1..], _heapUsed);
                _heapUsed += sizeof(uint) + key.Length;
            }
            else
            {
                slot[0] = (byte)key.Length;
                key.CopyTo(slot[1..]);
            }

            SlotValue.Write(slot[_geometry.ValueOffset..], value);
        }

        public void WriteHeapKey(Stream destination, EntryRun run, in SortEntry entry)
        {
            ReadOnlySpan<byte> key = run.KeyOf(entry);
            if (key.Length > _geometry.KeyCapacity)
            {
                Span<byte> length = stackalloc byte[sizeof(uint)];
                BinaryPrimitives.WriteInt32LittleEndian(length, key.Length);
                destination.Write(length);
                destination.Write(key);
            }
        }
    }
}
