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
        GeneratorRunResult result = RunWithOneTypeEdited();

        Assert.That(
            Reasons(result.TrackedSteps[SharedStructGenerator.ModelStep]),
            Is.EqualTo([IncrementalStepRunReason.Cached, IncrementalStepRunReason.Modified]));
    }

    [Test]
    public void Run_OneTypeEdited_WritesOnlyItsFile()
    {
        GeneratorRunResult result = RunWithOneTypeEdited();

        Assert.That(Reasons(result.TrackedSteps[SharedStructGenerator.NamesStep]), Is.EqualTo(Unchanged(1)));
        Assert.That(
            result.TrackedOutputSteps.SelectMany(s => Reasons(s.Value)).Where(r => r != IncrementalStepRunReason.Cached),
            Is.EqualTo([IncrementalStepRunReason.Modified]));
    }

    /// <summary>A model that holds a symbol keeps a whole compilation alive, and is never equal to the next one's.</summary>
    [Test]
    public void Steps_OfTypesAndOfMistakes_HoldNothingOfTheCompilation()
    {
        GeneratorRunResult result = GeneratorRun.CreateDriver().RunGenerators(GeneratorRun.Compile(Source + "[SharedStruct] public class Wrong { public Action? A; }")).GetRunResult().Results.Single();
        object[] outputs = [.. new[] { SharedStructGenerator.ParseStep, SharedStructGenerator.ModelStep }.SelectMany(step => result.TrackedSteps[step]).SelectMany(s => s.Outputs).Select(o => o.Value)];

        Assert.That(outputs, Has.Length.EqualTo(5), "three types parsed, two models");
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (object output in outputs)
        {
            Visit(output, seen);
        }

        Assert.That(seen, Has.Count.GreaterThan(20));
    }

    private static GeneratorRunResult RunWithOneTypeEdited()
    {
        CSharpCompilation compilation = GeneratorRun.Compile(Source);
        GeneratorDriver driver = GeneratorRun.CreateDriver().RunGenerators(compilation);
        CSharpCompilation edited = compilation.ReplaceSyntaxTree(
            compilation.SyntaxTrees[0],
            GeneratorRun.Compile(Source.Replace("float X", "float X, Y", StringComparison.Ordinal)).SyntaxTrees[0]);
        return driver.RunGenerators(edited).GetRunResult().Results.Single();
    }

    private static void Visit(object? value, HashSet<object> seen)
    {
        if (value is null or string || value.GetType().IsPrimitive || value.GetType().IsEnum || !seen.Add(value))
        {
            return;
        }

        Assert.That(value, Is.Not.InstanceOf<ISymbol>().And.Not.InstanceOf<SyntaxNode>().And.Not.InstanceOf<SyntaxTree>().And.Not.InstanceOf<Compilation>().And.Not.InstanceOf<SemanticModel>());
        if (value is System.Collections.IEnumerable elements)
        {
            foreach (object? element in elements)
            {
                Visit(element, seen);
            }

            return;
        }

        // Descriptors are static, and text spans are numbers.
        if (value is not DiagnosticDescriptor && value.GetType().Assembly == typeof(SharedStructGenerator).Assembly)
        {
            foreach (System.Reflection.FieldInfo field in value.GetType().GetFields(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic))
            {
                Visit(field.GetValue(value), seen);
            }
        }
    }

    /// <summary>Why each output of a step is what it is; computed again and equal ("unchanged") counts as kept.</summary>
    private static IEnumerable<IncrementalStepRunReason> Reasons(IEnumerable<IncrementalGeneratorRunStep> steps) =>
        steps.SelectMany(s => s.Outputs).Select(o => o.Reason).Select(r => r == IncrementalStepRunReason.Unchanged ? IncrementalStepRunReason.Cached : r);

    private static IEnumerable<IncrementalStepRunReason> Unchanged(int count) => Enumerable.Repeat(IncrementalStepRunReason.Cached, count);
}
