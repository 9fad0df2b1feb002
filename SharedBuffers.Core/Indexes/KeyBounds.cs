namespace SharedBuffers.Indexes;

/// <summary>The least and the greatest of integer keys, both as unsigned and as signed numbers: keys around 0 are neighbours in the one order, keys around 2^63 in the other.</summary>
internal struct KeyBounds(bool narrow)
{
    private readonly ulong _sign = narrow ? 1UL << 31 : 1UL << 63;
    private ulong _least = ulong.MaxValue;
    private ulong _greatest;
    private ulong _leastSigned = ulong.MaxValue;
    private ulong _greatestSigned;

    /// <summary>Takes a key in; a 32-bit one is below 2^32.</summary>
    public void Add(ulong key)
    {
        _least = Math.Min(_least, key);
        _greatest = Math.Max(_greatest, key);

        // Signed numbers in the order of unsigned ones: the sign turned around.
        _leastSigned = Math.Min(_leastSigned, key ^ _sign);
        _greatestSigned = Math.Max(_greatestSigned, key ^ _sign);
    }

    /// <summary>The shorter range that has all keys. Null for no keys, and for all 2^64.</summary>
    public readonly KeyRange? ToRange()
    {
        if (_least > _greatest)
        {
            return null;
        }

        ulong span = _greatest - _least;
        ulong signedSpan = _greatestSigned - _leastSigned;
        return Math.Min(span, signedSpan) == ulong.MaxValue
            ? null
            : span <= signedSpan ? new KeyRange(_least, span + 1) : new KeyRange(_leastSigned ^ _sign, signedSpan + 1);
    }
}
