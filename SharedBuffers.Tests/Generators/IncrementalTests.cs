using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NUnit.Framework;
using SharedBuffers.Generators;

namespace SharedBuffers.Tests.Generators;

/// <summary>Typing elsewhere in the project must not make the generator write again.</summary>
[TestFixture]
public sealed class IncrementalTests
{
    private const string Source = """
        [SharedStruct] public partial class Product { public int Id; public double? Price; }
        [SharedStruct] public partial struct Point { public float X; }
        """;

    [Test]
    public void Run_UnrelatedFileAdded_KeepsEveryModelAndOutput()
    {
        CSharpCompilation compilation = GeneratorRun.Compile(Source);
        GeneratorDriver driver = GeneratorRun.CreateDriver().RunGenerators(compilation);
        CSharpCompilation edited = compilation.AddSyntaxTrees(
            CSharpSyntaxTree.ParseText("class Unrelated { }", (CSharpParseOptions)compilation.SyntaxTrees[0].Options));
        GeneratorRunResult result = driver.RunGenerators(edited).GetRunResult().Results.Single();

        Assert.That(Reasons(result.TrackedSteps[SharedStructGenerator.ModelStep]), Is.EqualTo(Unchanged(2)));
        Assert.That(result.TrackedOutputSteps.SelectMany(s => Reasons(s.Value)), Has.All.EqualTo(IncrementalStepRunReason.Cached));
    }

    [Test]
    public void Run_BodyOfTheTypesOwnFileEdited_KeepsEveryModel()
    {
        CSharpCompilation compilation = GeneratorRun.Compile(Source);
        GeneratorDriver driver = GeneratorRun.CreateDriver().RunGenerators(compilation);
        CSharpCompilation edited = compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[0], GeneratorRun.Compile("// comment\n" + Source).SyntaxTrees[0]);
        GeneratorRunResult result = driver.RunGenerators(edited).GetRunResult().Results.Single();

        Assert.That(Reasons(result.TrackedSteps[SharedStructGenerator.ParseStep]), Is.EqualTo(Unchanged(2)));
    }

    [Test]
    public void Run_OneTypeEdited_ChangesOnlyItsModel()
    {
        CSharpCompilation compilation = GeneratorRun.Compile(Source);
        GeneratorDriver driver = GeneratorRun.CreateDriver().RunGenerators(compilation);
        CSharpCompilation edited = compilation.ReplaceSyntaxTree(
            compilation.SyntaxTrees[0],
            GeneratorRun.Compile(Source.Replace("float X", "float X, Y", StringComparison.Ordinal)).SyntaxTrees[0]);
        GeneratorRunResult result = driver.RunGenerators(edited).GetRunResult().Results.Single();

        Assert.That(
            Reasons(result.TrackedSteps[SharedStructGenerator.ModelStep]),
            Is.EqualTo([IncrementalStepRunReason.Cached, IncrementalStepRunReason.Modified]));
    }

    /// <summary>Why each output of a step is what it is; computed again and equal ("unchanged") counts as kept.</summary>
    private static IEnumerable<IncrementalStepRunReason> Reasons(IEnumerable<IncrementalGeneratorRunStep> steps) =>
        steps.SelectMany(s => s.Outputs).Select(o => o.Reason).Select(r => r == IncrementalStepRunReason.Unchanged ? IncrementalStepRunReason.Cached : r);

    private static IEnumerable<IncrementalStepRunReason> Unchanged(int count) => Enumerable.Repeat(IncrementalStepRunReason.Cached, count);
}
