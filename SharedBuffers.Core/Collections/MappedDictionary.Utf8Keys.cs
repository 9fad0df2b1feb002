using System.Collections;
using SharedBuffers.Memory;
using SharedBuffers.Values;

namespace SharedBuffers.Collections;

public sealed partial class MappedDictionary<TKey, TView>
{
    /// <summary>The text keys as views of their UTF-8 bytes, in the order of the enumeration: nothing is allocated.</summary>
    /// <exception cref="InvalidOperationException">The keys are not text.</exception>
    public Utf8KeyCollection Utf8Keys
    {
        get
        {
            CheckText();
            return new Utf8KeyCollection(this);
        }
    }

    /// <summary>The text keys of a dictionary as views.</summary>
    public readonly struct Utf8KeyCollection : IReadOnlyCollection<SharedString>
    {
        private readonly MappedDictionary<TKey, TView> _dictionary;

        internal Utf8KeyCollection(MappedDictionary<TKey, TView> dictionary) => _dictionary = dictionary;

        /// <inheritdoc/>
        public int Count => _dictionary.Count;

        /// <summary>Enumerates the keys without allocation.</summary>
        public Enumerator GetEnumerator() => new(_dictionary);

        IEnumerator<SharedString> IEnumerable<SharedString>.GetEnumerator() => GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        /// <summary>Walks the keys.</summary>
        public struct Enumerator : IEnumerator<SharedString>
        {
            private Cursor _cursor;

            internal Enumerator(MappedDictionary<TKey, TView> dictionary) => _cursor = new Cursor(dictionary);

            /// <inheritdoc/>
            public readonly SharedString Current
            {
                get
                {
                    BufferView key = _cursor.GetTextKey();
                    return new SharedString(SharedBytes.FromRange(key.Region, key.Offset, (int)key.Length));
                }
            }

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
