using System.Collections.Frozen;
using NUnit.Framework;
using SharedBuffers.Tests.Support;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Generators;

/// <summary>Text, bytes, lists and sets through generated packers, views and clones.</summary>
[TestFixture]
public sealed class GeneratedCollectionTests
{
    [Test]
    public void View_Product_ReadsEverythingInPlace()
    {
        using var packed = PackedObject<Product.View>.Of(new Product { Sku = "sku-42", Price = 9.5, Sizes = [38, 39, 300], Tags = ["sale", "new"] });
        Product.View view = packed.View;

        Assert.Multiple(() =>
        {
            Assert.That($"{view.Sku}: {view.Price}", Is.EqualTo("sku-42: 9.5"));
            Assert.That(view.Sizes.AsSpan().ToArray(), Is.EqualTo([38, 39, 300]));
            Assert.That(view.Tags.Contains("sale"), Is.True);
            Assert.That(view.Tags.Contains("old"), Is.False);
        });
        Product clone = view.ToProduct();
        Assert.That(clone.Sku, Is.EqualTo("sku-42"));
        Assert.That(clone.Sizes, Is.EqualTo([38, 39, 300]));
        Assert.That(clone.Tags, Is.EquivalentTo(new[] { "sale", "new" }));
    }

    [Test]
    public void View_NullMembers_ReadAsNullAndCloneAsTheConstructorLeftThem()
    {
        using var packed = PackedObject<Product.View>.Of(new Product { Sku = null!, Sizes = null! });
        Product.View view = packed.View;

        Assert.Multiple(() =>
        {
            Assert.That(view.Sku.IsNull, Is.True);
            Assert.That(view.HasSku, Is.True);
            Assert.That(view.Price, Is.Null);
            Assert.That(view.Sizes, Is.Empty);
            Assert.That(view.ToProduct().Sku, Is.Empty);
            Assert.That(view.ToProduct().Sizes, Is.Empty);
        });
    }

    [Test]
    public void ToCollections_EveryShape_EqualsTheOriginal()
    {
        var original = new Collections
        {
            Text = "ünï", Bytes = [1, 2, 3], Array = [-1, 70000], NullableArray = [0.5], ReadOnlyList = [long.MinValue], List = ["a", "a", ""],
            Enumerable = ["x", null], ImmutableArray = [1, 2], Required = ["r"], ReadOnlySet = new HashSet<int> { 3, 500 }, FrozenSet = new[] { "f" }.ToFrozenSet(),
            SortedSet = [ulong.MaxValue, 0], Nested = [[1.5f], [], [2, 3]], NullableNumbers = [1, null, 3], ByteStrings = [[9], []], Bools = [true, false],
        };
        using var packed = PackedObject<Collections.View>.Of(original);
        Collections clone = packed.View.ToCollections();

        Assert.Multiple(() =>
        {
            Assert.That(clone.Text, Is.EqualTo(original.Text));
            Assert.That(clone.Bytes, Is.EqualTo(original.Bytes));
            Assert.That(clone.Array, Is.EqualTo(original.Array));
            Assert.That(clone.NullableArray, Is.EqualTo(original.NullableArray));
            Assert.That(clone.ReadOnlyList, Is.EqualTo(original.ReadOnlyList));
            Assert.That(clone.List, Is.EqualTo(original.List));
            Assert.That(clone.Enumerable, Is.EqualTo(original.Enumerable));
            Assert.That(clone.ImmutableArray, Is.EqualTo(original.ImmutableArray));
            Assert.That(clone.Required, Is.EqualTo(original.Required));
            Assert.That(clone.ReadOnlySet, Is.EquivalentTo(original.ReadOnlySet));
            Assert.That(clone.FrozenSet, Is.EquivalentTo(original.FrozenSet));
            Assert.That(clone.SortedSet, Is.EqualTo(original.SortedSet));
            Assert.That(clone.Nested, Is.EqualTo(original.Nested));
            Assert.That(clone.NullableNumbers, Is.EqualTo(original.NullableNumbers));
            Assert.That(clone.ByteStrings, Is.EqualTo(original.ByteStrings));
            Assert.That(clone.Bools, Is.EqualTo(original.Bools));
        });
    }

    [Test]
    public void View_NestedLists_AreViewsToo()
    {
        using var packed = PackedObject<Collections.View>.Of(new Collections { Required = [], Nested = [[1.5f], [2, 3]], NullableNumbers = [null, 7] });

        Assert.That(packed.View.Nested[1].AsSpan().ToArray(), Is.EqualTo([2f, 3f]));
        Assert.That(packed.View.NullableNumbers[0], Is.Null);
        Assert.That(packed.View.ImmutableArray.IsNull, Is.True);
    }

    [Test]
    public void Schema_Collections_StatesElementTypes()
    {
        Assert.That(
            Product.Schema.ToString(),
            Is.EqualTo("Product { Sku: string, Price: float64, Sizes: list<int32>, Tags: set<string> }"));
        Assert.That(Collections.Schema.Slots[Collections.Schema.IndexOf("Nested")].Type.ToString(), Is.EqualTo("list<list<float32>>"));
    }
}
