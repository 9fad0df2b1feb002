using NUnit.Framework;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Generators;

/// <summary>
/// The generated text of representative types, so that a change of the generator is seen for what it does to users' code. The test never writes the snapshot: when a change is
/// meant, copy the text that the failure names.
/// </summary>
[TestFixture]
public sealed class SnapshotTests
{
    private const string Source = """
        namespace Shop;

        public enum Colour : byte { Red, Green }

        [SharedStruct, TypeCode(0x81)]
        public partial record Product(string Sku, Colour Colour)
        {
            public double? Price { get; set; }
            [Slot("sizes", OmitWhenDefault = true)] public List<int>? Sizes { get; init; }
            public required HashSet<string> Tags { get; set; }
            public Product? Successor { get; set; }
            public bool IsActive;
            [SlotIgnore] public int Cached { get; set; }
        }
        """;

    /// <summary>A member of every kind that the generator treats in its own way.</summary>
    private const string EveryKind = """
        namespace Shop;

        public enum Colour : byte { Red, Green }

        [SharedStruct, TypeCode(0x80)]
        public partial struct Point { public int X; }

        public sealed class UriText : ISlotConverter<Uri, string>
        {
            public static string ToStored(Uri value) => value.OriginalString;
            public static Uri FromStored(string stored) => new(stored);
        }

        [SharedStruct(Name = "everything", Alignment = 4, Writable = true, KnownTypes = new[] { typeof(Point) }), TypeCode(0x81)]
        public sealed partial class Everything
        {
            public long Number;
            public bool? Flag { get; set; }
            public char Letter { get; set; }
            public Colour? Colour { get; set; }
            public Half Half { get; set; }
            public TimeSpan? Span { get; set; }
            public string Text { get; set; } = "";
            public byte[]? Bytes { get; set; }
            public ReadOnlyMemory<byte> Raw { get; set; }
            public decimal? Price { get; set; }
            public Guid Id { get; set; }
            public System.Numerics.Complex Wave { get; set; }
            public System.Numerics.BigInteger Big { get; set; }
            public UInt128? Wide { get; set; }
            public SharedBuffers.Values.BigDecimal Exact { get; set; }
            public DateOnly Day { get; set; }
            public DateTime At { get; set; }
            public DateTimeOffset? There { get; set; }
            public object? Any { get; set; }
            public Point Inside { get; set; }
            public Everything? Next { get; set; }
            public List<string?> Names { get; set; } = [];
            public ImmutableArray<short> Shorts { get; set; }
            public IReadOnlySet<int> Set { get; init; } = new HashSet<int>();
            public List<List<Point>> Points { get; set; } = [];
            public Dictionary<string, List<decimal>> Map { get; set; } = [];
            public SortedDictionary<(int, string), Guid?> Sorted { get; set; } = [];
            public (int Number, string? Text) Pair { get; set; }
            public int[,] Matrix { get; set; } = new int[0, 0];
            public SharedBuffers.Values.NdArray? Array { get; set; }
            [SlotConverter(typeof(UriText))] public Uri? Address { get; set; }
            [Slot("left out", OmitWhenDefault = true)] public required double Omitted { get; set; }
            [Slot] private int _hidden = 7;
            [SlotIgnore] public int Ignored { get; set; }
        }
        """;

    [TestCase("Product", Source)]
    [TestCase("Everything", EveryKind)]
    public void Generate_RepresentativeType_EqualsTheSnapshot(string type, string source)
    {
        string generated = GeneratorRun.Generate(source)[^1];
        string file = type + ".g.cs.txt";
        string path = RepositoryRoot.Combine("SharedBuffers.Tests", "Generators", "Snapshots", file);
        string snapshot = File.Exists(path) ? File.ReadAllText(path) : "";
        string actual = Path.Combine(Path.GetTempPath(), file);
        if (generated != snapshot)
        {
            File.WriteAllText(actual, generated);
        }

        Assert.That(generated, Is.EqualTo(snapshot), $"The generated text is in {actual}.");
    }

    [TestCase("[SharedStruct] partial struct Point { public int X; }")]
    [TestCase("namespace A.B; public partial class Outer { internal partial struct Middle { [SharedStruct] private partial class Inner { public string? @class; } } }")]
    [TestCase("[SharedStruct] public partial class @event { public int @int; public string @string = \"\"; public int value; public int context; public int writer; }")]
    [TestCase("[SharedStruct] public partial record Base { public int A { get; init; } } [SharedStruct] public partial record Derived : Base { public int B { get; init; } }")]
    [TestCase("[SharedStruct] public partial class Wide { public required int Id { get; init; } public readonly int Fixed; public int Get => Id; }")]
    [TestCase("[SharedStruct] public partial class Locals { public string? walk; public List<string>? result; public int value; [SlotConverter(typeof(C))] public string[]? e0; } public class C : ISlotConverter<string[], List<string>> { public static List<string> ToStored(string[] value) => [.. value]; public static string[] FromStored(List<string> stored) => [.. stored]; }")]
    [TestCase("public partial class Part { } [SharedStruct] public partial class Part { public int Sku; public int sku; public int SKU; }")]
    [TestCase("[SharedStruct] public partial class Own { public int X; partial struct View { public int Twice => X * 2; } }")]
    [TestCase("[SharedStruct] public partial class Made { public int X { get; } public string? Y { get; } private Made(string? y, int x) { X = x; Y = y; } }")]
    [TestCase("[SharedStruct] public partial class Hidden { private enum Kind : byte { A } [Slot] private Kind _kind; [Slot] protected int P; [Slot] internal int I; }")]
    [TestCase("#nullable disable\n[SharedStruct] public partial class Old { public string S; public List<string> L; public int? N; }")]
    [TestCase("[SharedStruct(Name = \"x\\\"y\\u0000\")] public partial class Odd { [Slot(\"a \\\"b\\\" \\\\ \\n é\")] public int Field; }")]
    [TestCase("[SharedStruct] public partial class SKU { public int A; } [SharedStruct] public partial class Sku { public int A; } [SharedStruct] public partial class sKU { public int A; } [SharedStruct] public partial class \u01C4x { public int A; } [SharedStruct] public partial class \u01C5x { public int A; }")]
    [TestCase("[SharedStruct] public partial class Order { public int A; } [SharedStruct] public partial class order1 { public int A; } namespace shop { [SharedStruct] public partial class Item { public int A; } } namespace Shop { [SharedStruct] public partial class Item { public int A; } [SharedStruct] public partial class item { public int A; } }")]
    [TestCase("[SharedStruct] public partial class Nested { public List<List<List<List<List<List<List<int[]>>>>>>>? A; public Dictionary<int, List<List<List<List<List<List<int[]>>>>>>>? B; }")]
    [TestCase("[SharedStruct] public partial class Required { public required string Name { get; init; } public int Id { get; } public Required(string name, int id) { Name = name; Id = id; } }")]
    [TestCase("[SharedStruct] public partial class Set { public required string Name { get; init; } public int Id { get; } [System.Diagnostics.CodeAnalysis.SetsRequiredMembers] public Set(string name, int id) { Name = name; Id = id; } }")]
    [TestCase("[SharedStruct] public partial class Parameters { public int X { get; set; } public int Y { get; } public Parameters(in int y) { Y = y; } public Parameters(ref int x, out int y) { Y = y = x; } }")]
    [TestCase("[SharedStruct] public partial class Aged { [Obsolete(\"old\")] public int X { get; set; } [Obsolete] public string? Y; [Obsolete] public List<Older>? Z { get; set; } } [Obsolete, SharedStruct, TypeCode(0x80)] public partial class Older { public int A; }")]
    [TestCase("[SharedStruct] public partial class Element { public double Weight { get; set; } public double AtomicWeight { get; set; } }")]
    [TestCase("[SharedStruct(Writable = true)] public partial class Element { public string? Weight { get; set; } public double AtomicWeight { get; set; } }")]
    [TestCase("namespace @event.@class; [SharedStruct] public partial class @struct { public @struct? @int; [SharedStruct] public partial record struct @record(int @params); public @record R; }")]
    [TestCase("public class Base { public virtual int X { get; set; } public virtual int Y { get; set; } public virtual int Z { get; set; } } [SharedStruct] public partial class Derived : Base { [SlotIgnore] public override int X { get; set; } public override int Y { get => 1; } private new int Z() => 1; public int W { get; set; } }")]
    [TestCase("[SharedStruct] public partial class Product { public int A; } [SharedStruct] public partial class product1 { public Product? Product; public product1? product; }")]
    [TestCase("public class Base<T> { public T? Value { get; set; } public List<T>? Values; } [SharedStruct] public partial class Derived : Base<int> { public int X; } [SharedStruct] public partial class Other : Base<string> { public int X; }")]
    [TestCase("[SharedStruct, TypeCode(0x80)] public readonly partial record struct Point(int X, int Y); [SharedStruct] public partial class Line { public Point Start; public Point? End; public List<Point?>? Points; public Point[] Array = []; public Dictionary<string, Point>? Map; public Point Point { get; set; } }")]
    [TestCase("public partial interface IShapes { [SharedStruct] public partial class Circle { public int R; } } public partial interface IOthers { [SharedStruct] public partial class Circle { public int R; } }")]
    [TestCase("[SharedStruct] public partial class Omitted { [Slot(OmitWhenDefault = true)] public System.Numerics.BigInteger A; [Slot(OmitWhenDefault = true)] public Int128 B; [Slot(OmitWhenDefault = true)] public UInt128 C; [Slot(OmitWhenDefault = true)] public Half D; [Slot(OmitWhenDefault = true)] public (int, string?) E; [Slot(OmitWhenDefault = true)] public ImmutableArray<int> F; [Slot(OmitWhenDefault = true)] public Guid G; [Slot(OmitWhenDefault = true)] public DateOnly H; [Slot(OmitWhenDefault = true)] public System.Numerics.Complex I; [Slot(OmitWhenDefault = true)] public SharedBuffers.Values.BigDecimal J; [Slot(OmitWhenDefault = true)] public ReadOnlyMemory<byte> K; [Slot(OmitWhenDefault = true)] public int[,]? L; [Slot(OmitWhenDefault = true)] public TimeSpan M; [Slot(OmitWhenDefault = true)] public char N; [Slot(OmitWhenDefault = true)] public DayOfWeek O; [Slot(OmitWhenDefault = true)] public bool P; [Slot(OmitWhenDefault = true)] public DateTimeOffset Q; [Slot(OmitWhenDefault = true)] public int? R; }")]
    [TestCase("[SharedStruct] public partial struct Own { public int X; public Own() { X = 3; } } [SharedStruct] public partial struct Fixed { public readonly int X; public Fixed(int x) { X = x; } }")]
    [TestCase("[SharedStruct] public partial class Converted { private sealed class Hidden : ISlotConverter<Version, string> { public static string ToStored(Version v) => v.ToString(); public static Version FromStored(string s) => new(s); } [SlotConverter(typeof(Hidden))] public Version? V; [SlotConverter(typeof(Gen<Uri>))] public Uri U = null!; [SlotConverter(typeof(N))] public TimeOnly? T; [SlotConverter(typeof(N))] public TimeOnly S; [SlotConverter(typeof(P))] public Index I; } public class Gen<T> : ISlotConverter<T, int> { public static int ToStored(T v) => 1; public static T FromStored(int s) => default!; } public class N : ISlotConverter<TimeOnly, long?> { public static long? ToStored(TimeOnly v) => v.Ticks; public static TimeOnly FromStored(long? s) => new(s ?? 0); } public class P : ISlotConverter<Index, Pair> { public static Pair ToStored(Index v) => new() { A = v.Value }; public static Index FromStored(Pair s) => s.A; } [SharedStruct] public partial class Pair { public int A; }")]
    [TestCase("[SharedStruct] public partial class Deep { private class Inner { } [Slot] private protected int A; [Slot] protected internal string? B; public volatile int C; public (int A, string? B, (long, bool) C) D; public List<(int Id, string Name)>? E; public event Action? Changed; public int this[int i] { get => i; set { } } public const int K = 3; public void Raise() => Changed?.Invoke(); }")]
    [TestCase("#nullable disable\n[SharedStruct] public partial class Old { public string S { get; } public List<string> L { get; init; } public required Old Next { get; init; } public Old(string s) { S = s; } [SlotConverter(typeof(C))] public Uri U; [SlotConverter(typeof(C))] public required Uri V; } public class C : ISlotConverter<Uri, string> { public static string ToStored(Uri v) => v.OriginalString; public static Uri FromStored(string s) => new(s); }")]
    [TestCase("[SharedStruct] public partial record Node(int Value, Node? Original) { public Node? Next { get; set; } } [SharedStruct] public partial record Copied { public int V { get; set; } public Copied? Original { get; set; } } [SharedStruct] public sealed partial record Tail(int Value, Node? Original, string T) : Node(Value, Original);")]
    [TestCase("[SharedStruct] public partial class Taken { public int SharedStructSchemaX; public int reference; public int Value; public int left; public int obj; public int other; public int ticks; public int set; public int nulls; public int position; public int Reference2; public TimeSpan? Ticks; }")]
    [TestCase("public partial class Part { public int B { get; set; } } [SharedStruct(Writable = true)] public partial class Part { public int A; } public partial class Part { public bool C { get; set; } partial struct View { public int Sum => A + B; } }")]
    [TestCase("public interface INamed { int Id { get; } string Name => \"x\"; } [SharedStruct] public partial class Named : INamed { public int Id { get; set; } int INamed.Id => Id; public partial struct View : INamed { } }")]
    public void Generate_UnusualButValidTypes_CompileWithoutWarnings(string source)
    {
        Assert.That(GeneratorRun.Generate(source), Has.All.Contains("public static").And.All.Contains("Schema"));
    }
}
