using SharedBuffers.Layout;

namespace SharedBuffers.Values;

/// <summary>Comparison of stored sets with one another, for every mix of forms, widths and element types.</summary>
/// <remarks>
/// Counts decide nothing: sets that the 1.x library made of lists hold repeated elements more than once. Every element is looked up by its value instead.
/// </remarks>
internal static class SetComparison
{
    /// <summary>Whether every element of the left set is one of the right set.</summary>
    public static bool IsSubset<TLeft, TRight>(SharedSet<TLeft> left, SharedSet<TRight> right)
    {
        var walk = new ValueWalk(left.IsNull ? null : left.Storage.Region);
        return IsSubset(left, right, ref walk);
    }

    /// <summary>Whether every element of the left set is one of the right set, within a walk.</summary>
    public static bool IsSubset<TLeft, TRight>(SharedSet<TLeft> left, SharedSet<TRight> right, ref ValueWalk walk)
    {
        if (left.IsEmpty || right.IsEmpty)
        {
            return left.IsEmpty;
        }

        SetStorage l = left.Storage;
        SetStorage r = right.Storage;
        if (left.IsBitmap && right.IsBitmap)
        {
            (ulong leftLow, ulong leftHigh) = ReadBits(l);
            (ulong rightLow, ulong rightHigh) = ReadBits(r);
            return ((leftLow & ~rightLow) | (leftHigh & ~rightHigh)) == 0;
        }

        walk.Enter(l.Origin);
        bool subset = true;
        foreach (SharedValue element in left.As<SharedValue>())
        {
            walk.Visit(l.Origin);
            if (!SetSearch.Contains(r, ValueKey.Of(element), ref walk))
            {
                subset = false;
                break;
            }
        }

        walk.Leave();
        return subset;
    }

    /// <summary>Whether an element of the left set is one of the right set.</summary>
    public static bool Overlap<TLeft, TRight>(SharedSet<TLeft> left, SharedSet<TRight> right)
    {
        if (left.IsEmpty || right.IsEmpty)
        {
            return false;
        }

        // The shorter one is walked through, the longer one searched.
        if (left.LongCount > right.LongCount)
        {
            return Overlap(right, left);
        }

        SetStorage r = right.Storage;
        var walk = new ValueWalk(r.Region);
        foreach (SharedValue element in left.As<SharedValue>())
        {
            walk.Visit(r.Origin);
            if (SetSearch.Contains(r, ValueKey.Of(element), ref walk))
            {
                return true;
            }
        }

        return false;
    }

    private static (ulong Low, ulong High) ReadBits(in SetStorage set) => (
        set.Region.Read<ulong>(set.Origin) >> 8,
        set.Code == SequenceCode.Bitmap120 ? set.Region.Read<ulong>(set.Origin + sizeof(ulong)) : 0);
}
