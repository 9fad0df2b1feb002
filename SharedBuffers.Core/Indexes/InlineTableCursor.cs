using SharedBuffers.Hashing;

namespace SharedBuffers.Indexes;

/// <summary>Walks a table of byte-string keys.</summary>
internal sealed class InlineTableCursor(RawTable table, ulong seed) : TableCursor(table, seed)
{
    protected override bool TryRead(long position, out ulong hash, out ReadOnlySpan<byte> key, out ulong value)
    {
        bool occupied = Table.TryReadInline(position, out key, out value);
        hash = occupied ? XxHash3.Hash64(key, Seed) : 0;
        return occupied;
    }
}
