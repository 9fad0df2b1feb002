namespace SharedBuffers.Values;

public readonly partial struct SharedSet<T> : IEquatable<SharedSet<T>>
{
    /// <summary>Whether the two have the same elements. Null equals only null. Allocates nothing.</summary>
    public bool Equals(SharedSet<T> other) => IsNull == other.IsNull && SetEquals(other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SharedSet<T> other && Equals(other);

    /// <summary>A hash of the elements, in whatever order and however often they are stored. O(count).</summary>
    public override int GetHashCode()
    {
        int least = int.MaxValue;
        int greatest = int.MinValue;
        foreach (SharedValue element in As<SharedValue>())
        {
            int hash = element.GetHashCode();
            least = Math.Min(least, hash);
            greatest = Math.Max(greatest, hash);
        }

        return HashCode.Combine(least, greatest);
    }

    /// <summary>Equality of elements.</summary>
    public static bool operator ==(SharedSet<T> left, SharedSet<T> right) => left.Equals(right);

    /// <summary>Inequality of elements.</summary>
    public static bool operator !=(SharedSet<T> left, SharedSet<T> right) => !left.Equals(right);

    /// <summary>Whether the left set is a subset of the right one, which has more.</summary>
    public static bool operator <(SharedSet<T> left, SharedSet<T> right) => left.IsProperSubsetOf(right);

    /// <summary>Whether the left set is a subset of the right one.</summary>
    public static bool operator <=(SharedSet<T> left, SharedSet<T> right) => left.IsSubsetOf(right);

    /// <summary>Whether the right set is a subset of the left one, which has more.</summary>
    public static bool operator >(SharedSet<T> left, SharedSet<T> right) => left.IsProperSupersetOf(right);

    /// <summary>Whether the right set is a subset of the left one.</summary>
    public static bool operator >=(SharedSet<T> left, SharedSet<T> right) => left.IsSupersetOf(right);

    /// <summary>As <see cref="Union{TOther}(SharedSet{TOther})"/>.</summary>
    public static HashSet<T> operator |(SharedSet<T> left, SharedSet<T> right) => left.Union(right);

    /// <summary>As <see cref="Intersect{TOther}(SharedSet{TOther})"/>.</summary>
    public static HashSet<T> operator &(SharedSet<T> left, SharedSet<T> right) => left.Intersect(right);

    /// <summary>As <see cref="Except{TOther}(SharedSet{TOther})"/>.</summary>
    public static HashSet<T> operator -(SharedSet<T> left, SharedSet<T> right) => left.Except(right);

    /// <summary>As <see cref="SymmetricExcept{TOther}(SharedSet{TOther})"/>.</summary>
    public static HashSet<T> operator ^(SharedSet<T> left, SharedSet<T> right) => left.SymmetricExcept(right);
}
