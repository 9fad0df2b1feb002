namespace SharedBuffers.Values;

public readonly partial struct SharedSet<T>
{
    /// <summary>Whether every element is one of another stored set, whatever the forms and widths of the two. Allocates nothing.</summary>
    public bool IsSubsetOf<TOther>(SharedSet<TOther> other) => SetComparison.IsSubset(this, other);

    /// <summary>Whether every element of another stored set is one of this. Allocates nothing.</summary>
    public bool IsSupersetOf<TOther>(SharedSet<TOther> other) => SetComparison.IsSubset(other, this);

    /// <summary>Whether this is a subset of another stored set that has more. Allocates nothing.</summary>
    public bool IsProperSubsetOf<TOther>(SharedSet<TOther> other) => SetComparison.IsSubset(this, other) && !SetComparison.IsSubset(other, this);

    /// <summary>Whether another stored set is a subset of this, which has more. Allocates nothing.</summary>
    public bool IsProperSupersetOf<TOther>(SharedSet<TOther> other) => SetComparison.IsSubset(other, this) && !SetComparison.IsSubset(this, other);

    /// <summary>Whether the two have an element in common. Allocates nothing.</summary>
    public bool Overlaps<TOther>(SharedSet<TOther> other) => SetComparison.Overlap(this, other);

    /// <summary>Whether the two have the same elements. Allocates nothing.</summary>
    public bool SetEquals<TOther>(SharedSet<TOther> other) => SetComparison.IsSubset(this, other) && SetComparison.IsSubset(other, this);

    /// <summary>Whether every element is in a sequence.</summary>
    public bool IsSubsetOf(IEnumerable<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (IsEmpty)
        {
            return true;
        }

        if (other is SharedSet<T> shared)
        {
            return IsSubsetOf(shared);
        }

        var set = other as IReadOnlySet<T> ?? other.ToHashSet();
        foreach (T item in this)
        {
            if (!set.Contains(item))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether everything in a sequence is an element. Allocates nothing but the sequence's enumerator.</summary>
    public bool IsSupersetOf(IEnumerable<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach (T item in other)
        {
            if (!Contains(item))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether every element is in a sequence that has more.</summary>
    public bool IsProperSubsetOf(IEnumerable<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var set = other as IReadOnlySet<T> ?? other.ToHashSet();
        return IsSubsetOf(set) && !IsSupersetOf(set);
    }

    /// <summary>Whether everything in a sequence is an element, and there are more.</summary>
    public bool IsProperSupersetOf(IEnumerable<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var set = other as IReadOnlySet<T> ?? other.ToHashSet();
        return IsSupersetOf(set) && !IsSubsetOf(set);
    }

    /// <summary>Whether something in a sequence is an element.</summary>
    public bool Overlaps(IEnumerable<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach (T item in other)
        {
            if (Contains(item))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a sequence has exactly the elements of the set; repetitions do not matter.</summary>
    public bool SetEquals(IEnumerable<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var set = other as IReadOnlySet<T> ?? other.ToHashSet();
        return IsSubsetOf(set) && IsSupersetOf(set);
    }

    /// <summary>Whether everything in a span is an element. Allocates nothing.</summary>
    public bool IsSupersetOf(ReadOnlySpan<T> other)
    {
        foreach (T item in other)
        {
            if (!Contains(item))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether something in a span is an element. Allocates nothing.</summary>
    public bool Overlaps(ReadOnlySpan<T> other)
    {
        foreach (T item in other)
        {
            if (Contains(item))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether every element is in a span. Copies the span to a hash set, unless the set is empty.</summary>
    public bool IsSubsetOf(ReadOnlySpan<T> other) => IsEmpty || IsSubsetOf(ToHashSet(other));

    /// <summary>Whether every element is in a span that has more. Copies the span to a hash set.</summary>
    public bool IsProperSubsetOf(ReadOnlySpan<T> other) => IsProperSubsetOf(ToHashSet(other));

    /// <summary>Whether everything in a span is an element, and there are more. Copies the span to a hash set, unless something in it is no element.</summary>
    public bool IsProperSupersetOf(ReadOnlySpan<T> other) => IsSupersetOf(other) && !IsSubsetOf(other);

    /// <summary>Whether a span has exactly the elements of the set; repetitions do not matter. Copies the span to a hash set, unless something in it is no element.</summary>
    public bool SetEquals(ReadOnlySpan<T> other) => IsSupersetOf(other) && IsSubsetOf(other);

    private static HashSet<T> ToHashSet(ReadOnlySpan<T> elements)
    {
        var set = new HashSet<T>(elements.Length);
        foreach (T element in elements)
        {
            set.Add(element);
        }

        return set;
    }
}
