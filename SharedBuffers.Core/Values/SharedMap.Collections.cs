using System.Collections;

namespace SharedBuffers.Values;

public readonly partial struct SharedMap<TKey, TValue>
{
    /// <summary>Copies the map into a new dictionary, in the order in which it was packed.</summary>
    /// <param name="key">Makes a key of the dictionary of a key of the map.</param>
    /// <param name="comparer">How the dictionary compares keys; null for the default of <typeparamref name="TKey"/>.</param>
    /// <exception cref="Diagnostics.CorruptBufferException">The map is damaged, or has a null key that is not a view.</exception>
    public Dictionary<TKeyNotNull, TValue> ToDictionary<TKeyNotNull>(Func<TKey, TKeyNotNull> key, IEqualityComparer<TKeyNotNull>? comparer = null)
        where TKeyNotNull : notnull
    {
        ArgumentNullException.ThrowIfNull(key);
        var dictionary = new Dictionary<TKeyNotNull, TValue>(Count, comparer);
        foreach (long entry in EntriesInPackedOrder())
        {
            dictionary[key(KeyAt(entry))] = ValueAt(entry);
        }

        return dictionary;
    }

    /// <summary>Copies the map into a new dictionary of other types, in the order in which it was packed.</summary>
    /// <param name="key">Makes a key of the dictionary of a key of the map.</param>
    /// <param name="value">Makes a value of the dictionary of a value of the map.</param>
    /// <param name="comparer">How the dictionary compares keys; null for the default of <typeparamref name="TToKey"/>.</param>
    /// <exception cref="Diagnostics.CorruptBufferException">The map is damaged, or has a null key that is not a view.</exception>
    public Dictionary<TToKey, TToValue> ToDictionary<TToKey, TToValue>(Func<TKey, TToKey> key, Func<TValue, TToValue> value, IEqualityComparer<TToKey>? comparer = null)
        where TToKey : notnull
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        var dictionary = new Dictionary<TToKey, TToValue>(Count, comparer);
        foreach (long entry in EntriesInPackedOrder())
        {
            dictionary[key(KeyAt(entry))] = value(ValueAt(entry));
        }

        return dictionary;
    }

    /// <summary>Entries of the index in the order of their values, which is the order in which keys were packed.</summary>
    internal long[] EntriesInPackedOrder()
    {
        var entries = new long[Count];
        var numbers = new ulong[entries.Length];
        for (int i = 0; i < entries.Length; i++)
        {
            entries[i] = i;
            numbers[i] = _index.NumberAt(i);
        }

        Array.Sort(numbers, entries);
        return entries;
    }

    /// <summary>The keys of a map.</summary>
    public readonly struct KeyCollection : IReadOnlyCollection<TKey>
    {
        private readonly SharedMap<TKey, TValue> _map;

        internal KeyCollection(SharedMap<TKey, TValue> map) => _map = map;

        /// <inheritdoc/>
        public int Count => _map.Count;

        /// <summary>Enumerates the keys. Allocates nothing with <c>foreach</c>.</summary>
        public Enumerator GetEnumerator() => new(_map);

        IEnumerator<TKey> IEnumerable<TKey>.GetEnumerator() => GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        /// <summary>Enumerates keys without allocating.</summary>
        public struct Enumerator : IEnumerator<TKey>
        {
            private readonly SharedMap<TKey, TValue> _map;
            private long _index;

            internal Enumerator(SharedMap<TKey, TValue> map)
            {
                _map = map;
                _index = -1;
            }

            /// <inheritdoc/>
            public readonly TKey Current => _map.KeyAt(_index);

            readonly object? IEnumerator.Current => Current;

            /// <inheritdoc/>
            public bool MoveNext() => ++_index < _map.LongCount;

            /// <inheritdoc/>
            public void Reset() => _index = -1;

            /// <inheritdoc/>
            public readonly void Dispose()
            {
            }
        }
    }

    /// <summary>The values of a map.</summary>
    public readonly struct ValueCollection : IReadOnlyCollection<TValue>
    {
        private readonly SharedMap<TKey, TValue> _map;

        internal ValueCollection(SharedMap<TKey, TValue> map) => _map = map;

        /// <inheritdoc/>
        public int Count => _map.Count;

        /// <summary>Enumerates the values. Allocates nothing with <c>foreach</c>.</summary>
        public Enumerator GetEnumerator() => new(_map);

        IEnumerator<TValue> IEnumerable<TValue>.GetEnumerator() => GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        /// <summary>Enumerates values without allocating.</summary>
        public struct Enumerator : IEnumerator<TValue>
        {
            private readonly SharedMap<TKey, TValue> _map;
            private long _index;

            internal Enumerator(SharedMap<TKey, TValue> map)
            {
                _map = map;
                _index = -1;
            }

            /// <inheritdoc/>
            public readonly TValue Current => _map.ValueAt(_index);

            readonly object? IEnumerator.Current => Current;

            /// <inheritdoc/>
            public bool MoveNext() => ++_index < _map.LongCount;

            /// <inheritdoc/>
            public void Reset() => _index = -1;

            /// <inheritdoc/>
            public readonly void Dispose()
            {
            }
        }
    }
}
