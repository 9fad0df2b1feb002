using System.Collections.Immutable;
using NUnit.Framework;
using SharedBuffers.Tests.Support;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Values;

[TestFixture]
public sealed class SharedTupleTests
{
    [Test]
    public void Index_FromBothEndsAndRanges_ShowsElements()
    {
        SharedTuple tuple = Packed.Value(("a", 1, 2.5)).AsTuple();
        Assert.That(tuple.Count, Is.EqualTo(3));
        Assert.That(tuple[^1].Get<double>(), Is.EqualTo(2.5));
        Assert.That(tuple[1..].Select(element => element.Get<double>()), Is.EqualTo(new[] { 1, 2.5 }));
        Assert.That(() => tuple[3], Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void EqualsAndHash_EqualContent_AreEqual()
    {
        SharedTuple tuple = Packed.Value((1, "a", null as string)).AsTuple();
        SharedTuple same = Packed.Value(ImmutableArray.Create<object?>(1.0, "a", null)).AsTuple();
        Assert.That(tuple == same && tuple.GetHashCode() == same.GetHashCode(), Is.True);
        Assert.That(tuple != Packed.Value((1, "b", null as string)).AsTuple(), Is.True);
        Assert.That(new HashSet<SharedTuple> { tuple }.Contains(same), Is.True);
    }

    [Test]
    public void CompareTo_Tuples_OrdersByElementsThenLength()
    {
        object?[] ordered =
        [
            null, -1, 0.5, true, 2, ulong.MaxValue, "", "a", "b", new byte[] { 1 }, new List<object?> { 1 }, new List<object?> { 1, null }, new List<object?> { "a" },
            (1, "a"), (1, "a", 0), (1, "b"), ("a", 0), 1.5m, 2.50m, new DateTime(2019, 1, 1, 0, 0, 0, DateTimeKind.Utc), new DateOnly(2019, 1, 1), new DateOnly(2020, 1, 1),
        ];
        SharedValue[] values = [.. ordered.Select(value => Packed.Value(value))];
        for (int i = 0; i < values.Length; i++)
        {
            for (int j = 0; j < values.Length; j++)
            {
                Assert.That(Math.Sign(values[i].CompareTo(values[j])), Is.EqualTo(Math.Sign(i.CompareTo(j))), $"{values[i]} and {values[j]}");
            }
        }

        Assert.That(Packed.Value((1, 2)).AsTuple() < Packed.Value((1, 3)).AsTuple(), Is.True);
        Assert.That(() => Packed.Value(new HashSet<int> { 1 }).CompareTo(Packed.Value(new HashSet<int> { 1 })), Throws.InvalidOperationException);
        Assert.That(default(SharedTuple).CompareTo(Packed.Value((1, 2)).AsTuple()), Is.Negative);
    }
}
