using SharedBuffers.Hashing;
using SharedBuffers.Layout;

namespace SharedBuffers.Indexes;

/// <summary>Walks a small table of displaced keys in the order of the hashes of any seed: its entries are sorted in memory.</summary>
internal sealed class DisplacedTableCursor(RawTable table, ulong seed) : TableCursor(table, seed, ascends: true)
{
    private readonly (ulong Hash, long Position)[] _entries = Sort(table, seed);

    protected override long PositionCount => _entries.Length;

    protected override bool TryRead(long position, out ulong hash, out ReadOnlySpan<byte> key, out ulong value)
    {
        key = default;
        (hash, long place) = _entries[position];
        return Table.Geometry.IsInteger ? Table.TryReadInteger(place, out _, out value) : Table.TryReadInline(place, out key, out value);
    }

    private static (ulong Hash, long Position)[] Sort(RawTable table, ulong seed)
    {
        var integers = new IntegerHash(seed);
        var entries = new List<(ulong Hash, long Position)>();
        for (long position = 0; position < table.PositionCount; position++)
        {
            if (TryHash(table, position, seed, integers, out ulong hash))
            {
                entries.Add((hash, position));
            }
        }

        return [.. entries.OrderBy(entry => entry.Hash)];
    }

    private static bool TryHash(RawTable table, long position, ulong seed, in IntegerHash integers, out ulong hash)
    {
        bool hasKey;
        if (table.Geometry.HasInlineKeys)
        {
            hasKey = table.TryReadInline(position, out ReadOnlySpan<byte> key, out _);
            hash = hasKey ? XxHash3.Hash64(key, seed) : 0;
            return hasKey;
        }

        hasKey = table.TryReadInteger(position, out ulong integer, out _);
        hash = table.Geometry.Kind == HashTableKind.UInt32Keys ? RawTable.HashOfMixed32(integers.Mix((uint)integer)) : integers.Mix(integer);
        return hasKey;
    }
}
