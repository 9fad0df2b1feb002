namespace SharedBuffers.Values;

public readonly partial struct SharedList<T> : IEquatable<SharedList<T>>, IComparable<SharedList<T>>
{
    /// <summary>So many elements go into a hash: enough to tell most lists apart.</summary>
    private const int HashedElements = 16;

    /// <summary>Whether the elements are equal, in order. Null equals only null. O(count); allocates nothing.</summary>
    public bool Equals(SharedList<T> other) => IsNull == other.IsNull && SequenceEqual(other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SharedList<T> other && Equals(other);

    /// <summary>A hash of the count and the first elements.</summary>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(_count);
        for (long i = 0; i < Math.Min(_count, HashedElements); i++)
        {
            hash.Add(this[i]);
        }

        return hash.ToHashCode();
    }

    /// <summary>Compares as <see cref="SequenceCompareTo(SharedList{T})"/>; null comes before the empty list.</summary>
    /// <exception cref="ArgumentException">Elements are of a type without an order.</exception>
    public int CompareTo(SharedList<T> other) => IsNull || other.IsNull ? other.IsNull.CompareTo(IsNull) : SequenceCompareTo(other);

    /// <summary>Equality of elements.</summary>
    public static bool operator ==(SharedList<T> left, SharedList<T> right) => left.Equals(right);

    /// <summary>Inequality of elements.</summary>
    public static bool operator !=(SharedList<T> left, SharedList<T> right) => !left.Equals(right);

    /// <summary>Order of elements, as <see cref="CompareTo"/>.</summary>
    public static bool operator <(SharedList<T> left, SharedList<T> right) => left.CompareTo(right) < 0;

    /// <summary>Order of elements, as <see cref="CompareTo"/>.</summary>
    public static bool operator <=(SharedList<T> left, SharedList<T> right) => left.CompareTo(right) <= 0;

    /// <summary>Order of elements, as <see cref="CompareTo"/>.</summary>
    public static bool operator >(SharedList<T> left, SharedList<T> right) => left.CompareTo(right) > 0;

    /// <summary>Order of elements, as <see cref="CompareTo"/>.</summary>
    public static bool operator >=(SharedList<T> left, SharedList<T> right) => left.CompareTo(right) >= 0;
}
