using System.Collections;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Collections;

public sealed partial class MappedDictionary<TKey, TView>
{
    /// <summary>The keys, in the order of the enumeration. Text keys become strings, in which bytes that are no UTF-8 show as U+FFFD.</summary>
    public KeyCollection<TKey> Keys => new(_index);

    /// <summary>The text keys as views of their UTF-8 bytes, in the order of the enumeration: nothing is allocated.</summary>
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

    /// <summary>The record of each key, in the order of the enumeration.</summary>
    public ValueCollection Values => new(this);

    IEnumerable<TKey> IReadOnlyDictionary<TKey, TView>.Keys => Keys;

    IEnumerable<TView> IReadOnlyDictionary<TKey, TView>.Values => Values;

    /// <summary>Enumerates keys and records without boxing; each text key becomes a string.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Copies everything into an ordinary dictionary, which is independent of the file.</summary>
    /// <typeparam name="TValue">What becomes of a record.</typeparam>
    /// <param name="copy">Makes an object of a record, as <c>view.ToObject()</c> and the like do. It must not return the view.</param>
    /// <param name="comparer">How keys compare; null for the default, which for <see cref="object"/> is <see cref="Indexes.ObjectKeyComparer"/>. Arrays of bytes need one to be found again.</param>
    /// <exception cref="OverflowException">There are more keys than a <see cref="Dictionary{TKey, TValue}"/> can have.</exception>
    /// <exception cref="ArgumentException">Two keys are equal for the comparer.</exception>
    public Dictionary<TKey, TValue> ToDictionary<TValue>(Func<TView, TValue> copy, IEqualityComparer<TKey>? comparer = null)
    {
        ArgumentNullException.ThrowIfNull(copy);
        var result = new Dictionary<TKey, TValue>(Count, comparer ?? KeyKinds.ComparerOf<TKey>());
        foreach (KeyValuePair<TKey, TView> pair in this)
        {
            result.Add(pair.Key, copy(pair.Value));
        }

        return result;
    }

    IEnumerator<KeyValuePair<TKey, TView>> IEnumerable<KeyValuePair<TKey, TView>>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Walks keys and records.</summary>
    public struct Enumerator : IEnumerator<KeyValuePair<TKey, TView>>
    {
        private readonly MappedDictionary<TKey, TView> _dictionary;
        private KeyCursor _cursor;

        internal Enumerator(MappedDictionary<TKey, TView> dictionary)
        {
            _dictionary = dictionary;
            _cursor = new KeyCursor(dictionary._index);
        }

        /// <inheritdoc/>
        public readonly KeyValuePair<TKey, TView> Current => new(_cursor.GetKey<TKey>(), _dictionary.GetRecord(_cursor.Entry));

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

    /// <summary>The record of each key of a dictionary.</summary>
    public readonly struct ValueCollection : IReadOnlyCollection<TView>
    {
        private readonly MappedDictionary<TKey, TView> _dictionary;

        internal ValueCollection(MappedDictionary<TKey, TView> dictionary) => _dictionary = dictionary;

        /// <summary>Keys: records that have several are counted for each.</summary>
        public long LongCount => _dictionary.LongCount;

        /// <inheritdoc cref="LongCount"/>
        /// <exception cref="OverflowException">There are more than <see cref="int.MaxValue"/>; use <see cref="LongCount"/>.</exception>
        public int Count => ThrowHelper.ToCount(LongCount);

        /// <summary>Enumerates the records without allocation.</summary>
        public Enumerator GetEnumerator() => new(_dictionary);

        IEnumerator<TView> IEnumerable<TView>.GetEnumerator() => GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        /// <summary>Walks the records.</summary>
        public struct Enumerator : IEnumerator<TView>
        {
            private readonly MappedDictionary<TKey, TView> _dictionary;
            private KeyCursor _cursor;

            internal Enumerator(MappedDictionary<TKey, TView> dictionary)
            {
                _dictionary = dictionary;
                _cursor = new KeyCursor(dictionary._index);
            }

            /// <inheritdoc/>
            public readonly TView Current => _dictionary.GetRecord(_cursor.Entry);

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
    }
}
