using System.Collections;
using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Values;

/// <summary>A stored set. Membership, comparison and enumeration allocate nothing.</summary>
/// <typeparam name="T">What elements are read as, as in <see cref="SharedList{T}"/>.</typeparam>
/// <remarks>
/// <para>Three forms are stored. Integers from 0 to 119 are bits: membership is one load. Other integers, and floating-point numbers, are sorted: binary search.
/// Everything else is sorted by stable hash: binary search among hashes, then comparison. All members work on every form and on every mix of forms and widths.</para>
/// <para>Numbers are equal when their values are, whatever their types. NaN equals itself, as everywhere in .NET.</para>
/// <para>Elements that <typeparamref name="T"/> cannot show throw <see cref="CorruptBufferException"/> when they are enumerated; membership never needs to show them.</para>
/// <para>A readonly struct, safe to copy, store and share between threads. <c>default</c> is the null set, which is empty.
/// After the region's dispose every access throws <see cref="ObjectDisposedException"/>.</para>
/// </remarks>
public readonly partial struct SharedSet<T> : IReadOnlySet<T>, IElementView<SharedSet<T>>
{
    private readonly MemoryRegion? _region;
    private readonly long _offset;
    private readonly long _count;

    /// <summary>Offset of the first element or pointer; unused by bitmaps.</summary>
    private readonly long _data;

    private readonly byte _code;
    private readonly byte _elementSize;

    /// <summary>Shows the set at an offset.</summary>
    internal SharedSet(MemoryRegion region, long offset)
    {
        _region = region;
        _offset = offset;
        _code = region.Read<byte>(offset);
        switch (_code)
        {
            case SequenceCode.Bitmap56 or SequenceCode.Bitmap120:
                _count = (long)UInt128.PopCount(Bits);
                break;
            default:
                SequenceHeader header = SequenceHeader.Read(region, offset);
                _count = header.Count;
                _data = header.DataOffset;
                _elementSize = (byte)header.ElementSize;
                break;
        }
    }

    /// <summary>Whether this is the null set: an absent value, or <c>default</c>.</summary>
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
                ThrowHelper.Overflow($"The set has {_count} elements: use LongCount.");
            }

            return (int)_count;
        }
    }

    /// <summary>Elements, also when there are more than <see cref="int.MaxValue"/>.</summary>
    public long LongCount => _count;

    /// <summary>Whether the set is stored as bits.</summary>
    internal bool IsBitmap => _code is SequenceCode.Bitmap56 or SequenceCode.Bitmap120;

    /// <summary>Whether the elements are values with a typecode each.</summary>
    internal bool IsPointers => _code is SequenceCode.Pointers32 or SequenceCode.Pointers64;

    /// <summary>The typecode of elements that are integers or lie side by side; <see cref="ValueTypeCode.None"/> when they are pointers to values, or there is no set.</summary>
    internal ValueTypeCode InlineCode => IsBitmap ? ValueTypeCode.UInt8 : IsPointers ? ValueTypeCode.None : (ValueTypeCode)_code;

    /// <summary>How elements are stored, for searches.</summary>
    internal SetStorage Storage => new(_region!, _offset, _data, _count, _code, _elementSize);

    /// <summary>Whether a value is an element: O(1) for bits, O(log count) otherwise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Contains(T item)
    {
        if (typeof(T) == typeof(int) && IsBitmap)
        {
            return ContainsBit((uint)Unsafe.As<T, int>(ref item));
        }

        if (typeof(T) == typeof(byte) && IsBitmap)
        {
            return ContainsBit(Unsafe.As<T, byte>(ref item));
        }

        return _count != 0 && SetSearch.Contains(Storage, item);
    }

    /// <summary>Enumerates the elements: numbers ascending, others in the order of their stable hashes. Allocates nothing with <c>foreach</c>.</summary>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Copies the elements into a new array, in the order of enumeration.</summary>
    public T[] ToArray()
    {
        if (_count == 0)
        {
            return [];
        }

        var array = new T[Count];
        int i = 0;
        foreach (T item in this)
        {
            array[i++] = item;
        }

        return array;
    }

    /// <summary>Copies the elements into a new hash set.</summary>
    public HashSet<T> ToHashSet()
    {
        var set = new HashSet<T>(Count);
        foreach (T item in this)
        {
            set.Add(item);
        }

        return set;
    }

    /// <summary>The same stored set, read as another type.</summary>
    public SharedSet<TOther> As<TOther>() => _region is null ? default : new SharedSet<TOther>(_region, _offset);

    bool IElementView<SharedSet<T>>.CanShow(ValueTypeCode code) => code is ValueTypeCode.MappedSet or ValueTypeCode.ProxiedSet;

    SharedSet<T> IElementView<SharedSet<T>>.CreateFromValue(MemoryRegion region, ValueTypeCode code, long payloadOffset) => code switch
    {
        ValueTypeCode.MappedSet or ValueTypeCode.ProxiedSet => new SharedSet<T>(region, payloadOffset),
        _ => ThrowHelper.Corrupt<SharedSet<T>>($"A stored {TypeCodeNames.Of(code)} cannot be read as a set", payloadOffset),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool ContainsBit(uint number)
    {
        // Bit x is bit x % 8 of the byte 1 + x / 8; the byte 0 is the code.
        uint limit = _code == SequenceCode.Bitmap56 ? 56u : 120u;
        return number < limit && ((_region!.Read<byte>(_offset + 1 + (number >> 3)) >> (int)(number & 7)) & 1) != 0;
    }
}
