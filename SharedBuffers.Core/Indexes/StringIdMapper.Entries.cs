namespace SharedBuffers.Indexes;

public sealed partial class StringIdMapper
{
    /// <summary>A key as its bytes, and its value.</summary>
    public readonly ref struct Entry
    {
        internal Entry(ReadOnlySpan<byte> key, ulong value)
        {
            Key = key;
            Value = value;
        }

        /// <summary>The key's bytes in the mapped file: good while the mapper is open.</summary>
        public ReadOnlySpan<byte> Key { get; }

        /// <summary>The value.</summary>
        public ulong Value { get; }
    }

    /// <summary>The entries of a mapper in hash order; enumerating allocates nothing.</summary>
    public readonly struct EntryCollection
    {
        private readonly RawTable _table;

        internal EntryCollection(RawTable table) => _table = table;

        /// <summary>A struct enumerator.</summary>
        public EntryEnumerator GetEnumerator() => new(_table);
    }

    /// <summary>Walks the entries in hash order.</summary>
    public ref struct EntryEnumerator
    {
        private readonly RawTable _table;
        private readonly long _end;
        private long _position;
        private ReadOnlySpan<byte> _key;
        private ulong _value;

        internal EntryEnumerator(RawTable table)
        {
            _table = table;
            _end = table.PositionCount;
        }

        /// <summary>The entry.</summary>
        public readonly Entry Current => new(_key, _table.FirstOf(_value));

        /// <summary>Goes to the next entry.</summary>
        public bool MoveNext()
        {
            while (_position < _end)
            {
                if (_table.TryReadInline(_position++, out _key, out _value))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
