using SharedBuffers.Hashing;

namespace SharedBuffers.Indexes;

/// <summary>Walks a table of byte-string keys.</summary>
/// <param name="table">The table.</param>
/// <param name="seed">Seed of the hashes to give out.</param>
/// <param name="blockLength">Bytes that are read at a time.</param>
internal sealed class InlineTableCursor(RawTable table, ulong seed, int blockLength) : TableCursor(table, seed, ascends: table.Seed == seed)
{
    private readonly RawTable.SlotReader _slots = new(table, blockLength);

    public override void Dispose()
    {
        _slots.Dispose();
        base.Dispose();
    }

    protected override bool TryRead(long position, out ulong hash, out ReadOnlySpan<byte> key, out ulong value)
    {
        bool occupied = _slots.TryRead(position, out key, out value);
        hash = occupied ? XxHash3.Hash64(key, Seed) : 0;
        return occupied;
    }
}
