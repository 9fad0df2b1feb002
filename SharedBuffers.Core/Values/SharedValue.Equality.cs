namespace SharedBuffers.Values;

public readonly partial struct SharedValue : IEquatable<SharedValue>, IComparable<SharedValue>
{
    /// <summary>Whether the content is equal. O(size); allocates nothing.</summary>
    public bool Equals(SharedValue other) => ValueEquality.Equals(this, other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SharedValue other && Equals(other);

    /// <summary>
    /// Compares the content: null first, then numbers by their value, text by code point, bytes, buffers, lists and tuples element by element, decimals, instants, days.
    /// O(size); allocates nothing.
    /// </summary>
    /// <exception cref="InvalidOperationException">Two sets, maps, arrays or objects met, which have no order.</exception>
    public int CompareTo(SharedValue other) => ValueOrder.Compare(this, other);

    /// <summary>A hash of the content. Equal values have equal hashes; values that cannot be keys hash by their kind only.</summary>
    public override int GetHashCode() => ValueHash.TryGet(this, out ulong hash, out _) ? hash.GetHashCode() : (int)Kind;

    /// <summary>The stable hash.</summary>
    /// <returns>False for kinds that have none and so cannot be keys: lists, maps, decimals, instants, days, arrays, buffers, objects, and tuples or sets with one of these.</returns>
    public bool TryGetStableHash(out ulong hash) => ValueHash.TryGet(this, out hash, out _);

    /// <summary>Equality of content.</summary>
    public static bool operator ==(SharedValue left, SharedValue right) => left.Equals(right);

    /// <summary>Inequality of content.</summary>
    public static bool operator !=(SharedValue left, SharedValue right) => !left.Equals(right);

    /// <summary>Order of content, as <see cref="CompareTo"/>.</summary>
    public static bool operator <(SharedValue left, SharedValue right) => left.CompareTo(right) < 0;

    /// <summary>Order of content, as <see cref="CompareTo"/>.</summary>
    public static bool operator <=(SharedValue left, SharedValue right) => left.CompareTo(right) <= 0;

    /// <summary>Order of content, as <see cref="CompareTo"/>.</summary>
    public static bool operator >(SharedValue left, SharedValue right) => left.CompareTo(right) > 0;

    /// <summary>Order of content, as <see cref="CompareTo"/>.</summary>
    public static bool operator >=(SharedValue left, SharedValue right) => left.CompareTo(right) >= 0;
}
