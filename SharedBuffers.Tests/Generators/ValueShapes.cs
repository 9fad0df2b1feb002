using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Numerics;
using SharedBuffers.Diagnostics;
using SharedBuffers.Schemas;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Generators;

/// <summary>Every type of one value, plain and nullable.</summary>
[SharedStruct]
public sealed partial class Moments
{
    public decimal Price { get; set; }

    public decimal? PriceOrNull { get; set; }

    public DateTime At { get; set; }

    public DateTime? AtOrNull { get; set; }

    public DateTimeOffset There { get; set; }

    public DateTimeOffset? ThereOrNull { get; set; }

    public StoredInstant Stored { get; set; }

    public StoredInstant? StoredOrNull { get; set; }

    public List<StoredInstant?>? StoredList { get; set; }

    public DateOnly Day { get; set; }

    public DateOnly? DayOrNull { get; set; }

    public TimeSpan Span { get; set; }

    public TimeSpan? SpanOrNull { get; set; }

    public Guid Id { get; set; }

    public Guid? IdOrNull { get; set; }

    public Half Small { get; set; }

    public Half? SmallOrNull { get; set; }

    public Complex Wave { get; set; }

    public Complex? WaveOrNull { get; set; }

    public BigInteger Big { get; set; }

    public BigInteger? BigOrNull { get; set; }

    public Int128 Wide { get; set; }

    public UInt128? WideOrNull { get; set; }

    public BigDecimal Exact { get; set; }

    public ReadOnlyMemory<byte> Raw { get; set; }

    public (int Number, string? Text) Pair { get; set; }

    public (double, (DayOfWeek, DateOnly?))? Nested { get; set; }

    [Slot(OmitWhenDefault = true)]
    public decimal Omitted { get; set; }
}

/// <summary>Dictionaries and arrays of several dimensions, and collections of every element type.</summary>
[SharedStruct]
public sealed partial class Tables
{
    public Dictionary<string, int> Counts { get; set; } = [];

    public IReadOnlyDictionary<int, string?> Names { get; set; } = new Dictionary<int, string?>();

    public IDictionary<DayOfWeek, List<string>>? ByDay { get; set; }

    public SortedDictionary<string, double> Sorted { get; set; } = [];

    public ImmutableDictionary<long, OrderLine> Lines { get; set; } = ImmutableDictionary<long, OrderLine>.Empty;

    public FrozenDictionary<(int, string), decimal> Frozen { get; set; } = FrozenDictionary<(int, string), decimal>.Empty;

    public Dictionary<string, Dictionary<string, DateTime>> Deep { get; init; } = [];

    public int[,] Matrix { get; set; } = new int[0, 0];

    public Half[,,]? Cube { get; set; }

    public NdArray? Any { get; set; }

    public List<DayOfWeek> Days { get; set; } = [];

    public HashSet<DayOfWeek> DaySet { get; set; } = [];

    public DayOfWeek?[] DaysOrNull { get; set; } = [];

    public List<decimal> Prices { get; set; } = [];

    public List<DateTime?> Times { get; set; } = [];

    public List<TimeSpan> Spans { get; set; } = [];

    public List<Guid?> Ids { get; set; } = [];

    public List<(string Key, double[] Values)> Pairs { get; set; } = [];

    public HashSet<(int, string)> PairSet { get; set; } = [];

    public List<int[,]> Matrices { get; set; } = [];

    public List<Point3?> Points { get; set; } = [];

    public object? Anything { get; set; }
}

/// <summary>A value with a typecode, for elements and object members.</summary>
[SharedStruct, TypeCode(0x85)]
public readonly partial record struct Point3(float X, float Y, float Z);

/// <summary>A class without setters: only its constructor can make it.</summary>
[SharedStruct(KnownTypes = [typeof(OrderLine), typeof(Point3)])]
public sealed partial class Sealed
{
    private Sealed(string? name, int count)
    {
        Name = name;
        Count = count;
    }

    public Sealed() => Name = "nobody";

    public string? Name { get; }

    public int Count { get; }

    public object? Tag { get; init; }

    public static Sealed Of(string name, int count) => new(name, count);
}

/// <summary>A base type with a typecode; objects of types derived from it are packed as it.</summary>
[SharedStruct, TypeCode(0x86)]
public partial class Animal
{
    public string Name { get; set; } = "";

    public int Legs { get; set; }
}

/// <summary>A derived shared struct: its own schema has the slots of both.</summary>
[SharedStruct, TypeCode(0x87)]
public partial class Bird : Animal
{
    public double Wingspan { get; set; }

    public Bird? Mate { get; set; }
}

/// <summary>An ordinary class, which is packed as its base.</summary>
public sealed class Dog : Animal
{
    public string Owner { get; set; } = "";
}

/// <summary>Behaviour that a class and its view share.</summary>
public interface IShape
{
    double Width { get; }

    double Height { get; }

    int Id { get; }
}

/// <summary>What can be done with any shape. The constraint keeps views from being boxed.</summary>
public static class Shapes
{
    public static double Area<T>(this T shape)
        where T : IShape => shape.Width * shape.Height;
}

[SharedStruct]
public sealed partial class Box : IShape
{
    public int Id { get; set; }

    public double Width { get; set; }

    public double Height { get; set; }

    public readonly partial struct View : IShape
    {
        public bool IsSquare => Width == Height;
    }
}

/// <summary>Types without an encoding of their own, stored by converters.</summary>
[SharedStruct]
public sealed partial class Page
{
    [SlotConverter(typeof(UriText))]
    public required Uri Address { get; set; }

    [SlotConverter(typeof(UriText))]
    public Uri? Next { get; set; }

    [SlotConverter(typeof(TimeTicks))]
    public TimeOnly Opens { get; set; }

    [SlotConverter(typeof(TimeTicks))]
    public TimeOnly? Closes { get; set; }

    [SlotConverter(typeof(VersionParts))]
    public Version? Version { get; set; }
}

public sealed class UriText : ISlotConverter<Uri, string>
{
    public static string ToStored(Uri value) => value.OriginalString;

    public static Uri FromStored(string stored) => new(stored, UriKind.RelativeOrAbsolute);
}

public sealed class TimeTicks : ISlotConverter<TimeOnly, long>
{
    public static long ToStored(TimeOnly value) => value.Ticks;

    public static TimeOnly FromStored(long stored) =>
        (ulong)stored < TimeSpan.TicksPerDay ? new TimeOnly(stored) : throw new CorruptBufferException($"{stored} ticks are no time of day");
}

public sealed class VersionParts : ISlotConverter<Version, int[]>
{
    public static int[] ToStored(Version value) => [value.Major, value.Minor];

    public static Version FromStored(int[] stored) =>
        stored is [>= 0, >= 0] ? new Version(stored[0], stored[1]) : throw new CorruptBufferException("Not a version");
}
