using SharedBuffers.Layout;

namespace SharedBuffers.Indexes;

/// <summary>Walks a table of integer keys. Their hashes are the keys: entries come without key bytes.</summary>
internal sealed class IntegerTableCursor(RawTable table, ulong seed) : TableCursor(table, seed)
{
    private readonly bool _narrow = table.Geometry.Kind == HashTableKind.UInt32Keys;

    protected override bool TryRead(long position, out ulong hash, out ReadOnlySpan<byte> key, out ulong value)
    {
        bool occupied = Table.TryReadInteger(position, out ulong mixed, out value);
        key = default;
        hash = 0;
        if (occupied)
        {
            hash = _narrow
                ? RawTable.HashOfMixed32(Table.Seed == Seed ? (uint)mixed : IntegerHash.Mix32(IntegerHash.Unmix32((uint)mixed, Table.Seed), Seed))
                : Table.Seed == Seed ? mixed : IntegerHash.Mix64(IntegerHash.Unmix64(mixed, Table.Seed), Seed);
        }

        return occupied;
    }
}
