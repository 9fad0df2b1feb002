using NUnit.Framework;
using SharedBuffers.Collections;
using SharedBuffers.Packing;
using SharedBuffers.Schemas;
using SharedBuffers.Tests.Generators;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Packing;

/// <summary>Hooks before and after each object: what they are told, in which order, and what is left when they throw.</summary>
[TestFixture]
public sealed class PackObserverTests
{
    [Test]
    public void Observer_NestedSharedAndDynamicObjects_IsToldOfEachOnceFromTheInside()
    {
        var observer = new Recorder();
        var shared = new OrderLine { Text = "shared" };
        Schema outer = new([new("any", SlotType.Object), new("n", SlotType.Int32)], "Outer");
        using var context = new PackContext(new IdentityMap(), new PackOptions { Observer = observer });
        long position = new SchemaObject(outer) { ["any"] = new List<object> { shared, new OrderLine { Next = shared } }, ["n"] = 1 }.Pack(context);

        Assert.That(observer.Events, Is.EqualTo(["+Outer", "+OrderLine", "-OrderLine", "+OrderLine", "-OrderLine", "-Outer"]));
        Assert.That(observer.Instances.OfType<OrderLine>().Distinct().Count(), Is.EqualTo(2));
        Assert.That(observer.Places[^1], Is.EqualTo((position, context.Buffer.Length - position)));
        foreach ((long place, long length) in observer.Places)
        {
            Assert.That(place >= 0 && length > 0 && place + length <= context.Buffer.Length, $"{length} at {place}");
        }
    }

    [Test]
    public void Observer_OfStructs_GetsNoInstance()
    {
        var observer = new Recorder();
        using var context = new PackContext(new IdentityMap(), new PackOptions { Observer = observer });
        ValuePacker.PackAny(context, new Point3(1, 2, 3));

        Assert.That(observer.Events, Is.EqualTo(["+Point3", "-Point3"]));
        Assert.That(observer.Instances, Is.EqualTo(new object?[] { null, null }));
    }

    [Test]
    public void Observer_ChangesNoByte()
    {
        var order = new Order { Number = 7, Lines = [new() { Text = "a" }, new() { Text = "b" }] };
        byte[] Pack(IPackObserver? observer) => Packed.Bytes(context => ((IPackable)order).PackValue(context), new PackOptions { Observer = observer });

        Assert.That(Pack(new Recorder()), Is.EqualTo(Pack(null)));
    }

    [Test]
    public void Observer_PositionsOfABuilder_LeadToTheRecordsOfTheFile()
    {
        using var folder = new TemporaryFolder();
        var observer = new Recorder();
        using (MappedArrayBuilder<OrderLine> builder = MappedArray.CreateBuilder<OrderLine>(folder["lines.sbuf"], new BuildOptions { Packing = new PackOptions { Observer = observer } }))
        {
            for (int i = 0; i < 30_000; i++)
            {
                builder.Add(new OrderLine { Text = $"line {i}", Count = i });
            }

            builder.Publish();
        }

        using MappedArray<OrderLine.View> lines = MappedArray.Open<OrderLine.View>(folder["lines.sbuf"]);
        long start = lines[0].Reference.Offset - observer.Absolute[0];
        Assert.That(lines.Select(line => line.Reference.Offset - start), Is.EqualTo(observer.Absolute), "over several flushes");
    }

    [Test]
    public void Hook_ThatThrows_RollsTheRecordBackAndTheBuilderGoesOn([Values] bool afterPacking)
    {
        using var folder = new TemporaryFolder();
        var observer = new Recorder { Refused = afterPacking ? "-7" : "+7" };
        using (MappedArrayBuilder<OrderLine> builder = MappedArray.CreateBuilder<OrderLine>(folder["lines.sbuf"], new BuildOptions { Packing = new PackOptions { Observer = observer } }))
        {
            builder.Add(new OrderLine { Text = "first", Count = 1 });
            var inner = new OrderLine { Text = "text that only the refused one had", Count = 7 };
            Assert.That(() => builder.Add(new OrderLine { Count = 2, Next = inner }), Throws.TypeOf<OperationCanceledException>());

            // Neither the text nor the object was written, so neither may be pointed at.
            builder.Add(new OrderLine { Text = "text that only the refused one had", Count = 3, Next = new OrderLine { Count = 4 } });
            builder.Publish();
        }

        using MappedArray<OrderLine.View> lines = MappedArray.Open<OrderLine.View>(folder["lines.sbuf"]);
        Assert.That(lines.Select(line => line.Count), Is.EqualTo([1, 3]));
        Assert.That(lines[1].Text.ToString(), Is.EqualTo("text that only the refused one had"));
        Assert.That(lines[1].Next!.Value.Count, Is.EqualTo(4));
    }

    [Test]
    public void Hook_ThatThrowsInAPool_LeavesThePoolAsItWas()
    {
        var observer = new Recorder { Refused = "-7" };
        using var pool = new SharedObjectPool(new PoolOptions { Packing = new PackOptions { Observer = observer } });
        pool.Add(new OrderLine { Text = "kept" });
        long length = pool.Length;

        Assert.That(() => pool.Add(new OrderLine { Text = "refused", Count = 7 }), Throws.TypeOf<OperationCanceledException>());
        Assert.That(pool.Length, Is.EqualTo(length));
        Assert.That(pool.Get<OrderLine.View>(pool.Add(new OrderLine { Text = "refused" })).Text.ToString(), Is.EqualTo("refused"));
    }

    /// <summary>Writes down what it is told, and throws at an object whose count it was given.</summary>
    private sealed class Recorder : IPackObserver
    {
        public List<string> Events { get; } = [];

        public List<object?> Instances { get; } = [];

        public List<(long Position, long Length)> Places { get; } = [];

        public List<long> Absolute { get; } = [];

        public string? Refused { get; init; }

        public void Packing(PackContext context, Schema schema, object? instance)
        {
            Events.Add("+" + schema.Name);
            Instances.Add(instance);
            Refuse("+", instance);
        }

        public void Packed(PackContext context, Schema schema, object? instance, long position, long length)
        {
            Events.Add("-" + schema.Name);
            Instances.Add(instance);
            Places.Add((position, length));
            Absolute.Add(context.Origin + position);
            Refuse("-", instance);
        }

        private void Refuse(string hook, object? instance)
        {
            if (instance is OrderLine line && Refused == hook + line.Count)
            {
                throw new OperationCanceledException();
            }
        }
    }
}
