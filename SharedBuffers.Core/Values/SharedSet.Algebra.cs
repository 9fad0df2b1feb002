namespace SharedBuffers.Values;

public readonly partial struct SharedSet<T>
{
    /// <summary>The elements of the set and those of a sequence.</summary>
    public HashSet<T> Union(IEnumerable<T> other)
    {
        HashSet<T> result = ToHashSet();
        result.UnionWith(other);
        return result;
    }

    /// <summary>The elements that are also in a sequence.</summary>
    public HashSet<T> Intersect(IEnumerable<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var result = new HashSet<T>();
        foreach (T item in other)
        {
            if (Contains(item))
            {
                result.Add(item);
            }
        }

        return result;
    }

    /// <summary>The elements that are not in a sequence.</summary>
    public HashSet<T> Except(IEnumerable<T> other)
    {
        HashSet<T> result = ToHashSet();
        result.ExceptWith(other);
        return result;
    }

    /// <summary>What is either an element or in a sequence, and not both.</summary>
    public HashSet<T> SymmetricExcept(IEnumerable<T> other)
    {
        HashSet<T> result = ToHashSet();
        result.SymmetricExceptWith(other);
        return result;
    }

    /// <summary>The elements of the set and those of a span.</summary>
    public HashSet<T> Union(ReadOnlySpan<T> other)
    {
        HashSet<T> result = ToHashSet();
        foreach (T item in other)
        {
            result.Add(item);
        }

        return result;
    }

    /// <summary>The elements that are also in a span.</summary>
    public HashSet<T> Intersect(ReadOnlySpan<T> other)
    {
        var result = new HashSet<T>();
        foreach (T item in other)
        {
            if (Contains(item))
            {
                result.Add(item);
            }
        }

        return result;
    }

    /// <summary>The elements that are not in a span.</summary>
    public HashSet<T> Except(ReadOnlySpan<T> other)
    {
        HashSet<T> result = ToHashSet();
        foreach (T item in other)
        {
            result.Remove(item);
        }

        return result;
    }

    /// <summary>What is either an element or in a span, and not both.</summary>
    public HashSet<T> SymmetricExcept(ReadOnlySpan<T> other) => SymmetricExcept(ToHashSet(other));

    /// <summary>The elements of both sets, read as <typeparamref name="T"/>.</summary>
    public HashSet<T> Union<TOther>(SharedSet<TOther> other) => Union((IEnumerable<T>)other.As<T>());

    /// <summary>The elements that both sets have, whatever the forms and widths of the two.</summary>
    public HashSet<T> Intersect<TOther>(SharedSet<TOther> other)
    {
        // Elements of the other set that T cannot show are in no intersection: only what this one has is ever shown.
        var result = new HashSet<T>();
        foreach (T item in this)
        {
            if (!other.IsEmpty && SetSearch.Contains(other.Storage, item))
            {
                result.Add(item);
            }
        }

        return result;
    }

    /// <summary>The elements that another set does not have, whatever the forms and widths of the two.</summary>
    public HashSet<T> Except<TOther>(SharedSet<TOther> other)
    {
        var result = new HashSet<T>();
        foreach (T item in this)
        {
            if (other.IsEmpty || !SetSearch.Contains(other.Storage, item))
            {
                result.Add(item);
            }
        }

        return result;
    }

    /// <summary>The elements that just one of the sets has, read as <typeparamref name="T"/>.</summary>
    public HashSet<T> SymmetricExcept<TOther>(SharedSet<TOther> other) => SymmetricExcept((IEnumerable<T>)other.As<T>());
}
