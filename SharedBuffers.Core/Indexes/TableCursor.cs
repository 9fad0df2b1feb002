using SharedBuffers.Diagnostics;

namespace SharedBuffers.Indexes;

/// <summary>Walks a table from its first entry to its last, which is in the order of the hashes, and stops where it is told to.</summary>
/// <remarks>What it reads may be damaged: an entry that lies before one of a smaller hash is reported, so that whoever merges tables need not sort them.</remarks>
internal abstract class TableCursor : IDisposable
{
    private long _position;
    private ulong _previous;
    private ulong _next;
    private long _pairs;

    /// <summary>Starts before the first entry.</summary>
    /// <param name="table">The table.</param>
    /// <param name="seed">Seed of the hashes to give out.</param>
    /// <param name="ascends">Whether that is the order of its entries.</param>
    protected TableCursor(RawTable table, ulong seed, bool ascends)
    {
        Table = table;
        Seed = seed;
        Ascends = ascends;
    }

    /// <summary>Whether entries come in the order of their hashes; if not, all of them are to be read at once.</summary>
    public bool Ascends { get; }

    /// <summary>The table.</summary>
    public RawTable Table { get; }

    /// <summary>Seed of the hashes given out.</summary>
    protected ulong Seed { get; }

    /// <summary>A cursor for a table of any kind that knows its keys.</summary>
    /// <param name="table">The table.</param>
    /// <param name="seed">Seed of the hashes to give out.</param>
    /// <param name="blockLength">Bytes that it may read at a time.</param>
    public static TableCursor Create(RawTable table, ulong seed, int blockLength) => table switch
    {
        { Geometry.IsDisplaced: true } => new DisplacedTableCursor(table, seed),
        { Geometry.HasInlineKeys: true } => new InlineTableCursor(table, seed, blockLength),
        { Geometry.IsInteger: true } => new IntegerTableCursor(table, seed),
        _ => ThrowHelper.NotSupported<TableCursor>($"Tables of kind {table.Geometry.Kind} do not hold their keys: they cannot be merged by themselves."),
    };

    /// <summary>Back to the first entry.</summary>
    public void Reset()
    {
        _position = 0;
        _previous = 0;
        _next = 0;
        _pairs = 0;
    }

    /// <summary>Frees what it reads into.</summary>
    public virtual void Dispose()
    {
    }

    /// <summary>Gives out entries up to a hash.</summary>
    /// <param name="last">The greatest hash wanted. The next call goes on behind it.</param>
    /// <param name="sink">Takes the entries; those of a key with several values one after the other.</param>
    /// <exception cref="CorruptBufferException">The table is damaged.</exception>
    public void ReadUpTo(ulong last, EntrySink sink)
    {
        // The entry that the last call stopped at is not read again before its turn: hashing a key takes as long as the key is.
        if (_next > last)
        {
            return;
        }

        long end = PositionCount;
        for (; _position < end; _position++)
        {
            if (!TryRead(_position, out ulong hash, out ReadOnlySpan<byte> key, out ulong value))
            {
                continue;
            }

            if (Ascends)
            {
                if (hash > last)
                {
                    _next = hash;
                    return;
                }

                if (hash < _previous)
                {
                    ThrowHelper.Corrupt($"The hash at position {_position} of the hash table is smaller than the one before", Table.View.Offset);
                }

                _previous = hash;
            }

            if (Table.IsMulti)
            {
                SinkAll(hash, value, key, sink);
            }
            else
            {
                _pairs++;
                sink(hash, value, key);
            }
        }

        if (_pairs != Table.ValueCount)
        {
            ThrowHelper.Corrupt($"The keys of the hash table have {_pairs} values, its header counts {Table.ValueCount}", Table.View.Offset);
        }
    }

    private void SinkAll(ulong hash, ulong slotValue, ReadOnlySpan<byte> key, EntrySink sink)
    {
        // Many slots of a hostile table may name one long run: no more pairs come out than its bytes can hold.
        IdValues values = Table.ValuesOf(slotValue);
        _pairs += values.Count;
        if (_pairs > Table.ValueCount)
        {
            ThrowHelper.Corrupt($"The keys up to position {_position} of the hash table have {_pairs} values, its header counts {Table.ValueCount}", Table.View.Offset);
        }

        for (int i = 0; i < values.Count; i++)
        {
            sink(hash, values[i], key);
        }
    }

    /// <summary>Positions for <see cref="TryRead"/>.</summary>
    protected virtual long PositionCount => Table.PositionCount;

    /// <summary>The entry at a position, if there is one.</summary>
    protected abstract bool TryRead(long position, out ulong hash, out ReadOnlySpan<byte> key, out ulong value);
}
