using System.Collections;

namespace SharedBuffers.Indexes;

public abstract partial class IdMapper<TKey>
{
    /// <summary>Walks the pairs in the order of the table.</summary>
    public struct Enumerator : IEnumerator<KeyValuePair<TKey, ulong>>
    {
        private SlotEnumerator _slots;

        internal Enumerator(IdMapper<TKey> mapper) => _slots = new SlotEnumerator(mapper);

        /// <summary>The pair.</summary>
        public readonly KeyValuePair<TKey, ulong> Current => new(_slots.Key, _slots.Table.FirstOf(_slots.SlotValue));

        readonly object IEnumerator.Current => Current;

        /// <summary>Goes to the next pair.</summary>
        public bool MoveNext() => _slots.MoveNext();

        /// <summary>Starts again.</summary>
        public void Reset() => _slots.Reset();

        /// <summary>Does nothing: there is nothing to free.</summary>
        public readonly void Dispose()
        {
        }
    }

    /// <summary>The values of a mapper in the order of its keys.</summary>
    public readonly struct ValueCollection : IReadOnlyCollection<ulong>
    {
        private readonly IdMapper<TKey> _mapper;

        internal ValueCollection(IdMapper<TKey> mapper) => _mapper = mapper;

        /// <summary>Distinct keys: a value a key.</summary>
        public int Count => _mapper.Count;

        /// <summary>A struct enumerator.</summary>
        public ValueEnumerator GetEnumerator() => new(_mapper);

        IEnumerator<ulong> IEnumerable<ulong>.GetEnumerator() => GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    /// <summary>Walks the values in the order of the keys; makes no keys.</summary>
    public struct ValueEnumerator : IEnumerator<ulong>
    {
        private SlotEnumerator _slots;

        internal ValueEnumerator(IdMapper<TKey> mapper) => _slots = new SlotEnumerator(mapper);

        /// <summary>The value.</summary>
        public readonly ulong Current => _slots.Table.FirstOf(_slots.SlotValue);

        readonly object IEnumerator.Current => Current;

        /// <summary>Goes to the next value.</summary>
        public bool MoveNext() => _slots.MoveNextValue();

        /// <summary>Starts again.</summary>
        public void Reset() => _slots.Reset();

        /// <summary>Does nothing: there is nothing to free.</summary>
        public readonly void Dispose()
        {
        }
    }
}
