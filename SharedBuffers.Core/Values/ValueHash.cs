using System.Buffers;
using SharedBuffers.Hashing;

namespace SharedBuffers.Values;

/// <summary>The stable hash of stored values.</summary>
internal static class ValueHash
{
    /// <summary>Computes the stable hash of a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="hash">The hash.</param>
    /// <param name="hasSet">
    /// Whether a set is in it. Files of the 1.x library hold other hashes for those: it combines the elements in an order that depended on the process.
    /// </param>
    /// <returns>False for values that have none: lists, maps, decimals, instants, days, arrays, buffers and objects cannot be keys.</returns>
    public static bool TryGet(SharedValue value, out ulong hash, out bool hasSet)
    {
        var walk = new ValueWalk(value.IsNull ? null : value.Region);
        hasSet = false;
        return TryGet(value, ref walk, out hash, ref hasSet);
    }

    private static bool TryGet(SharedValue value, ref ValueWalk walk, out ulong hash, ref bool hasSet)
    {
        switch (value.Kind)
        {
            case SharedValueKind.Null:
                hash = StableHash.Null;
                return true;
            case SharedValueKind.Boolean or SharedValueKind.Integer or SharedValueKind.Float:
                hash = StoredNumber.Read(value.Region, value.TypeCode, value.PayloadOffset).GetStableHash();
                return true;
            case SharedValueKind.String or SharedValueKind.Bytes:
                hash = SharedBytes.ReadBytes(value.Region, value.PayloadOffset).GetStableHash();
                return true;
            case SharedValueKind.Tuple:
                return TryGetOfTuple(new SharedList<SharedValue>(value.Region, value.PayloadOffset), ref walk, out hash, ref hasSet, value.PayloadOffset);
            case SharedValueKind.Set:
                hasSet = true;
                return TryGetOfSet(new SharedSet<SharedValue>(value.Region, value.PayloadOffset), ref walk, out hash, ref hasSet, value.PayloadOffset);
            default:
                hash = 0;
                return false;
        }
    }

    private static bool TryGetOfTuple(SharedList<SharedValue> elements, ref ValueWalk walk, out ulong hash, ref bool hasSet, long offset)
    {
        walk.Enter(offset);
        ulong[] hashes = ArrayPool<ulong>.Shared.Rent(elements.Count);
        int count = 0;
        bool hashable = true;
        foreach (SharedValue element in elements)
        {
            walk.Visit(offset);
            hashable = TryGet(element, ref walk, out hashes[count++], ref hasSet);
            if (!hashable)
            {
                break;
            }
        }

        hash = hashable ? StableHash.OfTuple(hashes.AsSpan(0, count)) : 0;
        ArrayPool<ulong>.Shared.Return(hashes);
        walk.Leave();
        return hashable;
    }

    private static bool TryGetOfSet(SharedSet<SharedValue> elements, ref ValueWalk walk, out ulong hash, ref bool hasSet, long offset)
    {
        walk.Enter(offset);
        ulong[] hashes = ArrayPool<ulong>.Shared.Rent(elements.Count);
        int count = 0;
        bool hashable = true;
        foreach (SharedValue element in elements)
        {
            walk.Visit(offset);
            hashable = TryGet(element, ref walk, out hashes[count++], ref hasSet);
            if (!hashable)
            {
                break;
            }
        }

        hash = hashable ? StableHash.OfSet(hashes.AsSpan(0, count)) : 0;
        ArrayPool<ulong>.Shared.Return(hashes);
        walk.Leave();
        return hashable;
    }
}
