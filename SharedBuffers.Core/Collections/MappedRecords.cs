using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Indexes;
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
    private readonly IdValues _places;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal MappedRecords(KeyIndex index, ulong entry)
    {
        _index = index;
        _places = index.PlacesOf(entry);
    }

    /// <summary>Records.</summary>
    public int Count => _places.Count;

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _places.IsEmpty;

    /// <summary>A record by its 0-based index.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such record.</exception>
    /// <exception cref="CorruptBufferException">The file is damaged.</exception>
    public TView this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((uint)index >= (uint)_places.Count)
            {
                ThrowHelper.ArgumentOutOfRange_Index(index, _places.Count);
            }

            return _index!.Records.GetRecord<TView>(OffsetAt(index));
        }
    }

    /// <summary>Copies the views, not what they show.</summary>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public void CopyTo(Span<TView> destination)
    {
        if (destination.Length < Count)
        {
            ThrowHelper.Argument($"{destination.Length} places do not hold {Count} records.", nameof(destination));
        }

        int i = 0;
        foreach (TView record in this)
        {
            destination[i++] = record;
        }
    }

    /// <summary>Enumerates the records without allocation. Those that come next are loaded ahead.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<TView> IEnumerable<TView>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long OffsetAt(int index) => KeyIndex.OffsetOf(_places[index]);

    /// <summary>Walks the records of a key.</summary>
    public struct Enumerator : IEnumerator<TView>
    {
        // Records of a key lie anywhere, so that each is a wait of its own; most keys have few, which all are asked for at once.
        private const int Distance = 8;

        private readonly MappedRecords<TView> _records;
        private int _position;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal Enumerator(MappedRecords<TView> records)
        {
            _records = records;
            _position = -1;
            for (int i = 0; i < Distance && i < records.Count; i++)
            {
                Prefetch(i);
            }
        }

        /// <inheritdoc/>
        public readonly TView Current
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get
            {
                if ((uint)_position >= (uint)_records.Count)
                {
                    ThrowHelper.InvalidOperation_EnumeratorPosition();
                }

                return _records[_position];
            }
        }

        readonly object IEnumerator.Current => Current;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool MoveNext()
        {
            int position = _position + 1;
            if (position >= _records.Count)
            {
                _position = _records.Count;
                return false;
            }

            if (position + Distance < _records.Count)
            {
                Prefetch(position + Distance);
            }

            _position = position;
            return true;
        }

        /// <inheritdoc/>
        public void Reset() => _position = -1;

        /// <inheritdoc/>
        public readonly void Dispose()
        {
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Prefetch(int position) => _records._index!.Records.Prefetch(_records.OffsetAt(position));
    }
}
