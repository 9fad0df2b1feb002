using SharedBuffers.Diagnostics;

namespace SharedBuffers.Values;

/// <summary>The order of stored values by content: one that agrees with their equality, across kinds too.</summary>
internal static class ValueOrder
{
    public static int Compare(SharedValue left, SharedValue right)
    {
        var walk = new ValueWalk(left.IsNull ? null : left.Region);
        return Compare(left, right, ref walk);
    }

    private static int Compare(SharedValue left, SharedValue right, ref ValueWalk walk)
    {
        if (ValueHeader.IsScalar(left.TypeCode) && ValueHeader.IsScalar(right.TypeCode))
        {
            return StoredNumber.Read(left.Region, left.TypeCode, left.PayloadOffset).CompareTo(StoredNumber.Read(right.Region, right.TypeCode, right.PayloadOffset));
        }

        if (left.Kind != right.Kind)
        {
            return Rank(left.Kind).CompareTo(Rank(right.Kind));
        }

        switch (left.Kind)
        {
            case SharedValueKind.Null:
                return 0;
            case SharedValueKind.String or SharedValueKind.Bytes or SharedValueKind.Buffer:
                return left.Kind == SharedValueKind.String ? left.AsString().CompareTo(right.AsString()) : left.AsBytes().CompareTo(right.AsBytes());
            case SharedValueKind.List or SharedValueKind.Tuple:
                return CompareSequences(left, right, ref walk);
            case SharedValueKind.Decimal:
                return left.AsDecimal().CompareTo(right.AsDecimal());
            case SharedValueKind.DateTime or SharedValueKind.Date:
                return left.Region.Read<long>(left.PayloadOffset).CompareTo(right.Region.Read<long>(right.PayloadOffset));
            default:
                ThrowHelper.InvalidOperation($"Two values of kind {left.Kind} have no order.");
                return 0;
        }
    }

    private static int CompareSequences(SharedValue left, SharedValue right, ref ValueWalk walk)
    {
        // The same place needs no look, and a value that contains itself must not be followed.
        if (ReferenceEquals(left.Region, right.Region) && left.PayloadOffset == right.PayloadOffset)
        {
            return 0;
        }

        SharedList<SharedValue> l = left.AsList();
        SharedList<SharedValue> r = right.AsList();
        walk.Enter(left.PayloadOffset);
        int order = 0;
        for (long i = 0; order == 0 && i < Math.Min(l.LongCount, r.LongCount); i++)
        {
            walk.Visit(left.PayloadOffset);
            order = Compare(l[i], r[i], ref walk);
        }

        walk.Leave();
        return order != 0 ? order : l.LongCount.CompareTo(r.LongCount);
    }

    /// <summary>Numbers and bools are one group: they can be equal.</summary>
    private static int Rank(SharedValueKind kind) => kind is SharedValueKind.Boolean or SharedValueKind.Integer ? (int)SharedValueKind.Float : (int)kind;
}
