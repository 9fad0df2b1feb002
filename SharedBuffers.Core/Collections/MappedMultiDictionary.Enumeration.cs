using System.Collections;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Collections;

public sealed partial class MappedMultiDictionary<TKey, TView>
{
    /// <summary>The keys, each once, in the order of the enumeration. Text keys become strings, in which bytes that are no UTF-8 show as U+FFFD.</summary>
    public KeyCollection<TKey> Keys => new(_index);

    /// <summary>The text keys as views of their UTF-8 bytes, each once, in the order of the enumeration: nothing is allocated.</summary>
    /// <exception cref="InvalidOperationException">The keys are not text.</exception>
    public Utf8KeyCollection Utf8Keys
    {
        get
        {
            if (!KeyKinds.IsText<TKey>())
            {
                ThrowHelper.InvalidOperation_KeyType(typeof(TKey), "text");
            }

            return new Utf8KeyCollection(_index);
        }
    }

    /// <summary>Every pair of a key and one of its records, those of a key together.</summary>
    public PairCollection Pairs => new(this);

    /// <summary>Enumerates keys with their records without boxing; each text key becomes a string.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Copies everything into an ordinary dictionary, which is independent of the file.</summary>
    /// <typeparam name="TValue">What becomes of a record.</typeparam>
    /// <param name="copy">Makes an object of a record. It must not return the view.</param>
    /// <param name="comparer">How keys compare; null for the default. Arrays of bytes need one to be found again.</param>
    /// <exception cref="OverflowException">There are more keys, or records of a key, than an array can have.</exception>
    /// <exception cref="ArgumentException">Two keys are equal for the comparer.</exception>
    public Dictionary<TKey, TValue[]> ToDictionary<TValue>(Func<TView, TValue> copy, IEqualityComparer<TKey>? comparer = null)
    {
        ArgumentNullException.ThrowIfNull(copy);
        var result = new Dictionary<TKey, TValue[]>(Count, comparer ?? KeyKinds.ComparerOf<TKey>());
        foreach ((TKey key, MappedRecords<TView> records) in this)
        {
            var values = new TValue[records.Count];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = copy(records[i]);
            }

            result.Add(key, values);
        }

        return result;
    }

    IEnumerator<IGrouping<TKey, TView>> IEnumerable<IGrouping<TKey, TView>>.GetEnumerator()
    {
        foreach (MappedGroup<TKey, TView> group in this)
        {
            yield return group;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Walks keys with their records.</summary>
    public struct Enumerator : IEnumerator<MappedGroup<TKey, TView>>
    {
        private readonly MappedMultiDictionary<TKey, TView> _dictionary;
        private KeyCursor _cursor;

        internal Enumerator(MappedMultiDictionary<TKey, TView> dictionary)
        {
            _dictionary = dictionary;
            _cursor = new KeyCursor(dictionary._index);
        }

        /// <inheritdoc/>
        public readonly MappedGroup<TKey, TView> Current => new(_cursor.GetKey<TKey>(), CurrentRecords);

        /// <summary>The records of the current key, without making a key.</summary>
        public readonly MappedRecords<TView> CurrentRecords => new(_dictionary._index, _cursor.Entry);

        readonly object IEnumerator.Current => Current;

        /// <inheritdoc/>
        public bool MoveNext() => _cursor.MoveNext();

        /// <inheritdoc/>
        public void Reset() => _cursor.Reset();

        /// <inheritdoc/>
        public readonly void Dispose()
        {
        }
    }

    /// <summary>Every pair of a key and one of its records.</summary>
    public readonly struct PairCollection : IReadOnlyCollection<KeyValuePair<TKey, TView>>
    {
        private readonly MappedMultiDictionary<TKey, TView> _dictionary;

        internal PairCollection(MappedMultiDictionary<TKey, TView> dictionary) => _dictionary = dictionary;

        /// <summary>Pairs.</summary>
        public long LongCount => _dictionary.PairCount;

        /// <summary>Pairs.</summary>
        /// <exception cref="OverflowException">There are more than <see cref="int.MaxValue"/>; use <see cref="LongCount"/>.</exception>
        public int Count => ThrowHelper.ToCount(LongCount);

        /// <summary>Enumerates the pairs without boxing; a text key becomes a string once.</summary>
        public Enumerator GetEnumerator() => new(_dictionary);

        IEnumerator<KeyValuePair<TKey, TView>> IEnumerable<KeyValuePair<TKey, TView>>.GetEnumerator() => GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        /// <summary>Walks the pairs.</summary>
        public struct Enumerator : IEnumerator<KeyValuePair<TKey, TView>>
        {
            private MappedMultiDictionary<TKey, TView>.Enumerator _groups;
            private MappedGroup<TKey, TView> _group;
            private MappedRecords<TView>.Enumerator _records;

            internal Enumerator(MappedMultiDictionary<TKey, TView> dictionary) => _groups = dictionary.GetEnumerator();

            /// <inheritdoc/>
            public readonly KeyValuePair<TKey, TView> Current => new(_group.Key, _records.Current);

            readonly object IEnumerator.Current => Current;

            /// <inheritdoc/>
            public bool MoveNext()
            {
                if (_records.MoveNext())
                {
                    return true;
                }

                if (!_groups.MoveNext())
                {
                    return false;
                }

                _group = _groups.Current;
                _records = _group.GetEnumerator();
                return _records.MoveNext();
            }

            /// <inheritdoc/>
            public void Reset()
            {
                _groups.Reset();
                _records = default;
            }

            /// <inheritdoc/>
            public readonly void Dispose()
            {
            }
        }
    }
}
