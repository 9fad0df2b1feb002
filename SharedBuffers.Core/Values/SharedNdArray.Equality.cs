namespace SharedBuffers.Values;

public readonly partial struct SharedNdArray : IEquatable<SharedNdArray>
{
    /// <summary>
    /// Whether type, shape and the bytes of all elements are equal: 1 and 1.0 are different elements, and so are 0.0 and -0.0. How the elements lie, and so whether one is a slice, means
    /// nothing. Null equals only null. O(size); allocates nothing but for records, whose types are copied to compare them.
    /// </summary>
    public bool Equals(SharedNdArray other)
    {
        if (IsNull || other.IsNull)
        {
            return IsNull == other.IsNull;
        }

        if (_rank != other._rank || _type.Scalar != other._type.Scalar || _type.IsRecord != other._type.IsRecord)
        {
            return false;
        }

        for (int i = 0; i < _rank; i++)
        {
            if (GetLength(i) != other.GetLength(i))
            {
                return false;
            }
        }

        return (!_type.IsRecord || _type.ToDescription().Equals(other._type.ToDescription())) && ElementsEqual(other);
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SharedNdArray other && Equals(other);

    /// <summary>A hash of type and shape; the elements are not looked at.</summary>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(_type.Scalar);
        for (int i = 0; i < _rank; i++)
        {
            hash.Add(GetLength(i));
        }

        return hash.ToHashCode();
    }

    /// <summary>Equality of type, shape and elements.</summary>
    public static bool operator ==(SharedNdArray left, SharedNdArray right) => left.Equals(right);

    /// <summary>Inequality of type, shape or elements.</summary>
    public static bool operator !=(SharedNdArray left, SharedNdArray right) => !left.Equals(right);

    private bool ElementsEqual(SharedNdArray other)
    {
        int size = _type.ItemSize;
        long count = size == 0 ? 0 : Length;
        if (IsContiguous && other.IsContiguous && count * size <= int.MaxValue)
        {
            bool equal = AsBytes().SequenceEqual(other.AsBytes());
            GC.KeepAlive(_region);
            GC.KeepAlive(other._region);
            return equal;
        }

        Span<long> position = stackalloc long[MaxRank];
        Span<long> otherPosition = stackalloc long[MaxRank];
        position.Clear();
        otherPosition.Clear();
        long offset = _data;
        long otherOffset = other._data;
        for (long i = 0; i < count; i++)
        {
            if (!_region!.GetSpan(offset, size).SequenceEqual(other._region!.GetSpan(otherOffset, size)))
            {
                return false;
            }

            offset = Advance(position, offset);
            otherOffset = other.Advance(otherPosition, otherOffset);
        }

        return true;
    }
}
