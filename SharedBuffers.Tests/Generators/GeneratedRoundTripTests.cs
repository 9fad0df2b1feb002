using NUnit.Framework;
using SharedBuffers.Diagnostics;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Generators;

/// <summary>Types of this project, packed and read by the code that the generator wrote for them.</summary>
[TestFixture]
public sealed class GeneratedRoundTripTests
{
    [Test]
    public void View_EveryNumberSet_ReadsEachBack()
    {
        var numbers = new Numbers
        {
            Flag = true, I8 = -8, U8 = 8, I16 = -16, U16 = 16, I32 = -32, U32 = 32, I64 = -64, U64 = 64, F32 = 1.5f, F64 = -2.5, Letter = 'ß', Day = DayOfWeek.Friday,
            FlagOrNull = false, I8OrNull = sbyte.MinValue, I64OrNull = long.MaxValue, F64OrNull = double.NaN, DayOrNull = DayOfWeek.Monday, Renamed = 5, Ignored = 1,
        };
        numbers.SetPrivate(99);
        using var packed = PackedObject<Numbers.View>.Of(numbers);
        Numbers.View view = packed.View;

        Assert.Multiple(() =>
        {
            Assert.That(view.Flag, Is.True);
            Assert.That(view.I8, Is.EqualTo(-8));
            Assert.That(view.U8, Is.EqualTo(8));
            Assert.That(view.I16, Is.EqualTo(-16));
            Assert.That(view.U16, Is.EqualTo(16));
            Assert.That(view.I32, Is.EqualTo(-32));
            Assert.That(view.U32, Is.EqualTo(32));
            Assert.That(view.I64, Is.EqualTo(-64));
            Assert.That(view.U64, Is.EqualTo(64));
            Assert.That(view.F32, Is.EqualTo(1.5f));
            Assert.That(view.F64, Is.EqualTo(-2.5));
            Assert.That(view.Letter, Is.EqualTo('ß'));
            Assert.That(view.Day, Is.EqualTo(DayOfWeek.Friday));
            Assert.That(view.FlagOrNull, Is.False);
            Assert.That(view.I8OrNull, Is.EqualTo(sbyte.MinValue));
            Assert.That(view.I64OrNull, Is.EqualTo(long.MaxValue));
            Assert.That(view.F64OrNull, Is.NaN);
            Assert.That(view.DayOrNull, Is.EqualTo(DayOfWeek.Monday));
            Assert.That(view.Renamed, Is.EqualTo(5));
            Assert.That(view.Private, Is.EqualTo(99));
            Assert.That(Numbers.Schema.TryGetSlot("другое имя", out _), Is.True);
            Assert.That(Numbers.Schema.TryGetSlot("Ignored", out _), Is.False);
        });

        Numbers clone = view.ToNumbers();
        Assert.That(clone.Private, Is.EqualTo(99));
        Assert.That(clone.Ignored, Is.Zero);
        Assert.That(clone.I64OrNull, Is.EqualTo(long.MaxValue));
    }

    [Test]
    public void View_NullsAndOmitted_AreToldApart()
    {
        using var packed = PackedObject<Numbers.View>.Of(new Numbers { I32 = 3 });
        Numbers.View view = packed.View;

        Assert.Multiple(() =>
        {
            Assert.That(view.I64OrNull, Is.Null);
            Assert.That(view.HasI64OrNull, Is.True);
            Assert.That(view.FlagOrNull, Is.Null);
            Assert.That(view.DayOrNull, Is.Null);
            Assert.That(view.Renamed, Is.Zero);
            Assert.That(view.HasRenamed, Is.False);
            Assert.That(view.I32, Is.EqualTo(3));
            Assert.That(view.I8, Is.Zero);
            Assert.That(view.HasI8, Is.True);
            Assert.That(view.ToNumbers().Private, Is.EqualTo(7));
        });
    }

    [Test]
    public void View_StructsLeftOutWhenDefault_AreUnset()
    {
        using var empty = PackedObject<OmittedStructs.View>.Of(new OmittedStructs());
        using var full = PackedObject<OmittedStructs.View>.Of(new OmittedStructs { Plain = new Span2 { To = 2 }, Record = new Corner(0, 1), Maybe = default(Corner), Number = 3 });

        Assert.That((empty.View.HasPlain, empty.View.HasRecord, empty.View.HasMaybe, empty.View.HasNumber), Is.EqualTo((false, false, false, false)));
        Assert.That((full.View.Plain!.Value.To, full.View.Record!.Value.Y, full.View.Maybe!.Value.X, full.View.Number), Is.EqualTo((2.0, 1f, 0f, 3)));
        Assert.That(OmittedStructs.Schema.TryGetSlot("renamed", out _));
        Assert.That(full.View.ToOmittedStructs().Plain.To, Is.EqualTo(2));
    }

    [Test]
    public void View_NestedAndRecursive_ReadsAndClones()
    {
        var shared = new TreeNode(3) { Place = new Corner(3, 3) };
        var root = new TreeNode(1) { Place = new Corner(1, -1), Left = new TreeNode(2) { Place = new Corner(2, 2), Right = shared }, Right = shared };
        using var packed = PackedObject<TreeNode.View>.Of(root);
        TreeNode.View view = packed.View;

        Assert.That(view.Left!.Value.Right!.Value.Value, Is.EqualTo(3));
        Assert.That(view.Left.Value.Right, Is.EqualTo(view.Right));
        Assert.That(view.Place!.Value.Y, Is.EqualTo(-1));
        Assert.That(view.ToTreeNode(), Is.EqualTo(root));
    }

    [Test]
    public void ToTreeNode_CyclicPointers_ThrowsCorrupt()
    {
        var root = new TreeNode(1) { Place = new Corner(1, -1) };
        root.Right = root;
        using var packed = PackedObject<TreeNode.View>.Of(root);
        TreeNode.View view = packed.View;

        Assert.That(view.Right!.Value.Right!.Value.Value, Is.EqualTo(1));
        Assert.That(view.ToTreeNode, Throws.TypeOf<CorruptBufferException>());
    }

    [Test]
    public void View_DefaultAndDisposed_ThrowAsDocumented()
    {
        Assert.That(() => default(Numbers.View).I32, Throws.InvalidOperationException);
        Assert.That(default(Numbers.View).IsDefault, Is.True);

        var packed = PackedObject<Numbers.View>.Of(new Numbers());
        Numbers.View view = packed.View;
        packed.Dispose();
        Assert.That(() => view.I32, Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => view.HasRenamed, Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public void Schema_Generated_HasTheAlignmentAndTheNestedSchemasOfTheType()
    {
        Assert.That(Corner.Schema.Alignment, Is.EqualTo(4));
        Assert.That(Corner.Schema.HeaderSize, Is.EqualTo(4));
        Assert.That(TreeNode.Schema.Slots[TreeNode.Schema.IndexOf("Left")].Type.NestedSchema, Is.SameAs(TreeNode.Schema));
    }
}
