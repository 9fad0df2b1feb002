namespace SharedBuffers.Values;

/// <summary>Equality of stored values by content.</summary>
internal static class ValueEquality
{
    public static bool Equals(SharedValue left, SharedValue right)
    {
        var walk = new ValueWalk(left.IsNull ? null : left.Region);
        return Equals(left, right, ref walk);
    }

    public static bool Equals(SharedValue left, SharedValue right, ref ValueWalk walk)
    {
        if (left.IsNull || right.IsNull)
        {
            return left.IsNull && right.IsNull;
        }

        if (ValueHeader.IsScalar(left.TypeCode) && ValueHeader.IsScalar(right.TypeCode))
        {
            return StoredNumber.Read(left.Region, left.TypeCode, left.PayloadOffset).Equals(StoredNumber.Read(right.Region, right.TypeCode, right.PayloadOffset));
        }

        if (left.Kind != right.Kind)
        {
            return false;
        }

        // The same place needs no look, and a value that contains itself must not be followed.
        if (ReferenceEquals(left.Region, right.Region) && left.PayloadOffset == right.PayloadOffset)
        {
            left.Region.CheckBounds(left.PayloadOffset, 1);
            return true;
        }

        switch (left.Kind)
        {
            case SharedValueKind.String or SharedValueKind.Bytes:
                return SharedBytes.ReadBytes(left.Region, left.PayloadOffset).Equals(SharedBytes.ReadBytes(right.Region, right.PayloadOffset));
            case SharedValueKind.Buffer:
                return SharedBytes.ReadBuffer(left.Region, left.PayloadOffset).Equals(SharedBytes.ReadBuffer(right.Region, right.PayloadOffset));
            case SharedValueKind.List or SharedValueKind.Tuple:
                return SequencesEqual(
                    new SharedList<SharedValue>(left.Region, left.PayloadOffset), new SharedList<SharedValue>(right.Region, right.PayloadOffset), ref walk, left.PayloadOffset);
            case SharedValueKind.Set:
                var leftSet = new SharedSet<SharedValue>(left.Region, left.PayloadOffset);
                var rightSet = new SharedSet<SharedValue>(right.Region, right.PayloadOffset);
                return SetComparison.IsSubset(leftSet, rightSet, ref walk) && SetComparison.IsSubset(rightSet, leftSet, ref walk);
            case SharedValueKind.Map:
                return MapsEqual(left.AsMap(), right.AsMap(), ref walk, left.PayloadOffset);
            case SharedValueKind.Decimal:
                return left.AsDecimal().Equals(right.AsDecimal());
            case SharedValueKind.DateTime or SharedValueKind.Date:
                return left.Region.Read<long>(left.PayloadOffset) == right.Region.Read<long>(right.PayloadOffset);
            case SharedValueKind.NdArray:
                return left.AsNdArray().Equals(right.AsNdArray());
            default:
                // Objects know their content only with a schema; without one they are equal to themselves.
                return false;
        }
    }

    public static bool Equals(SharedMap<SharedValue, SharedValue> left, SharedMap<SharedValue, SharedValue> right)
    {
        var walk = new ValueWalk(left.Region);
        return MapsEqual(left, right, ref walk, 0);
    }

    private static bool MapsEqual(SharedMap<SharedValue, SharedValue> left, SharedMap<SharedValue, SharedValue> right, ref ValueWalk walk, long offset)
    {
        if (left.LongCount != right.LongCount)
        {
            return false;
        }

        walk.Enter(offset);
        bool equal = true;
        for (long i = 0; equal && i < left.LongCount; i++)
        {
            walk.Visit(offset);
            equal = right.TryGetValue(ValueKey.Of(left.KeyAt(i)), out SharedValue other) && Equals(left.ValueAt(i), other, ref walk);
        }

        walk.Leave();
        return equal;
    }

    private static bool SequencesEqual(SharedList<SharedValue> left, SharedList<SharedValue> right, ref ValueWalk walk, long offset)
    {
        if (left.LongCount != right.LongCount)
        {
            return false;
        }

        walk.Enter(offset);
        bool equal = true;
        for (long i = 0; equal && i < left.LongCount; i++)
        {
            walk.Visit(offset);
            equal = Equals(left[i], right[i], ref walk);
        }

        walk.Leave();
        return equal;
    }
}
