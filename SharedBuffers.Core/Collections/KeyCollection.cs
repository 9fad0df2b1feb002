using System.Collections;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Collections;

/// <summary>The keys of a dictionary, each once.</summary>
/// <typeparam name="TKey">The type of the keys. Text keys become strings and byte keys arrays as they are met; others allocate nothing.</typeparam>
public readonly struct KeyCollection<TKey> : IReadOnlyCollection<TKey>
{
    private readonly KeyIndex _index;

    internal KeyCollection(KeyIndex index) => _index = index;

    /// <summary>Keys.</summary>
    public long LongCount => _index.Count;

    /// <summary>Keys.</summary>
    /// <exception cref="OverflowException">There are more than <see cref="int.MaxValue"/>; use <see cref="LongCount"/>.</exception>
    public int Count => ThrowHelper.ToCount(LongCount);

    /// <summary>Enumerates the keys without boxing.</summary>
    public Enumerator GetEnumerator() => new(_index);

    IEnumerator<TKey> IEnumerable<TKey>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Walks the keys.</summary>
    public struct Enumerator : IEnumerator<TKey>
    {
        private KeyCursor _cursor;

        internal Enumerator(KeyIndex index) => _cursor = new KeyCursor(index);

        /// <inheritdoc/>
        public readonly TKey Current => _cursor.GetKey<TKey>();

        readonly object? IEnumerator.Current => Current;

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
