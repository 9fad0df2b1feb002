using NUnit.Framework;
using SharedBuffers.Packing;
using SharedBuffers.Tests.Support;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Values;

/// <summary>Views of containers are equal by content, so that lists of lists, of sets, of maps and of arrays can be searched and compared.</summary>
[TestFixture]
public sealed class ViewEqualityTests
{
    [Test]
    public void List_OtherPlaceAndWidth_IsEqualByElements()
    {
        SharedList<int> wide = Packed.List<int>([1, 2, 3]);
        SharedList<int> narrow = Packed.Value(new List<object?> { 1, 2, 3 }).Get<SharedList<int>>();
        Assert.That(wide == narrow && wide.Equals((object)narrow) && wide.GetHashCode() == narrow.GetHashCode(), Is.True);
        Assert.That(wide.Slice(0, 2) != narrow && wide.Slice(0, 2) < narrow && narrow >= wide && narrow.Reverse() > wide, Is.True);
        Assert.That(default(SharedList<int>) != Packed.List<int>([]) && default(SharedList<int>) == default && default(SharedList<int>).CompareTo(wide) < 0, Is.True);
    }

    [Test]
    public void ListOfLists_IndexOfAndSequenceEqual_CompareContent()
    {
        SharedList<SharedList<int>> left = Packed.Value(new List<object?> { new[] { 1, 2 }, new[] { 3 } }).Get<SharedList<SharedList<int>>>();
        SharedList<SharedList<int>> right = Packed.Value(new List<object?> { "x", new[] { 1, 2 }, new[] { 3 } }).AsList()[1..].As<SharedList<int>>();
        Assert.That(left.SequenceEqual(right) && left == right, Is.True);
        Assert.That(left.IndexOf(Packed.List<int>([3])), Is.EqualTo(1));
        Assert.That(left.SequenceCompareTo(right), Is.Zero);
        Assert.That(left.Contains(Packed.List<int>([4])), Is.False);
    }

    [Test]
    public void ListOfMaps_DifferentContent_IsNotEqualAndDoesNotThrow()
    {
        SharedList<SharedMap<SharedString, int>> Pack(int value) =>
            Packed.Value(new List<object?> { new Dictionary<string, int> { ["a"] = value, ["b"] = 2 } }).Get<SharedList<SharedMap<SharedString, int>>>();
        Assert.That(Pack(1) == Pack(1) && Pack(1)[0].GetHashCode() == Pack(1)[0].GetHashCode(), Is.True);
        Assert.That(Pack(1) == Pack(3), Is.False);
    }

    [Test]
    public void Set_OperatorsOfEveryForm_AreThoseOfSets()
    {
        SharedSet<int>[] sets =
        [
            Packed.Set<int>([1, 2]), Packed.Set<int>([1, 2, 100]), Packed.Set<int>([1, 2, 1000]), Packed.Set<double, int>([1.0, 2.0]),
            Packed.Value(new HashSet<object> { 1, 2, true }).Get<SharedSet<int>>(), Packed.Set<int>([]), default,
        ];
        foreach (SharedSet<int> left in sets)
        {
            foreach (SharedSet<int> right in sets)
            {
                HashSet<int> l = left.ToHashSet();
                HashSet<int> r = right.ToHashSet();
                Assert.That(left <= right, Is.EqualTo(l.IsSubsetOf(r)));
                Assert.That(left < right, Is.EqualTo(l.IsProperSubsetOf(r)));
                Assert.That(left >= right, Is.EqualTo(l.IsSupersetOf(r)));
                Assert.That(left > right, Is.EqualTo(l.IsProperSupersetOf(r)));
                Assert.That(left == right, Is.EqualTo(l.SetEquals(r) && left.IsNull == right.IsNull));
                Assert.That(left != right || left.GetHashCode() == right.GetHashCode(), Is.True);
                Assert.That(left | right, Is.EquivalentTo(l.Union(r)));
                Assert.That(left & right, Is.EquivalentTo(l.Intersect(r)));
                Assert.That(left - right, Is.EquivalentTo(l.Except(r)));
                Assert.That((left ^ right).SetEquals(l.Except(r).Concat(r.Except(l))), Is.True);
            }
        }
    }

    [Test]
    public void NdArray_SlicesAndCopies_AreEqualByElements()
    {
        SharedNdArray whole = Packed.Value(new[,] { { 1, 2, 3 }, { 4, 5, 6 } }).AsNdArray();
        SharedNdArray column = Packed.Value(NdArray.Create<int>([3, 6], 2, 1)).AsNdArray();
        Assert.That(whole.Slice(dimension: 1, start: 2, count: 1, step: 1) == column, Is.True);
        Assert.That(whole.Slice(dimension: 1, start: 1, count: 1, step: 1) != column, Is.True);
        Assert.That(whole.Equals(Packed.Value(new[,] { { 1, 2, 3 }, { 4, 5, 6 } }).AsNdArray()), Is.True);
        Assert.That(whole == Packed.Value(new uint[,] { { 1, 2, 3 }, { 4, 5, 6 } }).AsNdArray() || whole == default, Is.False);
        Assert.That(whole.GetHashCode(), Is.EqualTo(Packed.Value(new[,] { { 0, 0, 0 }, { 0, 0, 0 } }).AsNdArray().GetHashCode()));
    }

    [TestCase(new[] { false }, "5401000000000000100000000000000054000000")]
    [TestCase(new[] { true, false, true }, "5402000000000000100000001800000054000000")]
    public void PackSet_Bools_ArePackedAsThe1xLibraryDoes(bool[] flags, string start)
    {
        byte[] bytes = Packed.Bytes(c => ValuePacker.PackSet<bool>(c, flags));
        Assert.That(Convert.ToHexStringLower(bytes), Does.StartWith(start));
        SharedSet<bool> set = Packed.Set<bool>(flags);
        Assert.That(set.ToHashSet().SetEquals(flags), Is.True);
        Assert.That(set.Contains(true), Is.EqualTo(flags.Contains(true)));
        Assert.That(Packed.Set<int, bool>([0, 1]).Contains(true) && !Packed.Set<int, bool>([0]).Contains(true) && Packed.Set<int, bool>([0, 1]).Count == 2, Is.True, "bits, as this library wrote them");
    }
}
