using NUnit.Framework;
using SharedBuffers.Packing;

namespace SharedBuffers.Tests.Packing;

[TestFixture]
public class PackContextTests
{
    [Test]
    public void Rollback_AfterFailure_TakesBackBytesAndIdentities()
    {
        using var context = new PackContext(new IdentityMap());
        var kept = IdentityKey.OfText("kept", PackTarget.String);
        var moved = IdentityKey.OfText("moved", PackTarget.String);
        var lost = IdentityKey.OfText("lost", PackTarget.String);
        context.SetPosition(kept, 0);
        context.SetPosition(moved, 4);
        context.Buffer.Reserve(8);
        PackMark mark = context.Mark();

        context.Buffer.Reserve(100);
        context.SetPosition(lost, 8);
        context.SetPosition(moved, 16);
        context.Enter();
        context.Rollback(mark);

        Assert.That(context.Buffer.Length, Is.EqualTo(8));
        Assert.That(context.Depth, Is.Zero);
        Assert.That(context.TryGetPosition(kept, out long position) ? position : -1, Is.Zero);
        Assert.That(context.TryGetPosition(moved, out position) ? position : -1, Is.EqualTo(4));
        Assert.That(context.TryGetPosition(lost, out _), Is.False);
    }

    [Test]
    public void TryGetPosition_AfterFlush_IsNegative()
    {
        using var context = new PackContext(new IdentityMap());
        context.SetPosition(IdentityKey.OfInteger(5L, PackTarget.Value), 24);
        context.Origin = 64;
        Assert.That(context.TryGetPosition(IdentityKey.OfInteger(5UL, PackTarget.Value), out long position), Is.True);
        Assert.That(position, Is.EqualTo(-40));
    }

    [Test]
    public void IdentityMap_SameObjectOtherTarget_IsAnotherThing()
    {
        var map = new IdentityMap();
        object value = new();
        map.Add(IdentityKey.OfReference(value, PackTarget.Sequence), 1);
        Assert.That(map.TryGet(IdentityKey.OfReference(value, PackTarget.Set), out _), Is.False);
        Assert.That(map.TryGet(IdentityKey.OfReference(new object(), PackTarget.Sequence), out _), Is.False);
        Assert.That(map.TryGet(IdentityKey.OfReference(value, PackTarget.Sequence), out long position) ? position : -1, Is.EqualTo(1));
    }

    [Test]
    public void IdentityMap_NegativeAndLargeIntegers_AreDifferentThings()
    {
        var map = new IdentityMap();
        map.Add(IdentityKey.OfInteger(-5, PackTarget.Value), 1);
        Assert.That(map.TryGet(IdentityKey.OfInteger(unchecked((ulong)-5L), PackTarget.Value), out _), Is.False);
        Assert.That(map.TryGet(IdentityKey.OfBytes([1], PackTarget.Value), out _), Is.False);
    }

    [Test]
    public void IdentityMap_OverCapacity_EvictsOldestButKeepsPreloaded()
    {
        var map = new IdentityMap(capacity: 3);
        map.Preload(IdentityKey.OfText("root", PackTarget.String), 1000);
        for (int i = 0; i < 10; i++)
        {
            map.Add(IdentityKey.OfInteger((long)i, PackTarget.Value), i);
        }

        Assert.That(map.Count, Is.EqualTo(4));
        Assert.That(map.TryGet(IdentityKey.OfInteger(6L, PackTarget.Value), out _), Is.False);
        Assert.That(map.TryGet(IdentityKey.OfInteger(7L, PackTarget.Value), out _), Is.True);
        map.Clear();
        Assert.That(map.Count, Is.EqualTo(1));
        Assert.That(map.TryGet(IdentityKey.OfText(new string("root".ToCharArray()), PackTarget.String), out _), Is.True);
    }

    [Test]
    public void Enter_DeeperThanReadersAccept_Throws()
    {
        using var context = new PackContext();
        Assert.That(
            () =>
            {
                for (int i = 0; i < 1000; i++)
                {
                    context.Enter();
                }
            },
            Throws.InvalidOperationException);
    }
}
