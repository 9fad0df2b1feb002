using SharedBuffers.Layout;

namespace SharedBuffers.Indexes;

/// <summary>Walks a table of integer keys in lines, or of dense ones, which are in no order of hashes. Their hashes are the keys: entries come without key bytes.</summary>
internal sealed class IntegerTableCursor(RawTable table, ulong seed) : TableCursor(table, seed, ascends: table.Geometry.HasLines && table.Seed == seed)
{
    private readonly bool _narrow = table.Geometry.Kind == HashTableKind.UInt32Keys;
    private readonly IntegerHash _hash = new(seed);

    protected override bool TryRead(long position, out ulong hash, out ReadOnlySpan<byte> key, out ulong value)
    {
        key = default;
        if (Ascends)
        {
            bool isEntry = Table.TryReadMixed(position, out ulong mixed, out value);
            hash = _narrow ? RawTable.HashOfMixed32((uint)mixed) : mixed;
            return isEntry;
        }

        bool occupied = Table.TryReadInteger(position, out ulong integer, out value);
        hash = _narrow ? RawTable.HashOfMixed32(_hash.Mix((uint)integer)) : _hash.Mix(integer);
        return occupied;
    }
}
