using System.Collections;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Indexes;

/// <summary>The values of all keys of a table with several values a key, those of a key together, in the order of the table. Makes no keys and copies nothing.</summary>
/// <remarks>Good while the mapper is open. Thread safety: immutable.</remarks>
public readonly struct IdValueCollection : IReadOnlyCollection<ulong>
{
    private readonly RawTable _table;

    internal IdValueCollection(RawTable table) => _table = table;

    /// <summary>Values of all keys together, as the header of the table has it. O(1).</summary>
    /// <exception cref="OverflowException">There are more than <see cref="int.MaxValue"/>; the mapper's <c>ValueCount</c> has them all.</exception>
    public int Count => ThrowHelper.ToCount(_table.ValueCount);

    /// <summary>A struct enumerator.</summary>
    public Enumerator GetEnumerator() => new(_table);

    IEnumerator<ulong> IEnumerable<ulong>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Walks the values.</summary>
    public struct Enumerator : IEnumerator<ulong>
    {
        private readonly RawTable _table;
        private long _position;
        private IdValues _values;
        private int _index;

        internal Enumerator(RawTable table) => _table = table;

        /// <summary>The value.</summary>
        public readonly ulong Current => _values[_index];

        readonly object IEnumerator.Current => Current;

        /// <summary>Goes to the next value.</summary>
        /// <exception cref="CorruptBufferException">The table is damaged.</exception>
        /// <exception cref="ObjectDisposedException">The file was closed.</exception>
        public bool MoveNext()
        {
            if (++_index < _values.Count)
            {
                return true;
            }

            while (_position < _table.PositionCount)
            {
                if (_table.TryReadSlotValue(_position++, out ulong slotValue))
                {
                    _values = _table.ValuesOf(slotValue);
                    _index = 0;
                    return true;
                }
            }

            return false;
        }

        /// <summary>Starts again.</summary>
        public void Reset()
        {
            _position = 0;
            _values = default;
            _index = 0;
        }

        /// <summary>Does nothing: there is nothing to free.</summary>
        public readonly void Dispose()
        {
        }
    }
}
