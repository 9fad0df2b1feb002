using System.Collections;
using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Values;

/// <summary>A stored tuple of values of any type, equal to another by content, so that it can be a key. Allocates nothing.</summary>
/// <remarks>
/// <para>It is a <see cref="SharedList{T}"/> of <see cref="SharedValue"/> that has equality, a hash and an order; see there for slices and conversions.</para>
/// <para>A readonly struct, safe to copy, store and share between threads. <c>default</c> is the null tuple.</para>
/// </remarks>
public readonly struct SharedTuple : IReadOnlyList<SharedValue>, IEquatable<SharedTuple>, IComparable<SharedTuple>, IElementView<SharedTuple>
{
    private readonly SharedValue _value;
    private readonly SharedList<SharedValue> _elements;

    internal SharedTuple(MemoryRegion region, long offset)
    {
        _value = new SharedValue(region, ValueTypeCode.MappedTuple, offset);
        _elements = new SharedList<SharedValue>(region, offset);
    }

    /// <summary>Whether this is the null tuple: an absent value, or <c>default</c>.</summary>
    public bool IsNull => _elements.IsNull;

    /// <summary>Elements.</summary>
    public int Count => _elements.Count;

    /// <summary>The elements as a list.</summary>
    public SharedList<SharedValue> Elements => _elements;

    /// <summary>An element. O(1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such element.</exception>
    public SharedValue this[int index] => _elements[index];

    /// <summary>An element counted from the start or the end. O(1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such element.</exception>
    public SharedValue this[Index index] => _elements[index];

    /// <summary>A part of the tuple, as a list. O(1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range leaves the tuple.</exception>
    public SharedList<SharedValue> this[Range range] => _elements[range];

    /// <summary>Reads an element as a type, for tuples whose types the reader knows. O(1).</summary>
    /// <typeparam name="T">As the elements of <see cref="SharedList{T}"/>.</typeparam>
    /// <exception cref="CorruptBufferException">There is no such element, or it cannot be read as <typeparamref name="T"/>.</exception>
    public T Get<T>(int index)
    {
        if ((uint)index >= (uint)_elements.LongCount)
        {
            ThrowHelper.Corrupt($"A tuple of {_elements.LongCount} elements has none at {index}");
        }

        return _elements.As<T>()[index];
    }

    /// <summary>Enumerates the elements. Allocates nothing with <c>foreach</c>.</summary>
    public SharedList<SharedValue>.Enumerator GetEnumerator() => _elements.GetEnumerator();

    IEnumerator<SharedValue> IEnumerable<SharedValue>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether the elements are equal, in order. O(size).</summary>
    public bool Equals(SharedTuple other) => _value.Equals(other._value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SharedTuple other && Equals(other);

    /// <summary>Compares element by element; when all that both have are equal, the shorter comes first. Null comes before everything. O(size).</summary>
    /// <exception cref="InvalidOperationException">Two elements met that have no order.</exception>
    public int CompareTo(SharedTuple other) => _value.CompareTo(other._value);

    /// <summary>A hash of the content.</summary>
    public override int GetHashCode() => _value.GetHashCode();

    /// <summary>The stable hash.</summary>
    /// <returns>False when an element has none.</returns>
    public bool TryGetStableHash(out ulong hash) => _value.TryGetStableHash(out hash);

    /// <summary>Equality of content.</summary>
    public static bool operator ==(SharedTuple left, SharedTuple right) => left.Equals(right);

    /// <summary>Inequality of content.</summary>
    public static bool operator !=(SharedTuple left, SharedTuple right) => !left.Equals(right);

    /// <summary>Order of content, as <see cref="CompareTo"/>.</summary>
    public static bool operator <(SharedTuple left, SharedTuple right) => left.CompareTo(right) < 0;

    /// <summary>Order of content, as <see cref="CompareTo"/>.</summary>
    public static bool operator <=(SharedTuple left, SharedTuple right) => left.CompareTo(right) <= 0;

    /// <summary>Order of content, as <see cref="CompareTo"/>.</summary>
    public static bool operator >(SharedTuple left, SharedTuple right) => left.CompareTo(right) > 0;

    /// <summary>Order of content, as <see cref="CompareTo"/>.</summary>
    public static bool operator >=(SharedTuple left, SharedTuple right) => left.CompareTo(right) >= 0;

    bool IElementView<SharedTuple>.CanShow(ValueTypeCode code) =>
        code is ValueTypeCode.MappedTuple or ValueTypeCode.ProxiedTuple or ValueTypeCode.MappedList or ValueTypeCode.ProxiedList;

    SharedTuple IElementView<SharedTuple>.CreateFromValue(MemoryRegion region, ValueTypeCode code, long payloadOffset) => code switch
    {
        ValueTypeCode.MappedTuple or ValueTypeCode.ProxiedTuple or ValueTypeCode.MappedList or ValueTypeCode.ProxiedList => new SharedTuple(region, payloadOffset),
        _ => ThrowHelper.Corrupt<SharedTuple>($"A stored {TypeCodeNames.Of(code)} cannot be read as a tuple", payloadOffset),
    };
}
