using System.Collections;
using System.Numerics;
using System.Runtime.CompilerServices;
using SharedBuffers.Hashing;

namespace SharedBuffers.Values;

/// <summary>
/// Compares .NET objects as the format compares values: numbers by value whatever their type, text, bytes, tuples and sets by content, everything else by its own equality.
/// </summary>
/// <remarks>The sets and dictionaries that <see cref="SharedValue.ToObject"/> makes use it, so that a key looks itself up. It is stateless and thread-safe.</remarks>
public sealed class StructuralComparer : IEqualityComparer<object?>
{
    private StructuralComparer()
    {
    }

    /// <summary>The only instance.</summary>
    public static StructuralComparer Instance { get; } = new();

    /// <inheritdoc/>
    public new bool Equals(object? x, object? y)
    {
        if (ReferenceEquals(x, y) || x is null || y is null)
        {
            return ReferenceEquals(x, y);
        }

        if (TryGetNumber(x, out StoredNumber left) && TryGetNumber(y, out StoredNumber right))
        {
            return left.Equals(right);
        }

        return (x, y) switch
        {
            (byte[] a, byte[] b) => a.AsSpan().SequenceEqual(b),
            (IStructuralEquatable and not Array, IStructuralEquatable and not Array) => Elements(x).SequenceEqual(Elements(y), this),
            (HashSet<object?> a, HashSet<object?> b) => a.Count == b.Count && a.IsSubsetOf(b),
            _ => x.Equals(y) || SetsEqual(x, y),
        };
    }

    /// <inheritdoc/>
    public int GetHashCode(object? obj) => obj switch
    {
        null => (int)StableHash.Null,
        byte[] bytes => StableHash.OfBytes(bytes).GetHashCode(),
        string text => text.GetHashCode(StringComparison.Ordinal),
        IStructuralEquatable and not Array => Combine(Elements(obj), isSet: false),
        _ when IsSet(obj) => Combine(((IEnumerable)obj).Cast<object?>(), isSet: true),
        _ => TryGetNumber(obj, out StoredNumber number) ? number.GetHashCode() : obj.GetHashCode(),
    };

    private static bool TryGetNumber(object value, out StoredNumber number)
    {
        switch (value)
        {
            case bool flag:
                number = StoredNumber.From(flag ? 1L : 0L);
                return true;
            case double or float or Half:
                number = StoredNumber.From(value is Half half ? (double)half : Convert.ToDouble(value, null));
                return true;
            case long or int or uint or short or ushort or byte or sbyte:
                number = StoredNumber.From(Convert.ToInt64(value, null));
                return true;
            case ulong large:
                number = StoredNumber.From(large);
                return true;
            case nint native:
                number = StoredNumber.From((long)native);
                return true;
            case nuint native:
                number = StoredNumber.From((ulong)native);
                return true;
            case Enum item:
                number = item.GetTypeCode() == TypeCode.UInt64 ? StoredNumber.From(Convert.ToUInt64(item, null)) : StoredNumber.From(Convert.ToInt64(item, null));
                return true;
            case BigInteger big:
                return TryGetNumber(big, out number);
            case Int128 big:
                return TryGetNumber(big, out number);
            case UInt128 big:
                return TryGetNumber(big, out number);
            default:
                number = default;
                return false;
        }
    }

    /// <summary>Integers beyond 64 bits are stored as decimals, and are no numbers that could be a key.</summary>
    private static bool TryGetNumber(BigInteger value, out StoredNumber number)
    {
        number = value.Sign < 0 ? StoredNumber.From((long)BigInteger.Max(value, long.MinValue)) : StoredNumber.From((ulong)BigInteger.Min(value, ulong.MaxValue));
        return value >= long.MinValue && value <= ulong.MaxValue;
    }

    /// <summary>The elements of a tuple, or of the immutable array that tuples are copied to.</summary>
    private static IEnumerable<object?> Elements(object tuple) => tuple is ITuple elements
        ? Enumerable.Range(0, elements.Length).Select(i => elements[i])
        : ((IEnumerable)tuple).Cast<object?>();

    private bool SetsEqual(object left, object right) =>
        left is not string && right is not string && left is IEnumerable a && right is IEnumerable b && IsSet(left) && IsSet(right)
        && a.Cast<object?>().ToHashSet(this).SetEquals(b.Cast<object?>());

    private static bool IsSet(object value) => value is HashSet<object?> or IReadOnlySet<string> or IReadOnlySet<byte> or IReadOnlySet<sbyte> or IReadOnlySet<short> or IReadOnlySet<ushort>
        or IReadOnlySet<int> or IReadOnlySet<uint> or IReadOnlySet<long> or IReadOnlySet<ulong> or IReadOnlySet<float> or IReadOnlySet<double>;

    private int Combine(IEnumerable<object?> elements, bool isSet)
    {
        var ordered = default(HashCode);
        int sum = 0;
        foreach (object? element in elements)
        {
            int hash = GetHashCode(element);
            ordered.Add(hash);
            sum += hash;
        }

        return isSet ? sum : ordered.ToHashCode();
    }
}
