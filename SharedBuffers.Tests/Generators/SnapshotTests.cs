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

    [Test]
    public void Generate_RepresentativeRecord_EqualsTheSnapshot()
    {
        string generated = GeneratorRun.Generate(Source).Single();
        string snapshot = File.ReadAllText(RepositoryRoot.Combine("SharedBuffers.Tests", "Generators", "Snapshots", "Product.g.cs.txt"));
        string actual = Path.Combine(Path.GetTempPath(), "Product.g.cs.txt");
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
