using System.Collections;

namespace SharedBuffers.Indexes;

public abstract partial class IdTable<TKey>
{
    /// <summary>The keys of a table in the order of the table.</summary>
    public readonly struct KeyCollection : IReadOnlyCollection<TKey>
    {
        private readonly IdTable<TKey> _table;

        internal KeyCollection(IdTable<TKey> table) => _table = table;

        /// <summary>Distinct keys.</summary>
        public int Count => _table.Count;

        /// <summary>A struct enumerator.</summary>
        public KeyEnumerator GetEnumerator() => new(_table);

        IEnumerator<TKey> IEnumerable<TKey>.GetEnumerator() => GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    /// <summary>Walks the keys in the order of the table; keys that are objects are made as it goes.</summary>
    public struct KeyEnumerator : IEnumerator<TKey>
    {
        private SlotEnumerator _slots;

        internal KeyEnumerator(IdTable<TKey> table) => _slots = new SlotEnumerator(table);

        /// <summary>The key.</summary>
        public readonly TKey Current => _slots.Key;

        readonly object IEnumerator.Current => Current;

        /// <summary>Goes to the next key.</summary>
        public bool MoveNext() => _slots.MoveNext();

        /// <summary>Starts again.</summary>
        public void Reset() => _slots.Reset();

        /// <summary>Does nothing: there is nothing to free.</summary>
        public readonly void Dispose()
        {
        }
    }

    /// <summary>Walks the occupied slots: keys, and what the slots have for values.</summary>
    internal struct SlotEnumerator(IdTable<TKey> table)
    {
        private readonly long _end = table.Table.PositionCount;
        private long _position;
        private TKey _key = default!;
        private ulong _value;

        /// <summary>The table that is walked.</summary>
        public readonly RawTable Table => table.Table;

        /// <summary>The key, after <see cref="MoveNext"/>.</summary>
        public readonly TKey Key => _key;

        /// <summary>The value or the place of a run.</summary>
        public readonly ulong SlotValue => _value;

        public bool MoveNext()
        {
            while (_position < _end)
            {
                if (table.Codec.TryRead(table.Table, _position++, out _key, out _value))
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>The same without making the key.</summary>
        public bool MoveNextValue()
        {
            while (_position < _end)
            {
                if (table.Table.TryReadSlotValue(_position++, out _value))
                {
                    return true;
                }
            }

            return false;
        }

        public void Reset() => _position = 0;
    }
}
