using System.Collections;

namespace SharedBuffers.Indexes;

public abstract partial class IdMapper<TKey>
{
    /// <summary>Walks the pairs in hash order.</summary>
    public struct Enumerator : IEnumerator<KeyValuePair<TKey, ulong>>
    {
        private readonly IdMapper<TKey> _mapper;
        private readonly long _end;
        private long _position;
        private TKey _key;
        private ulong _value;

        internal Enumerator(IdMapper<TKey> mapper)
        {
            _mapper = mapper;
            _end = mapper.Table.PositionCount;
            _key = default!;
        }

        /// <summary>The pair.</summary>
        public readonly KeyValuePair<TKey, ulong> Current => new(_key, _value);

        readonly object IEnumerator.Current => Current;

        /// <summary>Goes to the next pair.</summary>
        public bool MoveNext()
        {
            while (_position < _end)
            {
                if (_mapper.TryReadAt(_position++, out _key, out _value))
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>Starts again.</summary>
        public void Reset() => _position = 0;

        /// <summary>Does nothing: there is nothing to free.</summary>
        public readonly void Dispose()
        {
        }
    }

    /// <summary>The keys of a mapper in hash order.</summary>
    public readonly struct KeyCollection : IReadOnlyCollection<TKey>
    {
        private readonly IdMapper<TKey> _mapper;

        internal KeyCollection(IdMapper<TKey> mapper) => _mapper = mapper;

        /// <summary>Distinct keys.</summary>
        public int Count => _mapper.Count;

        /// <summary>A struct enumerator.</summary>
        public KeyEnumerator GetEnumerator() => new(_mapper);

        IEnumerator<TKey> IEnumerable<TKey>.GetEnumerator() => GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    /// <summary>Walks the keys in hash order.</summary>
    public struct KeyEnumerator : IEnumerator<TKey>
    {
        private Enumerator _pairs;

        internal KeyEnumerator(IdMapper<TKey> mapper) => _pairs = new Enumerator(mapper);

        /// <summary>The key.</summary>
        public readonly TKey Current => _pairs.Current.Key;

        readonly object IEnumerator.Current => Current;

        /// <summary>Goes to the next key.</summary>
        public bool MoveNext() => _pairs.MoveNext();

        /// <summary>Starts again.</summary>
        public void Reset() => _pairs.Reset();

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
        private readonly IdMapper<TKey> _mapper;
        private readonly long _end;
        private long _position;
        private ulong _value;

        internal ValueEnumerator(IdMapper<TKey> mapper)
        {
            _mapper = mapper;
            _end = mapper.Table.PositionCount;
        }

        /// <summary>The value.</summary>
        public readonly ulong Current => _value;

        readonly object IEnumerator.Current => _value;

        /// <summary>Goes to the next value.</summary>
        public bool MoveNext()
        {
            while (_position < _end)
            {
                if (_mapper.TryReadValueAt(_position++, out _value))
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>Starts again.</summary>
        public void Reset() => _position = 0;

        /// <summary>Does nothing: there is nothing to free.</summary>
        public readonly void Dispose()
        {
        }
    }
}
