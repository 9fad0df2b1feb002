using System.Collections;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Values;

namespace SharedBuffers.Collections;

/// <summary>Records of an array at equal distances, from some first one on: a range of it, every other one, or all from the last to the first. Nothing is copied.</summary>
/// <typeparam name="TView">The view that the array has.</typeparam>
/// <remarks>It lives as long as its array and may be read by several threads. <c>default</c> is empty.</remarks>
[StructLayout(LayoutKind.Auto)]
public readonly partial struct MappedArraySlice<TView> : IReadOnlyList<TView>
    where TView : struct, IObjectView<TView>
{
    private readonly MappedArray<TView>? _array;
    private readonly long _start;
    private readonly long _count;
    private readonly long _step;

    internal MappedArraySlice(MappedArray<TView>? array, long start, long count, long step)
    {
        _array = array;
        _start = start;
        _count = count;
        _step = step;
    }

    /// <summary>Records.</summary>
    public long LongCount => _count;

    /// <summary>Records.</summary>
    /// <exception cref="OverflowException">There are more than <see cref="int.MaxValue"/>; use <see cref="LongCount"/>.</exception>
    public int Count
    {
        get
        {
            if (_count > int.MaxValue)
            {
                ThrowHelper.Overflow_Count(_count);
            }

            return (int)_count;
        }
    }

    /// <summary>A record by its 0-based index in the slice. O(1), no allocation.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such record.</exception>
    /// <exception cref="CorruptBufferException">The file is damaged.</exception>
    public TView this[long index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _array![ToArrayIndex(index)];
    }

    /// <summary>A record by its 0-based index in the slice.</summary>
    public TView this[int index] => this[(long)index];

    /// <summary>A record by its index from the start or the end of the slice.</summary>
    public TView this[Index index] => this[index.IsFromEnd ? _count - index.Value : index.Value];

    /// <summary>A part of the slice.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie in the slice.</exception>
    public MappedArraySlice<TView> this[Range range]
    {
        get
        {
            long start = range.Start.IsFromEnd ? _count - range.Start.Value : range.Start.Value;
            long end = range.End.IsFromEnd ? _count - range.End.Value : range.End.Value;
            if (start < 0 || end < start || end > _count)
            {
                ThrowHelper.ArgumentOutOfRange(nameof(range), range, $"The range does not lie in the {_count} records.");
            }

            return Slice(start, end - start);
        }
    }

    /// <summary>Records at equal distances.</summary>
    /// <param name="start">Index of the first.</param>
    /// <param name="count">How many.</param>
    /// <param name="step">From one to the next; negative to go backwards.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them does not lie in the slice, or the step is 0.</exception>
    public MappedArraySlice<TView> Slice(long start, long count, long step = 1)
    {
        if (start < 0 || start > _count)
        {
            ThrowHelper.ArgumentOutOfRange(nameof(start), start, $"There are {_count} records.");
        }

        if (step == 0)
        {
            ThrowHelper.ArgumentOutOfRange(nameof(step), step, "A slice does not stand still.");
        }

        // Steps that fit between the start and the border that they go to. The negation is that of two's complement, which is right for the least number too.
        ulong room = step > 0 ? (ulong)Math.Max(_count - 1 - start, 0) / (ulong)step : (ulong)start / unchecked((ulong)-step);
        if (count < 0 || (count > 0 && (start == _count || (ulong)(count - 1) > room)))
        {
            ThrowHelper.ArgumentOutOfRange(nameof(count), count, $"So many records from {start} on, {step} apart, do not lie in the {_count} there are.");
        }

        return count <= 1 ? new(_array, _start + (start * _step), count, 1) : new(_array, _start + (start * _step), count, _step * step);
    }

    /// <summary>The first record and every one that is a multiple of <paramref name="step"/> behind it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The step is less than 1.</exception>
    public MappedArraySlice<TView> Every(long step)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(step);
        return Slice(0, _count == 0 ? 0 : ((_count - 1) / step) + 1, step);
    }

    /// <summary>The same records from the last to the first.</summary>
    public MappedArraySlice<TView> Reverse() => _count == 0 ? this : Slice(_count - 1, _count, -1);

    /// <summary>Enumerates the records, without allocation.</summary>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<TView> IEnumerable<TView>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long ToArrayIndex(long index)
    {
        if ((ulong)index >= (ulong)_count)
        {
            ThrowHelper.ArgumentOutOfRange_Index(index, _count);
        }

        return _start + (index * _step);
    }

    /// <summary>Whether a table says where each record is; records of one size have none.</summary>
    internal bool HasOffsets => _array is { HasOffsets: true };

    /// <summary>Starts loading what says where a record is. An index that is not there does nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void PrefetchOffset(long index)
    {
        if ((ulong)index < (ulong)_count)
        {
            _array!.PrefetchOffset(_start + (index * _step));
        }
    }

    /// <summary>Starts loading a record. An index that is not there does nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void PrefetchRecord(long index)
    {
        if ((ulong)index < (ulong)_count)
        {
            _array!.PrefetchRecord(_start + (index * _step));
        }
    }

    /// <summary>Walks the records of a slice.</summary>
    public struct Enumerator : IEnumerator<TView>
    {
        private readonly MappedArraySlice<TView> _slice;
        private long _index;

        internal Enumerator(MappedArraySlice<TView> slice)
        {
            _slice = slice;
            _index = -1;
        }

        /// <inheritdoc/>
        public readonly TView Current
        {
            get
            {
                if ((ulong)_index >= (ulong)_slice._count)
                {
                    ThrowHelper.InvalidOperation_EnumeratorPosition();
                }

                return _slice[_index];
            }
        }

        readonly object IEnumerator.Current => Current;

        /// <inheritdoc/>
        public bool MoveNext()
        {
            if (_index < _slice._count)
            {
                _index++;
            }

            return _index < _slice._count;
        }

        /// <inheritdoc/>
        public void Reset() => _index = -1;

        /// <inheritdoc/>
        public readonly void Dispose()
        {
        }
    }
}
