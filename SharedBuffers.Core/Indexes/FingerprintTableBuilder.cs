using System.Globalization;
using SharedBuffers.Hashing;
using SharedBuffers.Layout;

namespace SharedBuffers.Indexes;

/// <summary>Builds a table of fingerprints in bounded memory: 16 bytes an entry. Entries of equal hash are one key with several values.</summary>
/// <remarks>Use: <see cref="Add"/> for each pair, then <see cref="Build"/> once. Not thread-safe.</remarks>
/// <param name="options">Budget, progress, whether repeated pairs are dropped.</param>
/// <param name="leastBits">Bits of a fingerprint: a multiple of 8.</param>
/// <param name="mostRate">Wanted false-positive rate: fingerprints get more bits until it is kept.</param>
/// <param name="seed">First seed tried.</param>
internal sealed class FingerprintTableBuilder(IndexBuildOptions options, int leastBits, double mostRate, ulong seed = 0) : IDisposable
{
    private readonly EntrySpool _spool = new(keyed: false, options.MemoryBudget, options.TempDirectory);
    private ulong _greatestValue;
    private TableAssembler? _assembler;

    /// <summary>Distinct hashes, once built; before that, entries added.</summary>
    public long Count => _assembler?.Count ?? _spool.Count;

    /// <summary>Adds a pair by the 64 bits that its key is known by.</summary>
    public void Add(ulong keyHash, ulong value)
    {
        _greatestValue = Math.Max(_greatestValue, value);
        _spool.Add(XxHash3.Hash64(keyHash, seed), value);
    }

    /// <summary>Writes the table and returns its length. Called once.</summary>
    public long Build(Stream destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        _assembler = new TableAssembler(_spool, new Encoding(this, leastBits, mostRate), options, isMulti: true);
        _assembler.Write(destination, seed);
        return _assembler.Length;
    }

    /// <summary>Frees memory and removes temporary files.</summary>
    public void Dispose()
    {
        _assembler?.Dispose();
        _spool.Dispose();
    }

    private sealed class Encoding(FingerprintTableBuilder builder, int leastBits, double mostRate) : ITableEncoding
    {
        private readonly FingerprintRate _rate = new();
        private double _storedRate;
        private int _bits;

        public ulong GreatestPayload => builder._greatestValue;

        public TableGeometry ChooseGeometry(int valueWidth)
        {
            _rate.Clear();
            return TableGeometry.Fingerprints(leastBits, valueWidth);
        }

        public void Measure(EntryRun run, in SortEntry entry, ulong slot) => _rate.Add(slot);

        public TableGeometry SettleGeometry(TableGeometry geometry, ulong homes, ulong longestDisplacement)
        {
            _bits = leastBits;
            while ((_storedRate = _rate.Of(_bits, homes, longestDisplacement)) > mostRate && _bits < FingerprintRate.MostBits)
            {
                _bits += 8;
            }

            return TableGeometry.Fingerprints(_bits, geometry.ValueWidth);
        }

        public void Complete(ref HashTableHeader header) => header.FalsePositiveRate = _storedRate;

        // The hash is all that is known of a key.
        public bool KeysEqual(EntryRun run, in SortEntry left, in SortEntry right) => true;

        public string DescribeKey(EntryRun run, in SortEntry entry) => entry.Hash.ToString("x16", CultureInfo.InvariantCulture);

        public ulong Rehash(EntryRun run, in SortEntry entry, ulong oldSeed, ulong seed) => XxHash3.Hash64(XxHash3.Unhash64(entry.Hash, oldSeed), seed);

        public void WriteSlot(Span<byte> slot, EntryRun run, in SortEntry entry, ulong value)
        {
            // The tag has the lowest byte.
            int width = (_bits / 8) - 1;
            for (int i = 0; i < width; i++)
            {
                slot[i] = (byte)(entry.Hash >> (8 * (i + 1)));
            }

            SlotValue.Write(slot[width..], value);
        }
    }
}
