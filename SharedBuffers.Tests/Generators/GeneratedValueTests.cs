using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Numerics;
using NUnit.Framework;
using SharedBuffers.Memory;
using SharedBuffers.Packing;
using SharedBuffers.Schemas;
using SharedBuffers.Tests.Support;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Generators;

/// <summary>Times, decimals, identifiers, tuples, dictionaries, arrays of several dimensions, converters: through generated packers, views and clones.</summary>
[TestFixture]
public sealed class GeneratedValueTests
{
    [Test]
    public void ToMoments_EveryTypeSet_EqualsTheOriginal()
    {
        var moments = new Moments
        {
            Price = 12.50m, PriceOrNull = decimal.MinValue, At = new DateTime(2020, 2, 29, 12, 30, 15, 123, DateTimeKind.Utc), AtOrNull = DateTime.UnixEpoch,
            There = new DateTimeOffset(2019, 3, 5, 11, 15, 24, TimeSpan.FromHours(-3)), ThereOrNull = DateTimeOffset.UnixEpoch, Day = new DateOnly(1999, 12, 31),
            DayOrNull = DateOnly.MinValue, Stored = new StoredInstant(-(1L << 42), 7, 15 * 60), StoredOrNull = new StoredInstant(253402300800, 0, -900),
            StoredList = [new StoredInstant(1L << 42, 999_999), null], Span = TimeSpan.FromTicks(-5), SpanOrNull = TimeSpan.MaxValue, Id = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"),
            IdOrNull = Guid.Empty, Small = (Half)1.5f, SmallOrNull = Half.NaN, Wave = new Complex(1, -2), WaveOrNull = Complex.ImaginaryOne, Big = BigInteger.Pow(7, 90),
            BigOrNull = -BigInteger.Pow(10, 40), Wide = Int128.MinValue, WideOrNull = UInt128.MaxValue, Exact = BigDecimal.Parse("1.50E-40"),
            Raw = new byte[] { 1, 2, 3 }, Pair = (300, "text"), Nested = (0.5, (DayOfWeek.Friday, new DateOnly(2000, 1, 1))),
        };
        using var packed = PackedObject<Moments.View>.Of(moments);
        Moments.View view = packed.View;
        Moments clone = view.ToMoments();

        Assert.Multiple(() =>
        {
            Assert.That((view.Price, view.PriceOrNull), Is.EqualTo((12.50m, (decimal?)decimal.MinValue)));
            Assert.That((view.At, view.There, view.Day), Is.EqualTo((moments.At, moments.There, moments.Day)));
            Assert.That(view.There.Offset, Is.EqualTo(TimeSpan.FromHours(-3)));
            Assert.That(view.At.Kind, Is.EqualTo(DateTimeKind.Utc));
            Assert.That((view.Stored, view.StoredOrNull), Is.EqualTo((moments.Stored, moments.StoredOrNull)));
            Assert.That(view.StoredList[0], Is.EqualTo(moments.StoredList![0]));
            Assert.That(view.Id, Is.EqualTo(moments.Id));
            Assert.That(view.Exact.ToString(), Is.EqualTo(moments.Exact.ToString()));
            Assert.That(view.Pair.Get<int>(0), Is.EqualTo(300));
            Assert.That(view.HasOmitted, Is.False);
            foreach (System.Reflection.PropertyInfo property in typeof(Moments).GetProperties().Where(p => p.Name != nameof(Moments.Raw) && p.GetMethod!.IsPublic && !p.GetMethod.IsStatic))
            {
                Assert.That(property.GetValue(clone), Is.EqualTo(property.GetValue(moments)), property.Name);
            }

            Assert.That(clone.Raw.ToArray(), Is.EqualTo(new byte[] { 1, 2, 3 }));
        });
    }

    [Test]
    public void View_NullableValuesUnset_ReadAsNull()
    {
        using var packed = PackedObject<Moments.View>.Of(new Moments { Day = new DateOnly(2000, 1, 1), At = DateTime.UnixEpoch });
        Moments.View view = packed.View;

        Assert.Multiple(() =>
        {
            Assert.That(view.PriceOrNull, Is.Null);
            Assert.That(view.AtOrNull, Is.Null);
            Assert.That(view.ThereOrNull, Is.Null);
            Assert.That(view.StoredOrNull, Is.Null);
            Assert.That(view.StoredList.IsNull, Is.True);
            Assert.That(view.DayOrNull, Is.Null);
            Assert.That(view.SpanOrNull, Is.Null);
            Assert.That(view.IdOrNull, Is.Null);
            Assert.That(view.SmallOrNull, Is.Null);
            Assert.That(view.WaveOrNull, Is.Null);
            Assert.That(view.BigOrNull.IsNull, Is.True);
            Assert.That(view.Nested.IsNull, Is.True);
            Assert.That(view.ToMoments().WideOrNull, Is.Null);
            Assert.That(view.ToMoments().Nested, Is.Null);
        });
    }

    [Test]
    public void View_OneValueTypes_AllocateNothing()
    {
        using var packed = PackedObject<Moments.View>.Of(new Moments { Price = 1, At = DateTime.UnixEpoch, Day = new DateOnly(2000, 1, 1), Id = Guid.NewGuid(), Wave = Complex.One });
        Moments.View view = packed.View;
        int sum = Sum(view);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            sum -= Sum(view) / 100;
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        static int Sum(Moments.View v) => 100 * (v.At.Year + v.Day.Year + (int)v.Price + v.Id.Version + (int)v.Span.Ticks + (int)(float)v.Small);
    }

    [Test]
    public void ToTables_EveryCollection_EqualsTheOriginal()
    {
        var tables = new Tables
        {
            Counts = new() { ["a"] = 1, ["b"] = 300 }, Names = new Dictionary<int, string?> { [5] = "five", [-7] = null },
            ByDay = new Dictionary<DayOfWeek, List<string>> { [DayOfWeek.Monday] = ["x", "y"], [DayOfWeek.Sunday] = [] }, Sorted = new() { ["z"] = 1.5, ["a"] = 2 },
            Lines = ImmutableDictionary.CreateRange([KeyValuePair.Create(9L, new OrderLine { Text = "nine", Count = 9 })]),
            Frozen = new Dictionary<(int, string), decimal> { [(1, "a")] = 1.5m, [(2, "b")] = -2 }.ToFrozenDictionary(),
            Deep = new() { ["out"] = new() { ["in"] = DateTime.UnixEpoch } }, Matrix = new[,] { { 1, 2, 3 }, { 4, 5, 6 } }, Cube = new Half[,,] { { { (Half)1 }, { (Half)2 } } },
            Any = NdArray.Create<byte>([1, 2, 3, 4], 4), Days = [DayOfWeek.Friday, DayOfWeek.Monday], DaySet = [DayOfWeek.Saturday], DaysOrNull = [null, DayOfWeek.Tuesday],
            Prices = [1.5m, 2], Times = [null, DateTime.UnixEpoch], Spans = [TimeSpan.FromHours(1)], Ids = [Guid.Empty, null], Pairs = [("k", [1.5, 2]), ("l", [])],
            PairSet = [(1, "a"), (2, "b")], Matrices = [new[,] { { 7 } }], Points = [new Point3(1, 2, 3), null], Anything = new Point3(4, 5, 6),
        };
        using var packed = PackedObject<Tables.View>.Of(tables);
        Tables.View view = packed.View;
        Tables clone = view.ToTables();

        Assert.Multiple(() =>
        {
            Assert.That(view.Counts.TryGetValue("a", out int one) ? one : 0, Is.EqualTo(1));
            Assert.That(view.Names[5].ToString(), Is.EqualTo("five"));
            Assert.That(view.Matrix.Get<int>(1, 2), Is.EqualTo(6));
            Assert.That(view.Days.AsSpan().ToArray(), Is.EqualTo([5, 1]));
            Assert.That(view.Lines[9].Text.ToString(), Is.EqualTo("nine"));
            Assert.That(view.Anything.Get<Point3.View>().ToPoint3(), Is.EqualTo(new Point3(4, 5, 6)));
            Assert.That(clone.Counts, Is.EqualTo(tables.Counts));
            Assert.That(clone.Names, Is.EqualTo(tables.Names));
            Assert.That(clone.ByDay, Is.EqualTo(tables.ByDay));
            Assert.That(clone.Sorted, Is.EqualTo(tables.Sorted));
            Assert.That(clone.Lines.Single().Value.Text, Is.EqualTo("nine"));
            Assert.That(clone.Frozen, Is.EquivalentTo(tables.Frozen));
            Assert.That(clone.Deep["out"]["in"], Is.EqualTo(DateTime.UnixEpoch));
            Assert.That(clone.Matrix, Is.EqualTo(tables.Matrix));
            Assert.That(clone.Cube, Is.EqualTo(tables.Cube));
            Assert.That(clone.Any, Is.EqualTo(tables.Any));
            Assert.That(clone.Days, Is.EqualTo(tables.Days));
            Assert.That(clone.DaySet, Is.EqualTo(tables.DaySet));
            Assert.That(clone.DaysOrNull, Is.EqualTo(tables.DaysOrNull));
            Assert.That(clone.Prices, Is.EqualTo(tables.Prices));
            Assert.That(clone.Times, Is.EqualTo(tables.Times));
            Assert.That(clone.Spans, Is.EqualTo(tables.Spans));
            Assert.That(clone.Ids, Is.EqualTo(tables.Ids));
            Assert.That(clone.Pairs.Select(p => p.Key), Is.EqualTo(["k", "l"]));
            Assert.That(clone.Pairs[0].Values, Is.EqualTo([1.5, 2]));
            Assert.That(clone.PairSet, Is.EquivalentTo(tables.PairSet));
            Assert.That(clone.Matrices[0], Is.EqualTo(tables.Matrices[0]));
            Assert.That(clone.Points, Is.EqualTo(tables.Points));
        });
    }

    [Test]
    public void ToTables_NothingSet_KeepsWhatTheConstructorGave()
    {
        using var packed = PackedObject<Tables.View>.Of(new Tables());

        Assert.That(packed.View.ByDay.IsNull && packed.View.Cube.IsNull, Is.True);
        Assert.That(packed.View.ToTables().Matrix, Is.Empty);
        Assert.That(packed.View.ToTables().Cube, Is.Null);
    }

    [Test]
    public void ToSealed_NoSetters_UsesTheConstructorThatSetsThem()
    {
        Sealed value = Sealed.Of("name", 3);
        using var packed = PackedObject<Sealed.View>.Of(value);
        Sealed clone = packed.View.ToSealed();

        Assert.That((clone.Name, clone.Count, clone.Tag), Is.EqualTo(("name", 3, (object?)null)));
    }

    [Test]
    public void Converter_EveryShape_StoresAndReadsBack()
    {
        var page = new Page { Address = new Uri("https://example.org/a"), Opens = new TimeOnly(8, 30), Closes = null, Version = new Version(1, 2) };
        using var packed = PackedObject<Page.View>.Of(page);
        Page.View view = packed.View;
        Page clone = view.ToPage();

        Assert.Multiple(() =>
        {
            Assert.That(Page.Schema.ToString(), Does.Contain("Address: string").And.Contain("Opens: int64").And.Contain("Version: list<int32>"));
            Assert.That(view.Address, Is.EqualTo(page.Address));
            Assert.That((view.Next, view.Closes), Is.EqualTo(((Uri?)null, (TimeOnly?)null)));
            Assert.That(view.HasNext && view.HasCloses, Is.True);
            Assert.That(view.Opens, Is.EqualTo(page.Opens));
            Assert.That((clone.Address, clone.Next, clone.Opens, clone.Closes, clone.Version), Is.EqualTo((page.Address, page.Next, page.Opens, page.Closes, page.Version)));
        });
    }

    [Test]
    public void Derived_InSlotsOfItsBase_IsPackedAsTheBase()
    {
        var dog = new Dog { Name = "Rex", Legs = 4, Owner = "Ann" };
        using MemoryRegion region = Packed.Region(c => ValuePacker.PackAny(c, new List<object> { dog, new Animal { Name = "Cat" }, dog }), out long position);
        TypeRegistry.Of(region).RegisterAll(Animal.Schema);
        SharedList<Animal.View> animals = SharedValue.Read(region, position).Get<SharedList<Animal.View>>();

        Assert.That(animals.Select(a => a.Name.ToString()), Is.EqualTo(["Rex", "Cat", "Rex"]));
        Assert.That(animals[0], Is.EqualTo(animals[2]), "one object is stored once");
    }

    [Test]
    public void Derived_SharedStruct_HasTheSlotsOfBoth()
    {
        var bird = new Bird { Name = "Tit", Legs = 2, Wingspan = 0.2 };
        bird.Mate = bird;
        using var packed = PackedObject<Bird.View>.Of(bird);

        Assert.That((packed.View.Name.ToString(), packed.View.Legs, packed.View.Wingspan), Is.EqualTo(("Tit", 2, 0.2)));
        Assert.That(packed.View.Mate, Is.EqualTo(packed.View), "an object that contains itself ends");
        Assert.That(() => packed.View.ToBird(), Throws.TypeOf<SharedBuffers.Diagnostics.CorruptBufferException>());
    }

    [Test]
    public void Interface_OfClassAndView_SharesBehaviourWithoutBoxing()
    {
        var box = new Box { Width = 2, Height = 3 };
        using var packed = PackedObject<Box.View>.Of(box);
        Box.View view = packed.View;
        double sum = view.Area();
        long before = GC.GetAllocatedBytesForCurrentThread();
        sum += view.Area();

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(sum, Is.EqualTo(2 * box.Area()));
        Assert.That(view.IsSquare, Is.False);
    }
}
