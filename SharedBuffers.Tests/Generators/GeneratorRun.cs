using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NUnit.Framework;
using SharedBuffers.Generators;
using SharedBuffers.Schemas;

namespace SharedBuffers.Tests.Generators;

/// <summary>Runs the generator over a source text, against the real library.</summary>
internal static class GeneratorRun
{
    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Collections.Immutable;
        using SharedBuffers.Schemas;

        """;

    /// <summary>The sources of these tests document nothing.</summary>
    private const string UndocumentedMember = "CS1591";

    private static readonly CSharpParseOptions s_parseOptions = new(LanguageVersion.Preview, DocumentationMode.Diagnose);

    private static readonly ImmutableArray<MetadataReference> s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => Path.GetFileName(p).StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(p) is "netstandard.dll" or "mscorlib.dll")
            .Append(typeof(Schema).Assembly.Location)
            .Select(p => (MetadataReference)MetadataReference.CreateFromFile(p)),
    ];

    /// <summary>The generator's own diagnostics, with the text that they mark.</summary>
    public static (string Id, string Marked)[] Diagnose(string source)
    {
        CSharpCompilation compilation = Compile(source);
        GeneratorDriver driver = CreateDriver().RunGenerators(compilation);
        string text = compilation.SyntaxTrees.Single().ToString();
        return [.. driver.GetRunResult().Diagnostics.Select(d => (d.Id, text.Substring(d.Location.SourceSpan.Start, d.Location.SourceSpan.Length)))];
    }

    /// <summary>The generated files, after asserting that everything compiles without a warning.</summary>
    /// <param name="source">The source text.</param>
    /// <param name="libraries">Other assemblies that it uses.</param>
    public static IReadOnlyList<string> Generate(string source, params MetadataReference[] libraries) => Build(source, libraries).Files;

    /// <summary>The same, loaded, so that it can be run.</summary>
    public static Assembly GenerateAssembly(string source) => Assembly.Load(Build(source, []).Image);

    /// <summary>The same, as an assembly that another source can use.</summary>
    public static MetadataReference GenerateLibrary(string name, string source) => MetadataReference.CreateFromImage(Build(source, [], name).Image);

    private static (IReadOnlyList<string> Files, byte[] Image) Build(string source, MetadataReference[] libraries, string name = "Generated")
    {
        CSharpCompilation compilation = Compile(source).AddReferences(libraries).WithAssemblyName(name);
        GeneratorDriver driver = CreateDriver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out ImmutableArray<Diagnostic> reported);
        Assert.That(reported, Is.Empty);
        using var assembly = new MemoryStream();
        IEnumerable<Diagnostic> problems = output.Emit(assembly).Diagnostics
            .Where(d => d.Severity >= DiagnosticSeverity.Warning && d.Id != UndocumentedMember);
        string[] generated = [.. driver.GetRunResult().GeneratedTrees.Select(t => t.ToString())];
        Assert.That(problems, Is.Empty, string.Join('\n', generated));
        return (generated, assembly.ToArray());
    }

    public static CSharpCompilation Compile(string source) => CSharpCompilation.Create(
        "Generated",
        [CSharpSyntaxTree.ParseText(Usings + source, s_parseOptions, "Source.cs", Encoding.UTF8)],
        s_references,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    public static GeneratorDriver CreateDriver() => CSharpGeneratorDriver.Create(
        [new SharedStructGenerator().AsSourceGenerator()],
        parseOptions: s_parseOptions,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
}
