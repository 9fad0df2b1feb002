using SharedBuffers.Diagnostics;
using SharedBuffers.Hashing;
using SharedBuffers.Values;

namespace SharedBuffers.Packing;

/// <summary>The stable hash of .NET objects: that of the value they are packed as.</summary>
internal static class ObjectHash
{
    /// <summary>Computes the stable hash.</summary>
    /// <returns>False for what is packed as a value without one.</returns>
    /// <exception cref="InvalidOperationException">Tuples and sets nest too deep, or contain themselves.</exception>
    public static bool TryGet(object? value, out ulong hash) => TryGet(value, 0, out hash);

    private static bool TryGet(object? value, int depth, out ulong hash)
    {
        hash = 0;
        switch (value)
        {
            case null or DBNull:
                hash = StableHash.Null;
                return true;
            case bool flag:
                hash = StableHash.OfInt64(flag ? 1 : 0);
                return true;
            case double number:
                hash = StableHash.OfDouble(number);
                return true;
            case float number:
                hash = StableHash.OfDouble(number);
                return true;
            case Half number:
                hash = StableHash.OfDouble((double)number);
                return true;
            case string text:
                hash = StableHash.OfText(text);
                return true;
            case char character:
                hash = StableHash.OfText([character]);
                return true;
            case byte[] bytes:
                hash = StableHash.OfBytes(bytes);
                return true;
            case SharedValue view:
                return view.TryGetStableHash(out hash);
            case SharedString view:
                hash = view.GetStableHash();
                return true;
            case SharedBytes view:
                hash = view.GetStableHash();
                return true;
            default:
                if (ValuePacker.TryGetInteger(value, out Int128 integer))
                {
                    // Integers beyond 64 bits are packed as decimals, which have no stable hash.
                    hash = StableHash.OfUInt64(unchecked((ulong)integer));
                    return integer >= long.MinValue && integer <= ulong.MaxValue;
                }

                return TryGetOfElements(value, depth + 1, out hash);
        }
    }

    private static bool TryGetOfElements(object value, int depth, out ulong hash)
    {
        if (depth > Limits.MaxDepth)
        {
            ThrowHelper.InvalidOperation($"Tuples and sets nest deeper than {Limits.MaxDepth} levels, or contain themselves, and have no hash.");
        }

        hash = 0;
        bool isSet = ObjectShape.IsSet(value);
        if (!isSet && !ObjectShape.IsTuple(value))
        {
            return false;
        }

        var hashes = new List<ulong>();
        foreach (object? element in ObjectShape.Elements(value))
        {
            if (!TryGet(element, depth, out ulong elementHash))
            {
                return false;
            }

            hashes.Add(elementHash);
        }

        ulong[] array = [.. hashes];
        hash = isSet ? StableHash.OfSet(array) : StableHash.OfTuple(array);
        return true;
    }
}
