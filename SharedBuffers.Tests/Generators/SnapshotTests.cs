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
    public void Generate_UnusualButValidTypes_CompileWithoutWarnings(string source)
    {
        Assert.That(GeneratorRun.Generate(source), Has.All.Contains("public static").And.All.Contains("Schema"));
    }
}
