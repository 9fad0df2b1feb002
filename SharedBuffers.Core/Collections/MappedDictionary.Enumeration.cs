using System.Collections;
using System.Text;
using SharedBuffers.Diagnostics;
using SharedBuffers.Memory;

namespace SharedBuffers.Collections;

public sealed partial class MappedDictionary<TKey, TView>
{
    /// <summary>The keys, in the order of the enumeration. Text keys become strings, in which bytes that are no UTF-8 show as U+FFFD.</summary>
    public KeyCollection Keys => new(this);

    /// <summary>The records, in the order of the enumeration.</summary>
    public ValueCollection Values => new(this);

    IEnumerable<TKey> IReadOnlyDictionary<TKey, TView>.Keys => Keys;

    IEnumerable<TView> IReadOnlyDictionary<TKey, TView>.Values => Values;

    /// <summary>Enumerates keys and records without boxing; each text key becomes a string.</summary>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<KeyValuePair<TKey, TView>> IEnumerable<KeyValuePair<TKey, TView>>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Where an enumeration stands.</summary>
    private struct Cursor(MappedDictionary<TKey, TView> dictionary)
    {
        private long _position = -1;
        private long _offset;
        private bool _isValid;

        public bool MoveNext() => _isValid = dictionary._index.TryMoveNext(ref _position, out _offset);

        public void Reset()
        {
            _position = -1;
            _isValid = false;
        }

        public readonly TView GetValue()
        {
            Check();
            return dictionary._records.GetRecord<TView>(_offset);
        }

        public readonly BufferView GetTextKey()
        {
            Check();
            return dictionary._index.GetTextKey(_position, _offset);
        }

        public readonly TKey GetKey() => typeof(TKey).IsValueType ? GetIntegerKey() : (TKey)(object)Encoding.UTF8.GetString(GetTextKey().AsSpan());

        private readonly TKey GetIntegerKey()
        {
            Check();
            return KeyKinds.FromBits<TKey>(dictionary._index.GetIntegerKey(_position, _offset));
        }

        private readonly void Check()
        {
            if (!_isValid)
            {
                ThrowHelper.InvalidOperation_EnumeratorPosition();
            }
        }
    }

    /// <summary>Walks keys and records.</summary>
    public struct Enumerator : IEnumerator<KeyValuePair<TKey, TView>>
    {
        private Cursor _cursor;

        internal Enumerator(MappedDictionary<TKey, TView> dictionary) => _cursor = new Cursor(dictionary);

        /// <inheritdoc/>
        public readonly KeyValuePair<TKey, TView> Current => new(_cursor.GetKey(), _cursor.GetValue());

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

    /// <summary>The keys of a dictionary.</summary>
    public readonly struct KeyCollection : IReadOnlyCollection<TKey>
    {
        private readonly MappedDictionary<TKey, TView> _dictionary;

        internal KeyCollection(MappedDictionary<TKey, TView> dictionary) => _dictionary = dictionary;

        /// <inheritdoc/>
        public int Count => _dictionary.Count;

        /// <summary>Enumerates the keys without boxing.</summary>
        public Enumerator GetEnumerator() => new(_dictionary);

        IEnumerator<TKey> IEnumerable<TKey>.GetEnumerator() => GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        /// <summary>Walks the keys.</summary>
        public struct Enumerator : IEnumerator<TKey>
        {
            private Cursor _cursor;

            internal Enumerator(MappedDictionary<TKey, TView> dictionary) => _cursor = new Cursor(dictionary);

            /// <inheritdoc/>
            public readonly TKey Current => _cursor.GetKey();

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

    /// <summary>The records of a dictionary.</summary>
    public readonly struct ValueCollection : IReadOnlyCollection<TView>
    {
        private readonly MappedDictionary<TKey, TView> _dictionary;

        internal ValueCollection(MappedDictionary<TKey, TView> dictionary) => _dictionary = dictionary;

        /// <inheritdoc/>
        public int Count => _dictionary.Count;

        /// <summary>Enumerates the records without allocation.</summary>
        public Enumerator GetEnumerator() => new(_dictionary);

        IEnumerator<TView> IEnumerable<TView>.GetEnumerator() => GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        /// <summary>Walks the records.</summary>
        public struct Enumerator : IEnumerator<TView>
        {
            private Cursor _cursor;

            internal Enumerator(MappedDictionary<TKey, TView> dictionary) => _cursor = new Cursor(dictionary);

            /// <inheritdoc/>
            public readonly TView Current => _cursor.GetValue();

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
