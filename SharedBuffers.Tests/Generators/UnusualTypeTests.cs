using Microsoft.CodeAnalysis;
using NUnit.Framework;

namespace SharedBuffers.Tests.Generators;

/// <summary>Types that the language allows and few people write: what is generated for them compiles without warnings, and has the slots that it should.</summary>
[TestFixture]
public sealed class UnusualTypeTests
{
    /// <param name="slots">Names of the slots in the order of declaration, those of base types first.</param>
    /// <param name="source">The type whose file is the last one generated.</param>
    [TestCase("größe 名前 Ωmega _ __ ñ", "[SharedStruct] public partial class Größe { public int größe; public string? 名前; public double Ωmega; public int _; public int __; public DateOnly ñ; }")]
    [TestCase("this base class var", "[SharedStruct, TypeCode(0x80)] public partial class @object { public int @this; public string? @base; public List<@object>? @class; public @object? var; }")]
    [TestCase("Derived X", "public class Base { public int Derived; } [SharedStruct] public partial class Derived : Base { public int X; }")]
    [TestCase("X", "public interface IMade<T> { static abstract T Make(); static int Count => 0; static virtual int More => 1; } [SharedStruct] public partial class Made : IMade<Made> { public int X; public static Made Make() => new(); public static int More => 2; }")]
    [TestCase("A B C", "[SharedStruct] public partial class Setters { public int A { get; private set; } public int B { get; private init; } public int C { get; protected set; } public int D { private get; set; } public int E { internal get; set; } }")]
    [TestCase("Parent", "public abstract class Base<T> where T : Base<T> { public T? Parent { get; set; } } [SharedStruct] public partial class Child : Base<Child> { }")]
    [TestCase("X Y", "[SharedStruct] public partial class Parts { public partial int X { get; set; } public int Y { get; set => field = value + 1; } } public partial class Parts { private int _x; public partial int X { get => _x; set => _x = value; } }")]
    [TestCase("R", "[SharedStruct] public partial class Refs { private int _r; [Slot] public ref int R => ref _r; public ref readonly int S => ref _r; public Span<byte> T => default; }")]
    [TestCase("Many Named", "[SharedStruct] public partial struct Tuples { public (int, long, string?, bool, double, byte, DateTime, (int, int)?, List<int>?) Many; public ((int Id, string Name) Inner, bool Flag)? Named; }")]
    [TestCase("Wide Small Flags Keys Set Map", "[Flags] public enum Wide : ulong { A = 1UL << 63 } public enum Small : sbyte { A = -1 } [SharedStruct] public partial class Enums { public Wide Wide; public Small? Small; public List<Wide?>? Flags; public Dictionary<Wide, Small>? Keys; public HashSet<Small>? Set; public Dictionary<(Wide, string), List<Small[]>>? Map; }")]
    [TestCase("x y", "[SharedStruct] public partial record Targets([property: Slot(\"x\")] int X) { [field: Slot(\"y\")] public int Y { get; set; } [field: SlotIgnore] public int Z { get; set; } }")]
    [TestCase("B a", "public class Base { [Slot(\"a\")] public virtual int A { get; set; } [SlotIgnore] public virtual int C { get; set; } } [SharedStruct] public partial class Derived : Base { public int B { get; set; } public override int A { get; set; } public override int C { get; set; } }")]
    [TestCase("X", "public class Base { public int X { get; init; } } [SharedStruct] public partial class Derived : Base { [Slot(\"X\")] public new long X { get; set; } }")]
    [TestCase("A B C", "[SharedStruct] public partial class A1 { public int A; } [SharedStruct] public partial class B1 : A1 { public int B; } [SharedStruct] public sealed partial class C1 : B1 { public int C; }")]
    [TestCase("X", "public class Outer<T> { public class Base { public T? X { get; set; } public enum Kind { None } } } [SharedStruct] public partial class Inside : Outer<int>.Base { }")]
    [TestCase("_in", "public partial class Holder { private partial record struct Middle { [SharedStruct] private partial class In { public int X; } [SharedStruct] internal partial class Out { [Slot] private In? _in; public void Set() => _in = new(); } } }")]
    [TestCase("X", "public static partial class Holder { [SharedStruct] internal partial class Static { public int X; } }")]
    [TestCase("X Y", "namespace My.SharedBuffers.Values { public class Schemas { } [SharedStruct] public partial class Values { public int X; public global::SharedBuffers.Values.BigDecimal Y; } }")]
    [TestCase("A B", "[SharedStruct] public partial class Points(int a, string? b) { public int A => a; public string? B { get; } = b; public int C => a * 2; }")]
    [TestCase("A B C", "[SharedStruct] public readonly partial record struct Both(int A, int? B) { public required string C { get; init; } }")]
    [TestCase("A B", "[SharedStruct] public partial class Twice { public required int A { get; init; } public int B { get; } public Twice(int b) => B = b; public Twice(int b, Random random) : this(b) { } private Twice(Twice other) : this(other.B) { } }")]
    [TestCase("Grid Cube Rows Lists", "[SharedStruct] public partial class Shapes { public Half[,]? Grid; public bool[,,]? Cube; public int[][]? Rows; public IList<IReadOnlyList<ICollection<byte[]>>>? Lists; }")]
    [TestCase("Any List Map Tuple", "[SharedStruct] public partial class Anything { public object? Any; public List<object?>? List; public Dictionary<object, object?>? Map; public (object?, object) Tuple; }")]
    [TestCase("X", "public class Base { public static int Schema => 1; public class View { } public void Pack() { } [SlotIgnore] public int OnPacked; protected int ToDerived() => 1; } [SharedStruct] public partial class Derived : Base { public int X; }")]
    [TestCase("Inner Record Maybe", "[SharedStruct] public partial struct Plain { public int X; } [SharedStruct] public partial record struct Rec(int X); [SharedStruct] public partial class Outer { [Slot(OmitWhenDefault = true)] public Plain Inner; [Slot(OmitWhenDefault = true)] public Rec Record { get; init; } [Slot(OmitWhenDefault = true)] public Rec? Maybe; }")]
    [TestCase("Any Given List Array Map", "[SharedStruct] public partial class Anything { public object Any = 1; public required object Given { get; init; } public List<object> List = []; public object[] Array { get; set; } = []; public Dictionary<int, object> Map { get; init; } = []; }")]
    [TestCase("P", "[SharedStruct] public partial class Plain { public int P { get; set; } public const int K = 1; public static int S; public static int T { get; set; } public event Action? E; public int this[int i] { get => i; set { } } public void M() => E?.Invoke(); public class Inner { public int X; } public enum Kind { A } }")]
    public void Generate_UnusualType_HasItsSlotsAndCompiles(string slots, string source)
    {
        string file = GeneratorRun.Generate(source)[^1];

        Assert.That(SlotsOf(file), Is.EqualTo(slots.Split(' ')));
    }

    [TestCase("protected", "P X")]
    [TestCase("protected internal", "P X")]
    [TestCase("public", "P X")]
    public void Generate_BaseInAnotherAssembly_HasItsSlotsToo(string accessibility, string slots)
    {
        MetadataReference library = GeneratorRun.GenerateLibrary(
            "Library",
            $"[SharedStruct, TypeCode(0x80)] public partial class Base {{ [Slot] {accessibility} int P {{ get; set; }} internal int I {{ get; set; }} public int R {{ get; private protected set; }} private int _p; public int Sum => _p++; }}");
        string file = GeneratorRun.Generate("[SharedStruct, TypeCode(0x81)] public partial class Derived : Base { public int X; } [SharedStruct] public partial class Holder { public Base? B; public List<Derived>? D; }", library)
            [0];

        Assert.That(SlotsOf(file), Is.EqualTo(slots.Split(' ')));
    }

    [TestCase("unsafe public partial struct Product { public fixed byte What[8]; }", "SBUF006")]
    [TestCase("public partial class Product { public nint What; }", "SBUF006")]
    [TestCase("public partial class Product { public Span<int> What { get => default; set { } } }", "SBUF006")]
    [TestCase("public partial class Product { public List<dynamic>? What; }", "SBUF006")]
    [TestCase("public partial class Product { public Numbers? What; } public class Numbers : List<int> { }", "SBUF006")]
    [TestCase("public partial class Product { public Nullable<(int, Random)> What; }", "SBUF006")]
    [TestCase("public partial class Product { [SlotConverter(null!)] public int What; }", "SBUF017")]
    [TestCase("public partial class Product { [SlotConverter(typeof(List<>))] public int What; }", "SBUF017")]
    public void Generate_MemberThatCannotBeStored_IsReportedWhereItStands(string source, string id) =>
        Assert.That(GeneratorRun.Diagnose("[SharedStruct] " + source), Is.EqualTo(new[] { (id, "What") }));

    /// <summary>The names in the list that the generated schema is made of.</summary>
    private static IEnumerable<string> SlotsOf(string file)
    {
        const string Start = "new(\"";
        return file.Split('\n')
            .Select(line => line.TrimStart())
            .Where(line => line.StartsWith(Start, StringComparison.Ordinal) && line.Contains("SlotType.", StringComparison.Ordinal))
            .Select(line => line[Start.Length..line.IndexOf('"', Start.Length)]);
    }
}
