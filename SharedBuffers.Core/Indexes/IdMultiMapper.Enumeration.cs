using System.Collections;

namespace SharedBuffers.Indexes;

public abstract partial class IdMultiMapper<TKey>
{
    /// <summary>Walks the keys with their values in hash order.</summary>
    public struct Enumerator : IEnumerator<IdGroup<TKey>>
    {
        private SlotEnumerator _slots;

        internal Enumerator(IdMultiMapper<TKey> mapper) => _slots = new SlotEnumerator(mapper);

        /// <summary>The key and its values.</summary>
        public readonly IdGroup<TKey> Current => new(_slots.Key, _slots.Table.ValuesOf(_slots.SlotValue));

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

    /// <summary>The values of all keys in the order of the keys.</summary>
    public readonly struct ValueCollection : IEnumerable<ulong>
    {
        private readonly IdMultiMapper<TKey> _mapper;

        internal ValueCollection(IdMultiMapper<TKey> mapper) => _mapper = mapper;

        /// <summary>A struct enumerator.</summary>
        public ValueEnumerator GetEnumerator() => new(_mapper);

        IEnumerator<ulong> IEnumerable<ulong>.GetEnumerator() => GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    /// <summary>Walks the values of all keys; makes no keys.</summary>
    public struct ValueEnumerator : IEnumerator<ulong>
    {
        private SlotEnumerator _slots;
        private IdValues _values;
        private int _index;

        internal ValueEnumerator(IdMultiMapper<TKey> mapper) => _slots = new SlotEnumerator(mapper);

        /// <summary>The value.</summary>
        public readonly ulong Current => _values[_index];

        readonly object IEnumerator.Current => Current;

        /// <summary>Goes to the next value.</summary>
        public bool MoveNext()
        {
            if (++_index < _values.Count)
            {
                return true;
            }

            if (!_slots.MoveNextValue())
            {
                return false;
            }

            _values = _slots.Table.ValuesOf(_slots.SlotValue);
            _index = 0;
            return true;
        }

        /// <summary>Starts again.</summary>
        public void Reset()
        {
            _slots.Reset();
            _values = default;
            _index = 0;
        }

        /// <summary>Does nothing: there is nothing to free.</summary>
        public readonly void Dispose()
        {
        }
    }
}
