using NUnit.Framework;
using SharedBuffers.Collections;
using SharedBuffers.Schemas;
using SharedBuffers.Tests.Support;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Generators;

/// <summary>Objects of derived types where their base is expected: as which type they are packed and read, and what is refused.</summary>
[TestFixture]
public sealed partial class DerivedTypeTests
{
    private static readonly Bird s_bird = new() { Name = "Tit", Legs = 2, Wingspan = 0.2 };

    private static readonly Dog s_dog = new() { Name = "Rex", Legs = 4, Owner = "Ann" };

    [Test]
    public void TypedSlot_HoldsAnyDerivedObject_AsTheBase()
    {
        using var packed = PackedObject<Zoo.View>.Of(new Zoo { Star = s_bird });
        Assert.That((packed.View.Star!.Value.Name.ToString(), packed.View.Star.Value.Legs), Is.EqualTo(("Tit", 2)));
        Assert.That(packed.View.ToZoo().Star, Is.TypeOf<Animal>());

        using var dog = PackedObject<Zoo.View>.Of(new Zoo { Star = s_dog });
        Assert.That(dog.View.Star!.Value.Name.ToString(), Is.EqualTo("Rex"));
    }

    [Test]
    public void Elements_OfKnownDerivedTypes_AreThemselvesAndReadAsEither()
    {
        using var folder = new TemporaryFolder();
        using (MappedArrayBuilder<Zoo> builder = MappedArray.CreateBuilder<Zoo>(folder["zoo.sbuf"]))
        {
            builder.Add(new Zoo { Animals = [s_dog, s_bird, new Animal { Name = "Cat" }], Any = s_bird });
            builder.Publish();
        }

        using MappedArray<Zoo.View> zoos = MappedArray.Open<Zoo.View>(folder["zoo.sbuf"]);
        Zoo.View zoo = zoos[0];
        Assert.That(zoo.Animals.Select(animal => animal.Name.ToString()), Is.EqualTo(["Rex", "Tit", "Cat"]));
        Assert.That(zoo.Animals.As<SharedValue>().Select(value => (int)value.TypeCode), Is.EqualTo([0x86, 0x87, 0x86]));
        Assert.That(zoo.Animals.As<Bird.View>()[1].Wingspan, Is.EqualTo(0.2));
        Assert.That(zoo.Any.Get<Bird.View>().Wingspan, Is.EqualTo(0.2));
        Assert.That(zoo.Any.Get<Animal.View>().Legs, Is.EqualTo(2));
        Assert.That(zoo.ToZoo().Animals.Select(animal => animal.Name), Is.EqualTo(["Rex", "Tit", "Cat"]));
    }

    [Test]
    public void Elements_OfADerivedTypeThatTheFileDoesNotCarry_AreRefusedWhenPacked()
    {
        using var folder = new TemporaryFolder();
        using (MappedArrayBuilder<Farm> builder = MappedArray.CreateBuilder<Farm>(folder["farm.sbuf"]))
        {
            Assert.That(
                () => builder.Add(new Farm { Animals = [new Animal(), s_bird] }),
                Throws.InvalidOperationException.With.Message.Contains("Bird").And.Message.Contains("KnownTypes"));
            builder.Add(new Farm { Animals = [s_dog] });
            builder.Publish();
        }

        using MappedArray<Farm.View> farms = MappedArray.Open<Farm.View>(folder["farm.sbuf"]);
        Assert.That(farms.Single().Animals.Single().Name.ToString(), Is.EqualTo("Rex"));
    }

    [Test]
    public void AddValue_OfATypeThatThePoolDoesNotKnow_IsRefused()
    {
        using var pool = new SharedObjectPool();
        Assert.That(() => pool.AddValue(s_bird), Throws.InvalidOperationException.With.Message.Contains("register"));
        pool.Types.Register(Bird.Schema);

        Assert.That(pool.GetValue(pool.AddValue(s_bird)).Get<Bird.View>().Name.ToString(), Is.EqualTo("Tit"));
    }

    [Test]
    public void Registry_TwoSchemasWithOneCode_AreRefusedWhereverTheyMeet()
    {
        Schema square = new([new("side", SlotType.Float64)], "Square", typeCode: 0x86);
        Schema both = new([new("list", SlotType.ListOf(SlotType.Struct(Animal.Schema))), new("square", SlotType.Struct(square))], "Both");
        using var folder = new TemporaryFolder();

        Assert.That(() => TypeRegistry.FromSchema(both), Throws.ArgumentException.With.Message.Contains("Square").And.Message.Contains("Animal"));
        Assert.That(() => MappedArray.CreateBuilder(folder["both.sbuf"], both), Throws.ArgumentException);
        Assert.That(folder.FileNames, Is.Empty);
        Assert.That(() => new Schema([new("a", SlotType.Bool)], typeCode: 0x20), Throws.ArgumentException.With.Message.Contains("0x80 to 0xff"));
        using var pool = new SharedObjectPool();
        pool.Add<Animal>(s_dog);
        Assert.That(() => pool.Add(square, 1.5), Throws.ArgumentException);
    }

    /// <summary>Knows the birds that it may hold.</summary>
    [SharedStruct(KnownTypes = [typeof(Bird)])]
    public sealed partial class Zoo
    {
        public List<Animal> Animals { get; set; } = [];

        public Animal? Star { get; set; }

        public object? Any { get; set; }
    }

    /// <summary>Knows animals only.</summary>
    [SharedStruct]
    public sealed partial class Farm
    {
        public List<Animal> Animals { get; set; } = [];
    }
}
