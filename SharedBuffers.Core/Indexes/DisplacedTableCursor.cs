using SharedBuffers.Layout;

namespace SharedBuffers.Indexes;

/// <summary>Walks a small table of integer keys in the order of the hashes of any seed: its entries are sorted in memory.</summary>
internal sealed class DisplacedTableCursor(RawTable table, ulong seed) : TableCursor(table, seed, ascends: true)
{
    private readonly (ulong Hash, ulong Value)[] _entries = Sort(table, seed);

    protected override long PositionCount => _entries.Length;

    protected override bool TryRead(long position, out ulong hash, out ReadOnlySpan<byte> key, out ulong value)
    {
        key = default;
        (hash, value) = _entries[position];
        return true;
    }

    private static (ulong Hash, ulong Value)[] Sort(RawTable table, ulong seed)
    {
        var hash = new IntegerHash(seed);
        bool isNarrow = table.Geometry.Kind == HashTableKind.UInt32Keys;
        var entries = new List<(ulong Hash, ulong Value)>();
        for (long position = 0; position < table.PositionCount; position++)
        {
            if (table.TryReadInteger(position, out ulong key, out ulong value))
            {
                entries.Add((isNarrow ? RawTable.HashOfMixed32(hash.Mix((uint)key)) : hash.Mix(key), value));
            }
        }

        entries.Sort((left, right) => left.Hash.CompareTo(right.Hash));
        return [.. entries];
    }
}
