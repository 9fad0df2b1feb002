using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Values;

/// <summary>A stored n-dimensional array, or a part of one. Reading elements, slicing and taking spans allocate nothing up to four dimensions.</summary>
/// <remarks>
/// <para>Elements lie in C order: the last dimension varies fastest. Slices and fields of records are views with strides over the same bytes.</para>
/// <para>Views of more than four dimensions allocate one small array for their lengths and strides when they are made.</para>
/// <para>A readonly struct, safe to copy, store and share between threads. <c>default</c> is the null array. After the region's dispose every access throws
/// <see cref="ObjectDisposedException"/>.</para>
/// </remarks>
public readonly partial struct SharedNdArray : IElementView<SharedNdArray>
{
    /// <summary>Dimensions that any array may have, as in NumPy.</summary>
    public const int MaxRank = 64;

    private const int InlineRank = 4;
    private const int DescriptionPlaceFlat = 16;

    private readonly MemoryRegion? _region;
    private readonly long _data;
    private readonly NdType _type;
    private readonly int _rank;
    private readonly Dimensions _inline;

    /// <summary>Lengths, then strides, when there are more than fit inline.</summary>
    private readonly long[]? _dimensions;

    private SharedNdArray(MemoryRegion region, long data, NdType type, ReadOnlySpan<long> lengths, ReadOnlySpan<long> strides)
    {
        _region = region;
        _data = data;
        _type = type;
        _rank = lengths.Length;
        if (_rank <= InlineRank)
        {
            lengths.CopyTo(_inline);
            strides.CopyTo(_inline[InlineRank..]);
        }
        else
        {
            _dimensions = [.. lengths, .. strides];
        }
    }

    /// <summary>Whether this is the null array: an absent value, or <c>default</c>.</summary>
    public bool IsNull => _region is null;

    /// <summary>Type of the elements.</summary>
    public NdType Type => _type;

    /// <summary>Dimensions; 0 for a single element.</summary>
    public int Rank => _rank;

    /// <summary>Elements in all.</summary>
    public long Length
    {
        get
        {
            // The product was checked against the bytes when the view was made; a slice has fewer.
            long length = IsNull ? 0 : 1;
            for (int i = 0; i < _rank; i++)
            {
                length *= GetLength(i);
            }

            return length;
        }
    }

    /// <summary>Whether the elements lie side by side in C order.</summary>
    public bool IsContiguous
    {
        get
        {
            long expected = _type.ItemSize;
            for (int i = _rank - 1; i >= 0; i--)
            {
                if (GetLength(i) != 1 && GetStride(i) != expected)
                {
                    return Length == 0;
                }

                expected *= GetLength(i);
            }

            return true;
        }
    }

    /// <summary>Elements in a dimension.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such dimension.</exception>
    public long GetLength(int dimension)
    {
        CheckDimension(dimension);
        return _dimensions is null ? _inline[dimension] : _dimensions[dimension];
    }

    /// <summary>Bytes from one element of a dimension to the next; negative when a slice goes backwards.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such dimension.</exception>
    public long GetStride(int dimension)
    {
        CheckDimension(dimension);
        return _dimensions is null ? _inline[InlineRank + dimension] : _dimensions[_rank + dimension];
    }

    /// <summary>The elements as a span, without copying, when they lie side by side and have the bytes of <typeparamref name="T"/>.</summary>
    /// <typeparam name="T">One of the ten numeric types, <see cref="Half"/>, <see cref="System.Numerics.Complex"/>; <see cref="byte"/> also for bools.</typeparam>
    /// <exception cref="InvalidOperationException">They do not, or there are more than a span can hold: take a slice, or use <c>CopyTo</c>.</exception>
    public ReadOnlySpan<T> AsSpan<T>()
        where T : unmanaged
    {
        CheckStoredAs<T>();
        return MemoryMarshal.Cast<byte, T>(AsBytes());
    }

    /// <summary>The bytes of the elements, without copying, when they lie side by side.</summary>
    /// <exception cref="InvalidOperationException">They do not, or there are more than a span can hold.</exception>
    public ReadOnlySpan<byte> AsBytes()
    {
        long length = Length * _type.ItemSize;
        if (!IsContiguous || length > int.MaxValue)
        {
            ThrowHelper.InvalidOperation($"An array of {length} bytes that are {(IsContiguous ? string.Empty : "not ")}side by side has no span; slice it or copy it.");
        }

        // A part without elements may start behind the last byte: a field of no records does.
        return length == 0 ? default : _region!.GetSpan(_data, (int)length);
    }

    /// <summary>The part at one index of the first dimension: an array of one dimension less. O(rank).</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such index, or the array has no dimension.</exception>
    public SharedNdArray this[long index]
    {
        get
        {
            CheckIndex(0, index);
            Span<long> lengths = stackalloc long[_rank];
            Span<long> strides = stackalloc long[_rank];
            CopyDimensions(lengths, strides);
            return new SharedNdArray(_region!, _data + (index * strides[0]), _type, lengths[1..], strides[1..]);
        }
    }

    /// <summary>Every <paramref name="step"/>-th index of a part of one dimension. O(rank).</summary>
    /// <param name="dimension">Which dimension.</param>
    /// <param name="start">First index.</param>
    /// <param name="count">How many.</param>
    /// <param name="step">Distance between them; negative goes backwards, 0 is refused.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index of the result would lie outside the dimension.</exception>
    public SharedNdArray Slice(int dimension, long start, long count, long step = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfZero(step);
        if (count > 0)
        {
            CheckIndex(dimension, start);
            Int128 last = start + ((Int128)(count - 1) * step);
            if (last < 0 || last >= GetLength(dimension))
            {
                ThrowHelper.ArgumentOutOfRange(nameof(count), count, $"{count} indexes from {start} by {step} leave the {GetLength(dimension)} of the dimension.");
            }
        }

        Span<long> lengths = stackalloc long[_rank];
        Span<long> strides = stackalloc long[_rank];
        CopyDimensions(lengths, strides);
        CheckDimension(dimension);
        long data = count > 0 ? _data + (start * strides[dimension]) : _data;
        lengths[dimension] = count;

        // A step over a single index may be as large as the caller likes: it is never taken.
        strides[dimension] = count > 1 ? strides[dimension] * step : strides[dimension];
        return new SharedNdArray(_region!, data, _type, lengths, strides);
    }

    /// <summary>The array with its dimensions in reverse order. O(rank).</summary>
    public SharedNdArray Transpose()
    {
        if (_rank < 2)
        {
            return this;
        }

        Span<long> lengths = stackalloc long[_rank];
        Span<long> strides = stackalloc long[_rank];
        CopyDimensions(lengths, strides);
        lengths.Reverse();
        strides.Reverse();
        return new SharedNdArray(_region!, _data, _type, lengths, strides);
    }

    /// <summary>One field of every record, as an array of the same shape. O(fields).</summary>
    /// <exception cref="KeyNotFoundException">There is no such field, or elements are no records.</exception>
    public SharedNdArray GetField(ReadOnlySpan<char> name)
    {
        if (!_type.TryGetField(name, out NdType type, out int offset))
        {
            ThrowHelper.KeyNotFound_Key(name.ToString());
        }

        Span<long> lengths = stackalloc long[_rank];
        Span<long> strides = stackalloc long[_rank];
        CopyDimensions(lengths, strides);
        return new SharedNdArray(_region!, _data + offset, type, lengths, strides);
    }

    bool IElementView<SharedNdArray>.CanShow(ValueTypeCode code) => code == ValueTypeCode.NdArray;

    SharedNdArray IElementView<SharedNdArray>.CreateFromValue(MemoryRegion region, ValueTypeCode code, long payloadOffset) => code == ValueTypeCode.NdArray
        ? Read(region, payloadOffset)
        : ThrowHelper.Corrupt<SharedNdArray>($"A stored {TypeCodeNames.Of(code)} cannot be read as an array", payloadOffset);

    /// <summary>
    /// Reads the head of an array: <c>u64</c> places of the type description and of the data, then, unless there is one dimension, the sequence of lengths.
    /// </summary>
    internal static SharedNdArray Read(MemoryRegion region, long offset)
    {
        long description = region.Read<long>(offset);
        NdType type = NdType.Read(SharedValue.Read(region, unchecked(offset + description)));
        long buffer = unchecked(offset + region.Read<long>(offset + sizeof(ulong)));
        long length = region.Read<long>(buffer);
        region.CheckBounds(buffer + sizeof(ulong), length);

        Span<long> lengths = stackalloc long[MaxRank];
        if (description == DescriptionPlaceFlat)
        {
            lengths = lengths[..1];
            lengths[0] = type.ItemSize == 0 ? 0 : length / type.ItemSize;
        }
        else
        {
            var shape = new SharedList<long>(region, offset + DescriptionPlaceFlat);
            if (shape.LongCount > MaxRank)
            {
                ThrowHelper.Corrupt($"An array of {shape.LongCount} dimensions has more than the {MaxRank} that are allowed", offset);
            }

            lengths = lengths[..shape.Count];
            shape.CopyTo(lengths);
        }

        Span<long> strides = stackalloc long[lengths.Length];
        Int128 size = type.ItemSize;
        for (int i = lengths.Length - 1; i >= 0; i--)
        {
            // Lengths behind a 0 may be anything; the strides of an empty array are never used.
            strides[i] = (long)Int128.Min(size, long.MaxValue);
            size = lengths[i] < 0 ? -1 : Int128.Min(size * lengths[i], (Int128)1 << 80);
            if (size < 0)
            {
                break;
            }
        }

        // Elements of no bytes could be claimed in any number: they may be as many as there are bytes in the region.
        if (size != length || (type.ItemSize == 0 && !FitsWithoutBytes(lengths, region.Length)))
        {
            ThrowHelper.Corrupt($"An array of type {type.Scalar} has {length} bytes of data, which its shape contradicts", offset);
        }

        return new SharedNdArray(region, buffer + sizeof(ulong), type, lengths, strides);
    }

    private static bool FitsWithoutBytes(ReadOnlySpan<long> lengths, long limit)
    {
        Int128 count = 1;
        foreach (long length in lengths)
        {
            count = Int128.Min(count * length, (Int128)1 << 80);
        }

        return count <= limit;
    }

    private void CheckDimension(int dimension)
    {
        if ((uint)dimension >= (uint)_rank)
        {
            ThrowHelper.ArgumentOutOfRange(nameof(dimension), dimension, $"The array has {_rank} dimensions.");
        }
    }

    private void CheckIndex(int dimension, long index)
    {
        if ((ulong)index >= (ulong)GetLength(dimension))
        {
            ThrowHelper.ArgumentOutOfRange(nameof(index), index, $"The dimension {dimension} has {GetLength(dimension)} elements.");
        }
    }

    private void CopyDimensions(Span<long> lengths, Span<long> strides)
    {
        for (int i = 0; i < _rank; i++)
        {
            lengths[i] = GetLength(i);
            strides[i] = GetStride(i);
        }
    }

    [InlineArray(2 * InlineRank)]
    private struct Dimensions
    {
        private long _first;
    }
}
