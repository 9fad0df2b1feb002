using System.Collections;
using SharedBuffers.Diagnostics;
using SharedBuffers.Memory;
using SharedBuffers.Values;

namespace SharedBuffers.Collections;

/// <summary>The text keys of a dictionary as views of their UTF-8 bytes, each once: nothing is allocated.</summary>
public readonly struct Utf8KeyCollection : IReadOnlyCollection<SharedString>
{
    private readonly KeyIndex _index;

    internal Utf8KeyCollection(KeyIndex index) => _index = index;

    /// <summary>Keys.</summary>
    public long LongCount => _index.Count;

    /// <summary>Keys.</summary>
    /// <exception cref="OverflowException">There are more than <see cref="int.MaxValue"/>; use <see cref="LongCount"/>.</exception>
    public int Count => ThrowHelper.ToCount(LongCount);

    /// <summary>Enumerates the keys without allocation.</summary>
    public Enumerator GetEnumerator() => new(_index);

    IEnumerator<SharedString> IEnumerable<SharedString>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Walks the keys.</summary>
    public struct Enumerator : IEnumerator<SharedString>
    {
        private KeyCursor _cursor;

        internal Enumerator(KeyIndex index) => _cursor = new KeyCursor(index);

        /// <inheritdoc/>
        public readonly SharedString Current
        {
            get
            {
                BufferView key = _cursor.GetKey();
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
