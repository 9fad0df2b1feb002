using System.Collections;
using System.Collections.Immutable;
using System.Numerics;
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
            (ImmutableArray<object?> a, ImmutableArray<object?> b) => a.SequenceEqual(b, this),
            (IStructuralEquatable a, IStructuralEquatable b) => SequencesEqual(a, b),
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
        IStructuralEquatable or HashSet<object?> => Combine((IEnumerable)obj, obj is not IStructuralEquatable),
        IReadOnlySet<byte> or IReadOnlySet<sbyte> or IReadOnlySet<short> or IReadOnlySet<ushort> or IReadOnlySet<int> or IReadOnlySet<uint> or IReadOnlySet<long>
            or IReadOnlySet<ulong> or IReadOnlySet<float> or IReadOnlySet<double> => Combine((IEnumerable)obj, isSet: true),
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
            case ulong large:
                number = StoredNumber.From(large);
                return true;
            case BigInteger big when big.Sign >= 0 && big <= ulong.MaxValue:
                number = StoredNumber.From((ulong)big);
                return true;
            case BigInteger big when big.Sign < 0 && big >= long.MinValue:
                number = StoredNumber.From((long)big);
                return true;
            case long or int or uint or short or ushort or byte or sbyte:
                number = StoredNumber.From(Convert.ToInt64(value, null));
                return true;
            default:
                number = default;
                return false;
        }
    }

    private bool SequencesEqual(object left, object right)
    {
        if (left is not IEnumerable a || right is not IEnumerable b)
        {
            // Tuples that cannot be enumerated compare their elements with this comparer.
            return ((IStructuralEquatable)left).Equals(right, new Untyped(this));
        }

        return a.Cast<object?>().SequenceEqual(b.Cast<object?>(), this);
    }

    private bool SetsEqual(object left, object right) =>
        left is not string && right is not string && left is IEnumerable a && right is IEnumerable b && IsSet(left) && IsSet(right)
        && a.Cast<object?>().ToHashSet(this).SetEquals(b.Cast<object?>());

    private static bool IsSet(object value) => value is HashSet<object?> or IReadOnlySet<byte> or IReadOnlySet<sbyte> or IReadOnlySet<short> or IReadOnlySet<ushort>
        or IReadOnlySet<int> or IReadOnlySet<uint> or IReadOnlySet<long> or IReadOnlySet<ulong> or IReadOnlySet<float> or IReadOnlySet<double>;

    private int Combine(IEnumerable elements, bool isSet)
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

    private sealed class Untyped(StructuralComparer comparer) : IEqualityComparer
    {
        public new bool Equals(object? x, object? y) => comparer.Equals(x, y);

        public int GetHashCode(object obj) => comparer.GetHashCode(obj);
    }
}
