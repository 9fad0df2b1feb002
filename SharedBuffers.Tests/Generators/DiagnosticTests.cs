using NUnit.Framework;
using SharedBuffers.Generators;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Generators;

/// <summary>One test for each diagnostic: it is reported once, for the one mistake, where the mistake is.</summary>
[TestFixture]
public sealed class DiagnosticTests
{
    [Test]
    public void SBUF001_TypeNotPartial_IsReported() =>
        AssertOne("[SharedStruct] public class Product { public int Id; }", "SBUF001", "Product");

    [Test]
    public void SBUF001_ContainerNotPartial_IsReported() =>
        AssertOne("public class Shop { [SharedStruct] public partial class Product { public int Id; } }", "SBUF001", "Product");

    [Test]
    public void SBUF002_GenericType_IsReported() =>
        AssertOne("[SharedStruct] public partial class Product<T> { public int Id; }", "SBUF002", "Product");

    [Test]
    public void SBUF002_GenericContainer_IsReported() =>
        AssertOne("public partial class Shop<T> { [SharedStruct] public partial class Product { public int Id; } }", "SBUF002", "Product");

    [Test]
    public void SBUF003_NoMember_IsReported() =>
        AssertOne("[SharedStruct] public partial class Product { private int _id; public int Twice => _id * 2; }", "SBUF003", "Product");

    [Test]
    public void SBUF004_SixtyFiveMembers_IsReported()
    {
        string members = string.Concat(Enumerable.Range(0, 65).Select(i => $"public int M{i};"));
        AssertOne($"[SharedStruct] public partial class Product {{ {members} }}", "SBUF004", "Product");
    }

    [Test]
    public void SBUF005_TwoSlotsOfOneName_IsReported() =>
        AssertOne("[SharedStruct] public partial class Product { public int Id; [Slot(\"Id\")] public int Number; }", "SBUF005", "Product");

    [TestCase("Action")]
    [TestCase("int[,,,,]")]
    [TestCase("string[,]")]
    [TestCase("List<System.Numerics.BigInteger>")]
    [TestCase("Stack<int>")]
    [TestCase("IntPtr")]
    [TestCase("Random")]
    [TestCase("dynamic")]
    [TestCase("List<List<List<List<List<List<List<List<List<int>>>>>>>>>")]
    public void SBUF006_UnsupportedType_IsReported(string type) =>
        AssertOne($"[SharedStruct] public partial class Product {{ public int Id; public {type} What; }}", "SBUF006", "What");

    [TestCase(0)]
    [TestCase(3)]
    [TestCase(32)]
    public void SBUF007_WrongAlignment_IsReported(int alignment) =>
        AssertOne($"[SharedStruct(Alignment = {alignment})] public partial class Product {{ public int Id; }}", "SBUF007", "Product");

    [TestCase("0x00")]
    [TestCase("0x42")]
    [TestCase("0x7f")]
    public void SBUF008_TypeCodeOfTheFormat_IsReported(string code) =>
        AssertOne($"[SharedStruct, TypeCode({code})] public partial class Product {{ public int Id; }}", "SBUF008", "Product");

    [TestCase("public int View;", "View")]
    [TestCase("public int Schema;", "Schema")]
    [TestCase("public int Id; public void Pack() { }", "Pack")]
    [TestCase("public int Reference;", "Reference")]
    [TestCase("public int Price; public bool HasPrice;", "HasPrice")]
    [TestCase("public int ToProduct;", "ToProduct")]
    [TestCase("public int AllSlots;", "AllSlots")]
    [TestCase("[Slot] private int _reference;", "_reference")]
    [TestCase("public int SharedStructSchema;", "SharedStructSchema")]
    [TestCase("public int OnPacked;", "OnPacked")]
    public void SBUF009_NameOfGeneratedMember_IsReported(string members, string marked) =>
        AssertOne($"[SharedStruct] public partial class Product {{ {members} }}", "SBUF009", marked);

    [TestCase("View")]
    [TestCase("Schema")]
    [TestCase("SharedStructSchema")]
    public void SBUF009_TypeNamedAsAGeneratedMember_IsReported(string name) =>
        AssertOne($"[SharedStruct] public partial class {name} {{ public int Id; }}", "SBUF009", name);

    [Test]
    public void SBUF010_ConstructorWithOtherParameters_IsReported() =>
        AssertOne("[SharedStruct] public partial class Product { public int Id; public Product(Random random) { Id = random.Next(); } }", "SBUF010", "Product");

    [TestCase("List<Line>")]
    [TestCase("Line[]")]
    public void SBUF011_ElementStructWithoutTypeCode_IsReported(string type) => AssertOne(
        $"[SharedStruct] public partial class Line {{ public int Id; }} [SharedStruct] public partial class Order {{ public int Id; public {type} Lines; }}", "SBUF011", "Lines");

    [TestCase("static class", "static")]
    [TestCase("abstract class", "abstract")]
    [TestCase("ref struct", "ref")]
    public void SBUF012_TypeThatCannotBeStored_IsReported(string kind, string because)
    {
        string[] words = kind.Split(' ');
        string declaration = $"[SharedStruct] public {words[0]} partial {words[1]} Product {{ public {(because == "static" ? "static " : string.Empty)}int Id; }}";
        AssertOne(declaration, "SBUF012", "Product");
    }

    [Test]
    public void SBUF012_FileLocalType_IsReported() =>
        AssertOne("[SharedStruct] file partial class Product { public int Id; }", "SBUF012", "Product");

    [Test]
    public void SBUF013_SlotAndIgnore_IsReported() =>
        AssertOne("[SharedStruct] public partial class Product { public int Id; [Slot, SlotIgnore] public int Both; }", "SBUF013", "Both");

    [TestCase("[Slot] public static int S;", "S")]
    [TestCase("[Slot] public int W { set { } }", "W")]
    [TestCase("[Slot] int INumbered.Number { get; set; }", "Number")]
    public void SBUF014_MemberThatCannotBeASlot_IsReported(string member, string marked) =>
        AssertOne($"public interface INumbered {{ int Number {{ get; set; }} }} [SharedStruct] public partial class Product : INumbered {{ public int Number {{ get; set; }} {member} }}", "SBUF014", marked);

    [Test]
    public void SBUF015_LoneSurrogateInName_IsReported() =>
        AssertOne("[SharedStruct] public partial class Product { public int Id; [Slot(\"a\\uD800\")] public int X; }", "SBUF015", "X");

    [TestCase("[SharedStruct] public partial class Other { public int Id; }")]
    [TestCase("public class Other { }")]
    public void SBUF016_KnownTypeWithoutTypeCode_IsReported(string other) =>
        AssertOne($"[SharedStruct(KnownTypes = new[] {{ typeof(Other) }})] public partial class Product {{ public int Id; }} {other}", "SBUF016", "Product");

    [TestCase("public class C { public static string ToStored(Uri v) => v.ToString(); public static Uri FromStored(string s) => new(s); }")]
    [TestCase("public class C : ISlotConverter<Version, string> { public static string ToStored(Version v) => \"\"; public static Version FromStored(string s) => new(s); }")]
    public void SBUF017_WrongConverter_IsReported(string converter) =>
        AssertOne(converter + " [SharedStruct] public partial class Product { [SlotConverter(typeof(C))] public Uri? Where; }", "SBUF017", "Where");

    [TestCase("HashSet<Guid>")]
    [TestCase("Dictionary<decimal, int>")]
    [TestCase("HashSet<List<int>>")]
    [TestCase("HashSet<Line>")]
    [TestCase("List<HashSet<(int, DateTime)>>")]
    public void SBUF018_ElementWithoutHash_IsReported(string type) => AssertOne(
        $"[SharedStruct, TypeCode(0x80)] public partial class Line {{ public int Id; }} [SharedStruct] public partial class Product {{ public {type} What; }}", "SBUF018", "What");

    [Test]
    public void SBUF019_KnownTypesWithOneCode_IsReported() => AssertOne(
        "[SharedStruct, TypeCode(0x80)] public partial class A { public int I; } [SharedStruct, TypeCode(0x80)] public partial class B { public int I; } "
        + "[SharedStruct(KnownTypes = new[] { typeof(A), typeof(B) })] public partial class Product { public object? X; }",
        "SBUF019",
        "Product");

    [Test]
    public void SBUF019_DerivedTypeWithTheCodeOfItsBase_IsReported() => AssertOne(
        "[SharedStruct, TypeCode(0x80)] public partial class A { public int I; } [SharedStruct, TypeCode(0x80)] public partial class Derived : A { public int J; }",
        "SBUF019",
        "Derived");

    [Test]
    public void Descriptors_EveryOne_HasAPageAndATest()
    {
        string[] ids = [.. Descriptors().Select(d => d.Id)];
        string tests = File.ReadAllText(RepositoryRoot.Combine("SharedBuffers.Tests", "Generators", "DiagnosticTests.cs"));

        Assert.That(ids, Is.Unique);
        Assert.That(ids.Where(id => !File.Exists(RepositoryRoot.Combine("docs", "diagnostics", id + ".md"))), Is.Empty);
        Assert.That(ids.Where(id => !tests.Contains($"void {id}_", StringComparison.Ordinal)), Is.Empty);
    }

    /// <summary>An editor opens a help link as an address: a path within this repository would lead nowhere.</summary>
    [Test]
    public void Descriptors_EveryOne_NamesItsPageAndLinksNowhere()
    {
        Assert.That(Descriptors().Where(d => d.HelpLinkUri.Length > 0), Is.Empty);
        Assert.That(Descriptors().Where(d => !d.Description.ToString().Contains($"docs/diagnostics/{d.Id}.md", StringComparison.Ordinal)), Is.Empty);
    }

    private static IEnumerable<Microsoft.CodeAnalysis.DiagnosticDescriptor> Descriptors() =>
        typeof(DiagnosticDescriptors).GetFields().Select(f => (Microsoft.CodeAnalysis.DiagnosticDescriptor)f.GetValue(null)!);

    private static void AssertOne(string source, string id, string marked)
    {
        (string Id, string Marked)[] found = GeneratorRun.Diagnose(source);

        Assert.That(found, Is.EqualTo(new[] { (id, marked) }));
    }
}
