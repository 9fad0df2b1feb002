using System.Collections.Concurrent;
using NUnit.Framework;
using SharedBuffers.Collections;
using SharedBuffers.Diagnostics;
using SharedBuffers.Packing;
using SharedBuffers.Schemas;
using SharedBuffers.Tests.Generators;
using SharedBuffers.Tests.Support;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Collections;

/// <summary>The arena of packed objects: positions, sharing, sections of every size, threads, dumps, and what is left behind when something fails.</summary>
[TestFixture]
public sealed class SharedObjectPoolTests
{
    private static readonly PoolOptions s_small = new() { SectionSize = PoolOptions.SectionUnit };

    private static readonly Schema s_pair = new([new("n", SlotType.Int64), new("s", SlotType.String)], name: "Pair");

    [Test]
    public void Add_ManyObjects_PositionsStayValidAcrossSections()
    {
        using var pool = new SharedObjectPool(s_small);
        long[] positions = [.. Enumerable.Range(0, 5000).Select(i => pool.Add(s_pair, (long)i, $"text {i % 50}"))];

        Assert.That(positions, Is.Unique);
        Assert.That(positions.All(p => p % 8 == 0));
        Assert.That(pool.Sections, Has.Count.GreaterThan(10));
        for (int i = 0; i < positions.Length; i++)
        {
            ObjectView view = pool.Get<ObjectView>(positions[i], s_pair);
            Assert.That(view["n"].Get<long>(), Is.EqualTo(i));
            Assert.That(view["s"].AsString().ToString(), Is.EqualTo($"text {i % 50}"));
        }
    }

    [Test]
    public void Add_EqualStrings_AreStoredOnceInASectionUntilTheMapIsCleared()
    {
        using var pool = new SharedObjectPool();
        string text = new('x', 1000);
        long first = pool.Length;
        pool.Add(s_pair, 1L, text);
        long second = pool.Length;
        pool.Add(s_pair, 2L, new string('x', 1000));
        long third = pool.Length;
        pool.ClearIdentityMaps();
        pool.Add(s_pair, 3L, text);

        Assert.That(second - first, Is.GreaterThan(1000));
        Assert.That(third - second, Is.LessThan(64));
        Assert.That(pool.Length - third, Is.GreaterThan(1000));
    }

    [Test]
    public void Add_ObjectThatChanged_IsStoredAnew()
    {
        using var pool = new SharedObjectPool();
        var line = new OrderLine { Count = 1 };
        long first = pool.Add(line);
        line.Count = 2;
        long second = pool.Add(line);

        Assert.That(pool.Get<OrderLine.View>(first).Count, Is.EqualTo(1));
        Assert.That(pool.Get<OrderLine.View>(second).Count, Is.EqualTo(2));
    }

    [Test]
    public void AddValue_AnyValue_ReadsBackAndIsFoundAgain()
    {
        using var pool = new SharedObjectPool();
        pool.Types.Register(OrderLine.Schema);
        long text = pool.AddValue("text");
        long list = pool.AddValue(new List<object?> { 1, "text", new OrderLine { Count = 9 } });

        Assert.That(pool.AddValue("text"), Is.EqualTo(text));
        Assert.That(pool.GetValue(text).AsString().ToString(), Is.EqualTo("text"));
        Assert.That(pool.GetValue(list).AsList()[2].Get<OrderLine.View>().Count, Is.EqualTo(9));
        Assert.That(() => pool.AddValue(null!), Throws.ArgumentException);
        Assert.That(() => pool.AddValue(new object()), Throws.ArgumentException);
    }

    [Test]
    public void AddValue_InstanceThatChanged_IsFoundAsItWas()
    {
        using var pool = new SharedObjectPool();
        var list = new List<int> { 1 };
        long first = pool.AddValue(list);
        list.Add(2);

        Assert.That(pool.AddValue(list), Is.EqualTo(first), "the very same instance is one value");
        Assert.That(pool.AddValue(new List<int> { 1, 2 }), Is.Not.EqualTo(first));
        pool.ClearIdentityMaps();
        Assert.That(pool.GetValue(pool.AddValue(list)).ToString(), Is.EqualTo("[1,2]"));
        Assert.That(pool.GetValue(first).ToString(), Is.EqualTo("[1]"));
        Assert.That(pool.AddValue(7), Is.EqualTo(pool.AddValue(7L)), "equal integers are one value");
    }

    [Test]
    public void Add_EqualThingsInTwoSections_AreStoredInEach()
    {
        using var pool = new SharedObjectPool(s_small);
        string text = new('q', 3000);
        long[] positions = [.. Enumerable.Range(0, 8).Select(i => pool.Add(s_pair, (long)i, i < 4 ? text : new string((char)('a' + i), 3000)))];
        long last = pool.Add(s_pair, 9L, text);

        Assert.That(pool.FindSection(positions[0]), Is.SameAs(pool.FindSection(positions[3])));
        Assert.That(pool.FindSection(last), Is.Not.SameAs(pool.FindSection(positions[0])));
        foreach (long position in positions.Append(last))
        {
            // Pointers never leave a section: each can be read from its own mapping alone.
            PoolSection section = pool.FindSection(position);
            using var alone = SharedBuffers.Memory.MemoryRegion.CopyOf(section.Region.View.AsSpan());
            var view = ObjectView.Create(new ObjectReference(alone, position - section.Start, SchemaBinding.Create(alone, s_pair)));
            Assert.That(view["s"].AsString().ByteLength, Is.EqualTo(3000));
        }
    }

    [Test]
    public void FreeSections_OfAnotherPool_BringNothingOfIt()
    {
        using var free = new SectionFreeList();
        byte[] secret = "the secret of another pool"u8.ToArray();
        using (var first = new SharedObjectPool(s_small with { FreeSections = free }))
        {
            for (int i = 0; i < 100; i++)
            {
                first.AddValue((byte[])[.. secret, (byte)i]);
                first.AddImage(s_pair, Packed.Bytes(c => ObjectPacker.Pack(c, s_pair, [(long)i, $"the secret of another pool {i}"])));
            }
        }

        int given = free.Count;
        using var second = new SharedObjectPool(s_small with { FreeSections = free });
        for (int i = 0; i < 300; i++)
        {
            second.Add(s_pair, (long)i, i % 3 == 0 ? "odd" : null);
        }

        Assert.That(given, Is.GreaterThan(1));
        Assert.That(free.Count, Is.LessThan(given));
        Assert.That(Dump(second).AsSpan().IndexOf(secret), Is.EqualTo(-1));
        Assert.That(second.Sections.All(section => section.Region.View.AsSpan().IndexOf(secret) < 0));
    }

    [Test]
    public void Add_LargerThanASection_GetsOneOfItsOwnAndTheOpenOneStaysOpen()
    {
        using var pool = new SharedObjectPool(s_small);
        pool.Preload(new OrderLine { Text = "common" });
        long small = pool.Add(s_pair, 1L, "a");
        long large = pool.Add(s_pair, 2L, new string('y', 100_000));
        long after = pool.Add(s_pair, 3L, "a");

        Assert.That(pool.Sections, Has.Count.EqualTo(2));
        Assert.That(pool.FindSection(large).Length, Is.EqualTo(PoolOptions.SectionUnit * 25));
        Assert.That(pool.FindSection(after), Is.SameAs(pool.FindSection(small)));
        Assert.That(pool.Get<ObjectView>(large, s_pair)["s"].AsString().ByteLength, Is.EqualTo(100_000));
        Assert.That(pool.Length, Is.EqualTo(pool.Sections[1].Start + pool.Sections[1].UsedLength));
    }

    [Test]
    public void Preload_EverySection_HasItFirstAndSharesIt()
    {
        using var pool = new SharedObjectPool(s_small);
        string common = new('c', 500);
        pool.Preload(new OrderLine { Text = common, Count = 42 });
        pool.PreloadValue("another one");
        for (int i = 0; i < 500; i++)
        {
            pool.Add(s_pair, (long)i, i % 7 == 0 ? $"own {i}" : common);
        }

        Assert.That(pool.Sections, Has.Count.InRange(3, 8), "the text lies once in each section");
        foreach (PoolSection section in pool.Sections)
        {
            Assert.That(pool.Get<OrderLine.View>(section.Start).Text.Equals(common));
            Assert.That(pool.Get<OrderLine.View>(section.Start).Count, Is.EqualTo(42));
        }

        pool.ClearIdentityMaps();
        long before = pool.Length;
        pool.Add(s_pair, 1L, common);
        Assert.That(pool.Length - before, Is.LessThan(100).Or.GreaterThan(500), "preloads are never forgotten");
    }

    [Test]
    public void AddImage_ReadyMadeBytes_GoWhereThereIsRoom()
    {
        byte[] image = Packed.Bytes(c => ObjectPacker.Pack(c, s_pair, [7L, "ready made"]));
        using var pool = new SharedObjectPool(s_small);
        long first = pool.Add(s_pair, 1L, new string('z', 3000));
        pool.Add(s_pair, 2L, new string('w', 3000));
        long added = pool.AddImage(s_pair, image);
        long large = pool.AddImage(s_pair, new byte[9000]);

        Assert.That(pool.FindSection(added), Is.SameAs(pool.FindSection(first)), "the first section with room");
        Assert.That(pool.Get<ObjectView>(added, s_pair).ToString(), Is.EqualTo("{\"n\":7,\"s\":\"ready made\"}"));
        Assert.That(pool.FindSection(large).Length, Is.EqualTo(3 * PoolOptions.SectionUnit));
        Assert.That(() => pool.AddImage(s_pair, new byte[7]), Throws.ArgumentException);
    }

    [Test]
    public void Add_WideAlignment_IsKept()
    {
        Schema wide = new([new("n", SlotType.Int64)], alignment: 16);
        using var pool = new SharedObjectPool(s_small);
        for (int i = 0; i < 600; i++)
        {
            pool.Add(s_pair, (long)i, i % 3 == 0 ? null : "odd");
            Assert.That(pool.Add(wide, (long)i) % 16, Is.Zero);
        }
    }

    [Test]
    public void Add_PackThatFails_LeavesNothingBehind()
    {
        using var pool = new SharedObjectPool(s_small);
        string text = new('t', 200);
        Assert.That(() => pool.Add(s_pair, "not a number", text), Throws.ArgumentException);
        Assert.That(pool.Sections, Is.Empty);
        pool.Add(s_pair, 1L, "a");
        byte[] before = Dump(pool);
        Assert.That(() => pool.AddValue(new List<object> { text, new object() }), Throws.ArgumentException);
        Assert.That(() => pool.AddValue(new List<object> { new string('u', 10_000), new object() }), Throws.ArgumentException);

        Assert.That(Dump(pool), Is.EqualTo(before));
        Assert.That(pool.Sections, Has.Count.EqualTo(1));

        // A place that was never written must not be pointed at.
        Assert.That(pool.Get<ObjectView>(pool.Add(s_pair, 2L, text), s_pair)["s"].AsString().ToString(), Is.EqualTo(text));
    }

    [Test]
    public void Add_ObjectThatDoesNotFitTheOpenSection_IsToldToTheObserverAgain()
    {
        var observer = new CountingObserver();
        using var pool = new SharedObjectPool(new PoolOptions { SectionSize = 4096, Packing = PackOptions.Default with { Observer = observer } });
        pool.Add(s_pair, 1L, new string('a', 3000));
        Assert.That(observer.Packed, Is.EqualTo(1));

        long position = pool.Add(s_pair, 2L, string.Concat(Enumerable.Range(0, 1000)));

        Assert.That((position, observer.Packed, pool.Sections.Count), Is.EqualTo((4096L, 3, 2)));
    }

    [Test]
    public void Preload_FillingASection_IsRefusedAndForgotten()
    {
        using var pool = new SharedObjectPool(s_small);
        pool.PreloadValue("small");

        Assert.That(() => pool.PreloadValue(string.Concat(Enumerable.Range(0, 2000))), Throws.InvalidOperationException.With.Message.Contains("4096"));
        Assert.That(() => pool.PreloadValue(null!), Throws.ArgumentNullException);
        Assert.That(() => pool.PreloadValue(new object()), Throws.ArgumentException);
        pool.AddValue("object");
        Assert.That((pool.Sections.Count, pool.Sections[0].Length, pool.Length), Is.EqualTo((1, 4096L, 32L)));
    }

    [Test]
    public void Options_WrongValues_AreRefused()
    {
        Assert.That(() => new PoolOptions { SectionSize = 0 }, Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new PoolOptions { SharedValues = -1 }, Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new PoolOptions { Packing = null! }, Throws.ArgumentNullException);
    }

    [Test]
    public void Add_WhilePacking_IsRefused()
    {
        using var pool = new SharedObjectPool();
        IEnumerable<int> Reenter()
        {
            pool.AddValue("inside");
            yield break;
        }

        Assert.That(() => pool.Add(new Schema([new("l", SlotType.ListOf(SlotType.Int32))]), new object?[] { Reenter() }), Throws.InvalidOperationException);
        Assert.That(pool.AddValue("after"), Is.Zero);
    }

    [Test]
    public void Add_NoRoomOnTheDisk_ThrowsAndThePoolGoesOn()
    {
        using var folder = new TemporaryFolder();
        using var pool = new SharedObjectPool(new PoolOptions { TempDirectory = folder["not there"] });
        Assert.That(() => pool.AddValue("x"), Throws.TypeOf<DirectoryNotFoundException>());
        Directory.CreateDirectory(folder["not there"]);

        Assert.That(pool.AddValue("x"), Is.Zero);
        if (!OperatingSystem.IsWindows())
        {
            Assert.That(Directory.GetFiles(folder["not there"]), Is.Empty, "sections have no name");
        }
    }

    [Test]
    public void Clear_ViewsOfBefore_ThrowAndSectionsAreUsedAgainCleared()
    {
        using var free = new SectionFreeList();
        using var pool = new SharedObjectPool(s_small with { FreeSections = free });
        for (int i = 0; i < 300; i++)
        {
            pool.Add(s_pair, -1L, $"secret {i}");
        }

        ObjectView old = pool.Get<ObjectView>(0, s_pair);
        int sections = pool.Sections.Count;
        pool.Clear();

        Assert.That(() => old["n"].Get<long>(), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(free.Count, Is.EqualTo(sections));
        Assert.That(pool.Length, Is.Zero);
        Assert.That(() => pool.Get<ObjectView>(0, s_pair), Throws.TypeOf<CorruptBufferException>());
        pool.Add(s_pair, 5L, null);
        Assert.That(free.Count, Is.EqualTo(sections - 1));
        PoolSection reused = pool.Sections[0];
        Assert.That(reused.Region.View.AsSpan()[(int)reused.UsedLength..].IndexOfAnyExcept((byte)0), Is.EqualTo(-1), "no stale bytes");
        Assert.That(pool.Get<ObjectView>(0, s_pair)["n"].Get<long>(), Is.EqualTo(5));
    }

    [Test]
    public void FreeSections_BeyondTheCapacity_AreFreed()
    {
        using var free = new SectionFreeList(capacity: 2 * PoolOptions.SectionUnit);
        using (var pool = new SharedObjectPool(s_small with { FreeSections = free }))
        {
            Enumerable.Range(0, 1000).ToList().ForEach(i => pool.Add(s_pair, (long)i, $"{i}"));
        }

        Assert.That(free.Count, Is.EqualTo(2));
    }

    [Test]
    public void Dispose_ThenUse_Throws()
    {
        var pool = new SharedObjectPool();
        long position = pool.AddValue("x");
        SharedValue value = pool.GetValue(position);
        pool.Dispose();
        pool.Dispose();

        Assert.That(() => value.AsString().ToString(), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => pool.AddValue("y"), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => pool.GetValue(position), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => pool.WriteTo(Stream.Null), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => pool.Clear(), Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public void Publish_ThenOpen_SamePositionsSameObjects()
    {
        using var folder = new TemporaryFolder();
        using var pool = new SharedObjectPool(s_small);
        long[] positions = [.. Enumerable.Range(0, 400).Select(i => pool.Add(s_pair, (long)i, $"text {i % 9}"))];
        long value = pool.AddValue(new List<object?> { 1, null, "v" });
        pool.Publish(folder["dump"]);
        var stream = new MemoryStream();
        long written = pool.WriteTo(stream);

        Assert.That(written, Is.EqualTo(pool.Length).And.EqualTo(stream.Length));
        Assert.That(File.ReadAllBytes(folder["dump"]), Is.EqualTo(stream.ToArray()));
        using MappedObjectPool dump = MappedObjectPool.Open(folder["dump"]);
        Assert.That(dump.Length, Is.EqualTo(written));
        Assert.That(positions.Select(p => dump.Get<ObjectView>(p, s_pair)["n"].Get<long>()), Is.EqualTo(Enumerable.Range(0, 400)));
        Assert.That(dump.GetValue(value).ToString(), Is.EqualTo("[1,null,\"v\"]"));
        foreach (long bad in new[] { -1, written, long.MaxValue, long.MinValue })
        {
            Assert.That(() => dump.Get<ObjectView>(bad, s_pair), Throws.TypeOf<CorruptBufferException>());
            Assert.That(() => dump.GetValue(bad), Throws.TypeOf<CorruptBufferException>());
            Assert.That(() => pool.GetValue(bad), Throws.TypeOf<CorruptBufferException>());
        }
    }

    [Test]
    public void Publish_EmptyPool_OpensEmpty()
    {
        using var folder = new TemporaryFolder();
        using var pool = new SharedObjectPool();
        pool.Publish(folder["empty"]);
        using MappedObjectPool dump = MappedObjectPool.Open(folder["empty"]);

        Assert.That(dump.Length, Is.Zero);
        Assert.That(() => dump.GetValue(0), Throws.TypeOf<CorruptBufferException>());
    }

    [Test]
    public void Get_EveryPositionOfADump_IsDataOrCorrupt()
    {
        using var folder = new TemporaryFolder();
        using var pool = new SharedObjectPool(s_small);
        Enumerable.Range(0, 40).ToList().ForEach(i => pool.Add(new Order { Number = (uint)i, Names = [$"{i}", null], Lines = [new() { Text = "t" }] }));
        pool.Publish(folder["dump"]);
        using MappedObjectPool dump = MappedObjectPool.Open(folder["dump"], SharedBuffers.Memory.LoadMode.Copy);
        dump.Types.RegisterAll(Order.Schema);
        for (long position = 0; position < dump.Length; position++)
        {
            Try(() => dump.Get<ObjectView>(position, Order.Schema).ToString(), position);
            Try(() => dump.Get<Order.View>(position).ToOrder(), position);
            Try(() => dump.GetValue(position).ToObject(), position);
        }
    }

    [Test]
    public void Get_ObjectViewWithoutASchema_SaysWhatIsMissing()
    {
        using var pool = new SharedObjectPool();
        pool.Add(s_pair, 1L, "a");
        Assert.That(() => pool.Get<ObjectView>(0), Throws.ArgumentException.With.Message.Contains("by which schema"));
    }

    [Test]
    public void Add_ManyThreadsWhileOthersRead_EveryObjectIsWhatWasAdded()
    {
        const int Writers = 3;
        const int Readers = 2;
        const int PerWriter = 4000;
        using var pool = new SharedObjectPool(s_small);
        using var added = new BlockingCollection<(long Position, long Number)>();
        Task[] writers = [.. Enumerable.Range(0, Writers).Select(w => Task.Run(() =>
        {
            for (int i = 0; i < PerWriter; i++)
            {
                long number = ((long)w << 32) + i;
                added.Add((pool.Add(s_pair, number, i % 500 == 0 ? new string('l', 6000) + number : $"writer {w}, {i % 100}"), number));
                if (i % 1000 == 0)
                {
                    pool.ClearIdentityMaps();
                }
            }
        }))];
        Task<int>[] readers = [.. Enumerable.Range(0, Readers).Select(_ => Task.Run(() =>
        {
            int wrong = 0;
            foreach ((long position, long number) in added.GetConsumingEnumerable())
            {
                ObjectView view = pool.Get<ObjectView>(position, s_pair);
                long i = number & uint.MaxValue;
                string text = i % 500 == 0 ? new string('l', 6000) + number : $"writer {number >> 32}, {i % 100}";
                wrong += view["n"].Get<long>() == number && view["s"].AsString().Equals(text) ? 0 : 1;
            }

            return wrong;
        }))];
        Task.WaitAll(writers);
        added.CompleteAdding();

        Assert.That(readers.Sum(r => r.Result), Is.Zero);
        Assert.That(pool.Sections.Zip(pool.Sections.Skip(1)).All(pair => pair.First.Start + pair.First.Length == pair.Second.Start));
    }

    private static byte[] Dump(SharedObjectPool pool)
    {
        var stream = new MemoryStream();
        pool.WriteTo(stream);
        return stream.ToArray();
    }

    private static void Try(Action read, long position)
    {
        try
        {
            read();
        }
        catch (CorruptBufferException)
        {
        }
        catch (Exception other)
        {
            Assert.Fail($"position {position}: {other}");
        }
    }

    private sealed class CountingObserver : IPackObserver
    {
        public int Packed { get; private set; }

        public void Packing(PackContext context, Schema schema, object? instance)
        {
        }

        void IPackObserver.Packed(PackContext context, Schema schema, object? instance, long position, long length) => Packed++;
    }
}
