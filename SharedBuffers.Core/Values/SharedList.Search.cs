using System.Runtime.InteropServices;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Values;

public readonly partial struct SharedList<T>
{
    /// <summary>Index of the first equal element, or -1. O(count), vectorized where <see cref="IsInline"/>.</summary>
    public long IndexOf(T value)
    {
        if (TryGetSpan(out ReadOnlySpan<T> span))
        {
            int index = span.IndexOf(value);
            GC.KeepAlive(_region);
            return index;
        }

        for (long i = 0; i < _count; i++)
        {
            if (EqualityComparer<T>.Default.Equals(this[i], value))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Whether an element is equal. O(count), vectorized where <see cref="IsInline"/>.</summary>
    public bool Contains(T value) => IndexOf(value) >= 0;

    /// <summary>Index of an equal element of a list that is sorted ascending, or the complement of the index where it would go. O(log count).</summary>
    public long BinarySearch(T value) => BinarySearch(value, Comparer<T>.Default);

    /// <summary>Index of an equal element of a list that is sorted by a comparer, or the complement of the index where it would go. O(log count).</summary>
    public long BinarySearch(T value, IComparer<T> comparer)
    {
        ArgumentNullException.ThrowIfNull(comparer);
        long low = 0;
        long high = _count - 1;
        while (low <= high)
        {
            long middle = low + ((high - low) >> 1);
            int order = comparer.Compare(this[middle], value);
            if (order == 0)
            {
                return middle;
            }

            if (order < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return ~low;
    }

    /// <summary>Whether the elements equal those of another sequence, in order.</summary>
    public bool SequenceEqual(SharedList<T> other)
    {
        if (_count != other._count)
        {
            return false;
        }

        if (other.TryGetSpan(out ReadOnlySpan<T> span))
        {
            bool equal = SequenceEqual(span);
            GC.KeepAlive(other._region);
            return equal;
        }

        for (long i = 0; i < _count; i++)
        {
            if (!EqualityComparer<T>.Default.Equals(this[i], other[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the elements equal those of a span, in order.</summary>
    public bool SequenceEqual(ReadOnlySpan<T> other)
    {
        if (_count != other.Length)
        {
            return false;
        }

        if (TryGetSpan(out ReadOnlySpan<T> span))
        {
            bool equal = span.SequenceEqual(other);
            GC.KeepAlive(_region);
            return equal;
        }

        for (int i = 0; i < other.Length; i++)
        {
            if (!EqualityComparer<T>.Default.Equals(this[i], other[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Compares element by element; when all that both have are equal, the shorter comes first.</summary>
    /// <exception cref="ArgumentException">Elements are of a type without an order.</exception>
    public int SequenceCompareTo(SharedList<T> other)
    {
        long common = Math.Min(_count, other._count);
        for (long i = 0; i < common; i++)
        {
            T left = this[i];
            T right = other[i];
            if (!EqualityComparer<T>.Default.Equals(left, right))
            {
                int order = Comparer<T>.Default.Compare(left, right);
                if (order != 0)
                {
                    return order;
                }
            }
        }

        return _count.CompareTo(other._count);
    }

    /// <summary>Compares element by element with a span; when all that both have are equal, the shorter comes first.</summary>
    /// <exception cref="ArgumentException">Elements are of a type without an order.</exception>
    public int SequenceCompareTo(ReadOnlySpan<T> other)
    {
        int common = (int)Math.Min(_count, other.Length);
        for (int i = 0; i < common; i++)
        {
            int order = Comparer<T>.Default.Compare(this[i], other[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return _count.CompareTo(other.Length);
    }

    /// <summary>Copies the elements, converting them when they are stored in another width. Allocates nothing.</summary>
    /// <exception cref="ArgumentException">The destination is shorter than the list.</exception>
    public void CopyTo(Span<T> destination)
    {
        if (destination.Length < _count)
        {
            ThrowHelper.Argument($"The destination of {destination.Length} elements is shorter than the {_count} elements to copy.", nameof(destination));
        }

        if (TryGetSpan(out ReadOnlySpan<T> span))
        {
            span.CopyTo(destination);
            GC.KeepAlive(_region);
            return;
        }

        for (int i = 0; i < (int)_count; i++)
        {
            destination[i] = this[i];
        }
    }

    /// <summary>Copies the elements into a new array.</summary>
    public T[] ToArray()
    {
        if (_count == 0)
        {
            return [];
        }

        // The count was checked against the bytes of the region when the view was made, so it is no lie that costs memory.
        var array = new T[Count];
        CopyTo(array);
        return array;
    }

    /// <summary>Copies the elements into a new list.</summary>
    public List<T> ToList()
    {
        var list = new List<T>(Count);
        CollectionsMarshal.SetCount(list, Count);
        CopyTo(CollectionsMarshal.AsSpan(list));
        return list;
    }
}
