using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Values;

namespace SharedBuffers.Collections;

/// <summary>The records of one key, in the order in which they were added to it. Empty for a key that is not there, and as <c>default</c>.</summary>
/// <typeparam name="TView">The generated view of the records' type, or <c>ObjectView</c>.</typeparam>
/// <remarks>
/// Nothing is copied: an element is read from the file when it is asked for. Good while the file is open; afterwards reads throw <see cref="ObjectDisposedException"/>.
/// Safe to share between threads. Allocates nothing, except through its interfaces.
/// </remarks>
[SuppressMessage("Performance", "CA1815", Justification = "Sequences are not compared; compare their records.")]
public readonly struct MappedRecords<TView> : IReadOnlyList<TView>
    where TView : struct, IObjectView<TView>
{
    private readonly KeyIndex? _index;
    private readonly ulong _entry;
    private readonly long _count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal MappedRecords(KeyIndex index, ulong entry)
    {
        _index = index;
        _entry = entry;
        _count = index.CountOf(entry);
    }

    /// <summary>Records.</summary>
    public long LongCount => _count;

    /// <summary>Records.</summary>
    /// <exception cref="OverflowException">There are more than <see cref="int.MaxValue"/>; use <see cref="LongCount"/>.</exception>
    public int Count => ThrowHelper.ToCount(_count);

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>A record by its 0-based index.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such record.</exception>
    /// <exception cref="CorruptBufferException">The file is damaged.</exception>
    public TView this[long index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((ulong)index >= (ulong)_count)
            {
                ThrowHelper.ArgumentOutOfRange_Index(index, _count);
            }

            return _index!.Records.GetRecord<TView>(_index.OffsetOf(_entry, index));
        }
    }

    /// <summary>A record by its 0-based index.</summary>
    public TView this[int index] => this[(long)index];

    /// <summary>Copies the views, not what they show.</summary>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public void CopyTo(Span<TView> destination)
    {
        if (destination.Length < _count)
        {
            ThrowHelper.Argument($"{destination.Length} places do not hold {_count} records.", nameof(destination));
        }

        for (int i = 0; i < _count; i++)
        {
            destination[i] = this[i];
        }
    }

    /// <summary>Enumerates the records without allocation.</summary>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<TView> IEnumerable<TView>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Walks the records of a key.</summary>
    public struct Enumerator : IEnumerator<TView>
    {
        private readonly MappedRecords<TView> _records;
        private long _position;

        internal Enumerator(MappedRecords<TView> records)
        {
            _records = records;
            _position = -1;
        }

        /// <inheritdoc/>
        public readonly TView Current
        {
            get
            {
                if ((ulong)_position >= (ulong)_records._count)
                {
                    ThrowHelper.InvalidOperation_EnumeratorPosition();
                }

                return _records[_position];
            }
        }

        readonly object IEnumerator.Current => Current;

        /// <inheritdoc/>
        public bool MoveNext()
        {
            if (_position < _records._count)
            {
                _position++;
            }

            return _position < _records._count;
        }

        /// <inheritdoc/>
        public void Reset() => _position = -1;

        /// <inheritdoc/>
        public readonly void Dispose()
        {
        }
    }
}
