using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;

namespace SharedBuffers.Indexes;

/// <summary>Walks a table from its first entry to its last, which is in the order of the hashes, and stops where it is told to.</summary>
/// <remarks>What it reads may be damaged: an entry that lies before one of a smaller hash is reported, so that whoever merges tables need not sort them.</remarks>
internal abstract class TableCursor
{
    private readonly bool _ascends;
    private long _position;
    private ulong _previous;

    /// <summary>Starts before the first entry.</summary>
    /// <param name="table">The table.</param>
    /// <param name="seed">Seed of the hashes to give out. With another than the table's, and from a table of dense keys, entries come in any order.</param>
    protected TableCursor(RawTable table, ulong seed)
    {
        Table = table;
        Seed = seed;
        _ascends = table.IsInOrderOf(seed);
    }

    /// <summary>The table.</summary>
    public RawTable Table { get; }

    /// <summary>Seed of the hashes given out.</summary>
    protected ulong Seed { get; }

    /// <summary>A cursor for a table of any kind that knows its keys.</summary>
    public static TableCursor Create(RawTable table, ulong seed) => table switch
    {
        { IsMulti: true } => ThrowHelper.NotSupported<TableCursor>("Tables whose keys have several values cannot be merged: their slots hold places of values, which would mean something else elsewhere."),
        { Geometry.Kind: HashTableKind.InlineKeys } => new InlineTableCursor(table, seed),
        { Geometry.Kind: HashTableKind.UInt32Keys or HashTableKind.UInt64Keys } => new IntegerTableCursor(table, seed),
        _ => ThrowHelper.NotSupported<TableCursor>($"Tables of kind {table.Geometry.Kind} do not hold their keys: they cannot be merged by themselves."),
    };

    /// <summary>Back to the first entry.</summary>
    public void Reset()
    {
        _position = 0;
        _previous = 0;
    }

    /// <summary>Gives out entries up to a hash.</summary>
    /// <param name="last">The greatest hash wanted. The next call goes on behind it.</param>
    /// <param name="sink">Takes the entries.</param>
    /// <exception cref="CorruptBufferException">The table is damaged.</exception>
    public void ReadUpTo(ulong last, EntrySink sink)
    {
        long end = Table.PositionCount;
        for (; _position < end; _position++)
        {
            if (!TryRead(_position, out ulong hash, out ReadOnlySpan<byte> key, out ulong value))
            {
                continue;
            }

            if (_ascends)
            {
                if (hash > last)
                {
                    return;
                }

                if (hash < _previous)
                {
                    ThrowHelper.Corrupt($"The hash at position {_position} of the hash table is smaller than the one before", Table.View.Offset);
                }

                _previous = hash;
            }

            sink(hash, value, key);
        }
    }

    /// <summary>The entry at a position, if there is one.</summary>
    protected abstract bool TryRead(long position, out ulong hash, out ReadOnlySpan<byte> key, out ulong value);
}
