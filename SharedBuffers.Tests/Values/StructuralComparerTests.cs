using System.Collections.Immutable;
using System.Numerics;
using NUnit.Framework;
using SharedBuffers.Tests.Support;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Values;

/// <summary>Keys of copies are found by whatever .NET object packs as an equal value.</summary>
[TestFixture]
public sealed class StructuralComparerTests
{
    private static readonly object?[][] s_equal =
    [
        [1, 1L, 1.0, 1f, (Half)1, true, (byte)1, (nint)1, (nuint)1, (Int128)1, (UInt128)1, BigInteger.One, (DayOfWeek)1],
        [0, -0.0, false],
        [ulong.MaxValue, new BigInteger(ulong.MaxValue), (UInt128)ulong.MaxValue, nuint.MaxValue],
        [BigInteger.Pow(2, 70), BigInteger.Pow(2, 70)],
        [(1, "a"), Tuple.Create(1.0, "a"), ImmutableArray.Create<object?>(1L, "a")],
        [(1, 2), ImmutableArray.Create(1, 2), ImmutableArray.Create(1.0, 2.0)],
        [ValueTuple.Create(), ImmutableArray<object?>.Empty],
        [(1, (2, "x")), ImmutableArray.Create<object?>(1, ImmutableArray.Create<object?>(2, "x"))],
        [new HashSet<string> { "a", "b" }, new HashSet<object?> { "b", "a" }],
        [new HashSet<int> { 1, 2 }, new HashSet<long> { 2, 1 }, new HashSet<object?> { 1.0, (byte)2 }],
        [new byte[] { 1, 2 }, new byte[] { 1, 2 }],
        [null],
        ["a"],
    ];

    [Test]
    public void EqualsAndHash_EveryPair_AgreesWithTheValues()
    {
        for (int i = 0; i < s_equal.Length; i++)
        {
            foreach (object? left in s_equal[i])
            {
                for (int k = 0; k < s_equal.Length; k++)
                {
                    foreach (object? right in s_equal[k])
                    {
                        string pair = $"{left?.GetType()} {left} and {right?.GetType()} {right}";
                        Assert.That(StructuralComparer.Instance.Equals(left, right), Is.EqualTo(i == k), pair);
                        Assert.That(i != k || StructuralComparer.Instance.GetHashCode(left) == StructuralComparer.Instance.GetHashCode(right), Is.True, pair);
                    }
                }
            }
        }
    }

    [Test]
    public void ToObject_KeysThatAreTuples_AreFoundByTuples()
    {
        var copy = (Dictionary<object, object?>)Packed.Value(new Dictionary<object, object?> { [(1, "a")] = "x", [(1, 2)] = "y" }).ToObject()!;
        Assert.That((copy[(1, "a")], copy[(1L, 2.0)], copy.ContainsKey((2, "a"))), Is.EqualTo(("x", "y", false)));
    }
}
