namespace SharedBuffers.Values;

public readonly partial struct SharedMap<TKey, TValue> : IEquatable<SharedMap<TKey, TValue>>
{
    /// <summary>Whether the two have equal keys with equal values, in whatever order. Null equals only null. Allocates nothing.</summary>
    public bool Equals(SharedMap<TKey, TValue> other) => IsNull == other.IsNull && ValueEquality.Equals(As<SharedValue, SharedValue>(), other.As<SharedValue, SharedValue>());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SharedMap<TKey, TValue> other && Equals(other);

    /// <summary>A hash of the keys. O(count).</summary>
    public override int GetHashCode()
    {
        int hash = (int)_index.Count;
        foreach (SharedValue key in As<SharedValue, SharedValue>().Keys)
        {
            hash ^= key.GetHashCode();
        }

        return hash;
    }

    /// <summary>Equality of keys and values.</summary>
    public static bool operator ==(SharedMap<TKey, TValue> left, SharedMap<TKey, TValue> right) => left.Equals(right);

    /// <summary>Inequality of keys or values.</summary>
    public static bool operator !=(SharedMap<TKey, TValue> left, SharedMap<TKey, TValue> right) => !left.Equals(right);
}
