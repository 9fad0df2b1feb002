using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Values;

/// <summary>A stored list or tuple. Indexing, slicing, enumerating and searching it allocate nothing.</summary>
/// <typeparam name="T">
/// What elements are read as: one of the ten numeric types, <see cref="bool"/>, a nullable of these, or a view such as <see cref="SharedString"/>.
/// </typeparam>
/// <remarks>
/// <para>The stored width of numbers need not be that of <typeparamref name="T"/>: every element is converted and checked. An element that <typeparamref name="T"/>
/// cannot show (another type, a number that does not fit, a fraction read as an integer) throws <see cref="CorruptBufferException"/>: the file
/// contradicts the type that its reader was told. Integers read as floating point are rounded as C# rounds them.</para>
/// <para>Lists of <typeparamref name="T"/> written by this library are stored with the width of <typeparamref name="T"/>, so <see cref="AsSpan"/> shows them.</para>
/// <para>A readonly struct, safe to copy, store and share between threads. <c>default</c> is the null list, which is empty.
/// After the region's dispose every access throws <see cref="ObjectDisposedException"/>.</para>
/// </remarks>
public readonly partial struct SharedList<T> : IReadOnlyList<T>, IElementView<SharedList<T>>
{
    private readonly MemoryRegion? _region;

    /// <summary>First byte of the stored sequence: what its pointers are relative to.</summary>
    private readonly long _origin;

    /// <summary>Offset of the first element or pointer shown.</summary>
    private readonly long _data;

    private readonly long _count;

    /// <summary>Elements from one shown element to the next: 1, unless the list is a slice with a step.</summary>
    private readonly int _step;

    private readonly byte _code;
    private readonly byte _elementSize;

    private SharedList(MemoryRegion region, long origin, long data, long count, int step, byte code, byte elementSize)
    {
        _region = region;
        _origin = origin;
        _data = data;
        _count = count;
        _step = step;
        _code = code;
        _elementSize = elementSize;
    }

    /// <summary>Shows the sequence at an offset.</summary>
    internal SharedList(MemoryRegion region, long offset)
        : this(region, offset, SequenceHeader.Read(region, offset))
    {
    }

    internal SharedList(MemoryRegion region, long offset, in SequenceHeader header)
        : this(region, offset, header.DataOffset, header.Count, 1, header.Code, (byte)header.ElementSize)
    {
    }

    /// <summary>Whether this is the null list: an absent value, or <c>default</c>.</summary>
    public bool IsNull => _region is null;

    /// <summary>Whether there are no elements; true for null too.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>Elements.</summary>
    /// <exception cref="OverflowException">There are more than <see cref="int.MaxValue"/>; see <see cref="LongCount"/>.</exception>
    public int Count
    {
        get
        {
            if (_count > int.MaxValue)
            {
                ThrowHelper.Overflow($"The list has {_count} elements: use LongCount and the 64-bit indexer.");
            }

            return (int)_count;
        }
    }

    /// <summary>Elements, also when there are more than <see cref="int.MaxValue"/>.</summary>
    public long LongCount => _count;

    /// <summary>Whether the elements are stored side by side with the bytes of <typeparamref name="T"/>, so that <see cref="AsSpan"/> can show them.</summary>
    public bool IsInline => _count == 0 || (IsStoredAsT && _step == 1);

    /// <summary>The typecode of elements that lie side by side; <see cref="ValueTypeCode.None"/> when they are pointers to values, or there is no list.</summary>
    internal ValueTypeCode InlineCode => IsPointers ? ValueTypeCode.None : (ValueTypeCode)_code;

    private bool IsPointers => _code is SequenceCode.Pointers32 or SequenceCode.Pointers64;

    /// <summary>Folded to a comparison with a constant for numeric types, to false for the others.</summary>
    private bool IsStoredAsT
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => IsStored(_code);
    }

    /// <summary>An element. O(1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such element.</exception>
    /// <exception cref="CorruptBufferException">The element is damaged or cannot be shown as <typeparamref name="T"/>.</exception>
    public T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => this[(long)index];
    }

    /// <summary>An element. O(1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such element.</exception>
    public T this[long index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((ulong)index >= (ulong)_count)
            {
                ThrowIndex(index, _count);
            }

            return ReadAt(index);
        }
    }

    /// <summary>An element counted from the start or the end.</summary>
    public T this[Index index] => this[index.IsFromEnd ? _count - index.Value : index.Value];

    /// <summary>A part of the list. O(1).</summary>
    public SharedList<T> this[Range range]
    {
        get
        {
            (int start, int count) = range.GetOffsetAndLength(Count);
            return Slice(start, count);
        }
    }

    /// <summary>A part of the list. O(1).</summary>
    public SharedList<T> Slice(long start) => Slice(start, _count - start);

    /// <summary>A part of the list. O(1).</summary>
    public SharedList<T> Slice(long start, long count)
    {
        if (start < 0 || count < 0 || start > _count - count)
        {
            ThrowHelper.ArgumentOutOfRange(nameof(start), start, $"{count} elements there do not lie inside the {_count} elements of the list.");
        }

        return Part(start, count, 1);
    }

    /// <summary>Every <paramref name="step"/>-th element of a part, as Python's <c>[start:stop:step]</c> with bounds that are already resolved. O(1).</summary>
    /// <param name="start">First element.</param>
    /// <param name="count">How many elements the result has.</param>
    /// <param name="step">Distance between them; negative goes backwards, 0 is refused.</param>
    /// <exception cref="ArgumentOutOfRangeException">An element of the result would lie outside the list.</exception>
    public SharedList<T> Slice(long start, long count, int step)
    {
        ArgumentOutOfRangeException.ThrowIfZero(step);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _count);

        // count <= _count <= 2^63 / size and |step| <= 2^31: the product is taken in 128 bits.
        Int128 last = start + ((Int128)Math.Max(count - 1, 0) * step);
        if (count != 0 && ((ulong)start >= (ulong)_count || last < 0 || last >= _count))
        {
            ThrowHelper.ArgumentOutOfRange(nameof(start), start, $"{count} elements from there by {step} leave the {_count} elements of the list.");
        }

        return Part(count == 0 ? 0 : start, count, step);
    }

    /// <summary>The first element and every one that is a multiple of <paramref name="step"/> behind it: <c>list[2..].Every(3)</c> is Python's <c>list[2::3]</c>. O(1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The step is less than 1.</exception>
    public SharedList<T> Every(int step)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(step);
        return Slice(0, _count == 0 ? 0 : ((_count - 1) / step) + 1, step);
    }

    /// <summary>The list backwards. O(1).</summary>
    public SharedList<T> Reverse() => _count == 0 ? this : Slice(_count - 1, _count, -1);

    /// <summary>The stored elements, without copying. Good while the region is open and referenced. They may lie at any alignment.</summary>
    /// <exception cref="InvalidOperationException">
    /// The elements are not stored side by side with the bytes of <typeparamref name="T"/>: see <see cref="IsInline"/>, or use <see cref="ToArray"/>, <see cref="CopyTo"/>.
    /// </exception>
    public ReadOnlySpan<T> AsSpan()
    {
        if (!TryGetSpan(out ReadOnlySpan<T> elements))
        {
            ThrowHelper.InvalidOperation(
                $"The list has no span of {typeof(T).Name}: its {_count} elements are stored as '{(char)_code}' with step {_step}. Use CopyTo or ToArray, which convert.");
        }

        return elements;
    }

    /// <summary>The stored elements, if they are stored side by side with the bytes of <typeparamref name="T"/> and are no more than a span can hold.</summary>
    public bool TryGetSpan(out ReadOnlySpan<T> elements)
    {
        elements = default;
        if (_count == 0)
        {
            return true;
        }

        if (!IsStoredAsT || _step != 1 || _count > int.MaxValue / Unsafe.SizeOf<T>())
        {
            return false;
        }

        int count = (int)_count;
        ReadOnlySpan<byte> bytes = _region!.GetSpan(_data, count * Unsafe.SizeOf<T>());
        elements = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetReference(bytes)), count);
        return true;
    }

    /// <summary>Enumerates the elements. Allocates nothing with <c>foreach</c>.</summary>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    bool IElementView<SharedList<T>>.CanShow(ValueTypeCode code) => code is ValueTypeCode.MappedList or ValueTypeCode.ProxiedList or ValueTypeCode.MappedTuple or ValueTypeCode.ProxiedTuple;

    SharedList<T> IElementView<SharedList<T>>.CreateFromValue(MemoryRegion region, ValueTypeCode code, long payloadOffset) => code switch
    {
        ValueTypeCode.MappedList or ValueTypeCode.ProxiedList or ValueTypeCode.MappedTuple or ValueTypeCode.ProxiedTuple => new SharedList<T>(region, payloadOffset),
        _ => ThrowHelper.Corrupt<SharedList<T>>($"A stored {TypeCodeNames.Of(code)} cannot be read as a list", payloadOffset),
    };

    /// <summary>The same stored elements, read as another type.</summary>
    public SharedList<TOther> As<TOther>() =>
        _region is null ? default : new SharedList<TOther>(_region, _origin, _data, _count, _step, _code, _elementSize);

    private SharedList<T> Part(long start, long count, int step) => _region is null
        ? this
        : new SharedList<T>(_region, _origin, _data + (start * _step * _elementSize), count, count <= 1 ? 1 : checked(_step * step), _code, _elementSize);

    /// <summary>An element whose index was compared with the count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal T ReadAt(long index)
    {
        long element = index * _step;
        return IsStoredAsT
            ? ReadStored(_region!, _data + (element * Unsafe.SizeOf<T>()))
            : ReadConverted(_region!, _origin, _code, _data + (element * _elementSize));
    }

    /// <summary>Reads a number that is stored with the bytes of <typeparamref name="T"/>. Which of the sizes it has is decided by the compiler.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T ReadStored(MemoryRegion region, long offset) => Unsafe.SizeOf<T>() switch
    {
        sizeof(byte) => Unsafe.BitCast<byte, T>(region.Read<byte>(offset)),
        sizeof(ushort) => Unsafe.BitCast<ushort, T>(region.Read<ushort>(offset)),
        sizeof(uint) => Unsafe.BitCast<uint, T>(region.Read<uint>(offset)),
        _ => Unsafe.BitCast<ulong, T>(region.Read<ulong>(offset)),
    };

    /// <summary>Reads an element that is stored in another form. Static, and the parts of the list one by one: what has its address taken nowhere lives in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T ReadConverted(MemoryRegion region, long origin, byte code, long offset)
    {
        // PERF: scenario collections, list-text. What lists hold the most is read without asking what else it could be.
        if (typeof(T) == typeof(SharedString) && code == SequenceCode.Pointers32)
        {
            int pointer = region.Read<int>(offset);
            long value = unchecked(origin + pointer);
            if (pointer != SequenceCode.NullPointer && region.Read<byte>(value) == (byte)ValueTypeCode.String)
            {
                return (T)(object)SharedString.Read(region, value + ValueHeader.Size);
            }
        }

        return ReadOther(region, origin, code, offset);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T ReadOther(MemoryRegion region, long origin, byte code, long offset)
    {
        if (code is not (SequenceCode.Pointers32 or SequenceCode.Pointers64))
        {
            return ElementReader<T>.ReadPayload(region, (ValueTypeCode)code, offset);
        }

        long pointer = code == SequenceCode.Pointers32 ? region.Read<int>(offset) : region.Read<long>(offset);
        if (pointer == SequenceCode.NullPointer)
        {
            return ElementReader<T>.ReadNull(offset);
        }

        // The sum wraps for hostile pointers; what it wraps to is checked against the region like every other offset.
        return ElementReader<T>.ReadValue(region, unchecked(origin + pointer));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsStored(byte code) => ElementReader<T>.InlineCode != ValueTypeCode.None && code == (byte)ElementReader<T>.InlineCode;

    [DoesNotReturn]
    private static void ThrowIndex(long index, long count) => throw IndexException(index, count);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ArgumentOutOfRangeException IndexException(long index, long count) => new(nameof(index), index, $"The list has {count} elements.");
}
