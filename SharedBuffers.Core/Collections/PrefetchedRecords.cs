using System.Runtime.CompilerServices;
using SharedBuffers.Values;

namespace SharedBuffers.Collections;

/// <summary>
/// Records of an array in an order of the caller's, loaded ahead: while one is read, those that come soon are on their way from memory.
/// </summary>
/// <typeparam name="TView">The view that the array has.</typeparam>
/// <remarks>
/// Two things are fetched for a record, one after the other: the entry of the array index, twice the distance ahead, and the record's first 64 bytes, once the distance ahead.
/// Records of one size have no such entry. It pays where the order is not that of the file and the records are not in the processor's caches: memory then answers several loads at a time
/// instead of one after the other. In the order of the file the processor sees by itself what comes next.
/// </remarks>
public readonly ref struct PrefetchedRecords<TView>
    where TView : struct, IObjectView<TView>
{
    /// <summary>Records ahead unless told otherwise: as many loads as the processors of today keep in flight.</summary>
    public const int DefaultDistance = 16;

    private readonly MappedArraySlice<TView> _records;
    private readonly ReadOnlySpan<long> _order;
    private readonly bool _isOrdered;
    private readonly int _distance;

    internal PrefetchedRecords(MappedArraySlice<TView> records, int distance)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(distance);
        _records = records;
        _distance = distance;
    }

    internal PrefetchedRecords(MappedArraySlice<TView> records, ReadOnlySpan<long> order, int distance)
        : this(records, distance)
    {
        _order = order;
        _isOrdered = true;
    }

    private long Count => _isOrdered ? _order.Length : _records.LongCount;

    /// <summary>Enumerates the records, without allocation.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Index of the record at a position of the order; -1 behind its end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long IndexAt(long position) => _isOrdered ? (ulong)position < (ulong)_order.Length ? _order[(int)position] : -1 : position;

    /// <summary>Walks the records.</summary>
    public ref struct Enumerator
    {
        private readonly PrefetchedRecords<TView> _records;
        private readonly long _count;
        private readonly bool _hasOffsets;
        private long _position;

        internal Enumerator(PrefetchedRecords<TView> records)
        {
            _records = records;
            _count = records.Count;
            _hasOffsets = records._records.HasOffsets;
            _position = -1;
            for (long i = 0; i < 2 * (long)records._distance && i < _count; i++)
            {
                PrefetchOffset(i);
            }

            for (long i = 0; i < records._distance && i < _count; i++)
            {
                PrefetchRecord(i);
            }
        }

        /// <summary>The record.</summary>
        /// <exception cref="ArgumentOutOfRangeException">The order names a record that is not there.</exception>
        public readonly TView Current
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => _records._records[_records.IndexAt(_position)];
        }

        /// <summary>Moves to the next record and starts loading a later one.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool MoveNext()
        {
            long position = _position + 1;
            if (position >= _count)
            {
                _position = _count;
                return false;
            }

            _position = position;
            if (_hasOffsets)
            {
                PrefetchOffset(position + (2 * (long)_records._distance));
            }

            PrefetchRecord(position + _records._distance);
            return true;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void PrefetchOffset(long position) => _records._records.PrefetchOffset(_records.IndexAt(position));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void PrefetchRecord(long position) => _records._records.PrefetchRecord(_records.IndexAt(position));
    }
}
