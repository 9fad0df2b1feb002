using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SharedBuffers.Generators;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Docs;

/// <summary>The C# blocks of a page that belong together, as one program: what a reader gets who pastes them into a new console project with implicit usings.</summary>
internal sealed class DocProgram(IReadOnlyList<CodeBlock> blocks, string? expectedOutput)
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly CSharpParseOptions s_parseOptions = new(LanguageVersion.Latest);
    private static readonly MetadataReference[] s_references = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator).Where(path => path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)).Select(path => MetadataReference.CreateFromFile(path))];

    public bool CompileOnly { get; } = blocks.Any(block => block.Directive == CodeBlock.CompileOnly);

    /// <summary>What the page says that the program prints, or null.</summary>
    public string? ExpectedOutput { get; } = expectedOutput;

    /// <summary>The programs of all pages but those of diagnostics, in their order.</summary>
    public static IEnumerable<DocProgram> All()
    {
        foreach (MarkdownPage page in MarkdownPage.All.Where(page => !page.Name.StartsWith("docs/diagnostics/", StringComparison.Ordinal)))
        {
            var blocks = new List<CodeBlock>();
            foreach (CodeBlock block in page.Blocks)
            {
                if (block.Directive == CodeBlock.Prints && blocks.Count > 0)
                {
                    yield return new DocProgram([.. blocks], block.Text);
                    blocks.Clear();
                }
                else if (block.IsCSharp && block.Directive != CodeBlock.Illustration)
                {
                    if (blocks.Count > 0 && block.Directive != CodeBlock.Continues)
                    {
                        yield return new DocProgram([.. blocks], null);
                        blocks.Clear();
                    }

                    blocks.Add(block);
                }
            }

            if (blocks.Count > 0)
            {
                yield return new DocProgram([.. blocks], null);
            }
        }
    }

    public override string ToString() => blocks[0].ToString();

    /// <summary>Compiles the program with the generator; errors carry file and line of the page.</summary>
    public (byte[]? Image, IReadOnlyList<string> Errors) Compile()
    {
        using var image = new MemoryStream();
        string[] errors = [.. Compile(Arrange(), "", OutputKind.ConsoleApplication, NullableContextOptions.Enable, image)
            .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)
            .Select(diagnostic => (Place: diagnostic.Location.GetMappedLineSpan(), diagnostic))
            .Select(entry => $"{entry.Place.Path}:{entry.Place.StartLinePosition.Line + 1}: {entry.diagnostic.Id}: {entry.diagnostic.GetMessage()}")
            .Distinct()];
        return (errors.Length == 0 ? image.ToArray() : null, errors);
    }

    /// <summary>Compiles source with the generator.</summary>
    public static IReadOnlyList<Diagnostic> Compile(string source, string usings, OutputKind kind, NullableContextOptions nullable, Stream? image = null)
    {
        SyntaxTree[] trees = [CSharpSyntaxTree.ParseText($"{ImplicitUsings}\n{usings}", s_parseOptions), CSharpSyntaxTree.ParseText(source, s_parseOptions)];
        Compilation compilation = CSharpCompilation.Create($"Doc{Guid.NewGuid():N}", trees, s_references, new CSharpCompilationOptions(kind, nullableContextOptions: nullable));
        CSharpGeneratorDriver.Create([new SharedStructGenerator().AsSourceGenerator()], parseOptions: s_parseOptions)
            .RunGeneratorsAndUpdateCompilation(compilation, out compilation, out var generatorDiagnostics);
        return [.. generatorDiagnostics, .. compilation.Emit(image ?? Stream.Null).Diagnostics];
    }

    /// <summary>Runs the program in a folder of its own and returns what it printed.</summary>
    public static string Run(byte[] image)
    {
        using var folder = new TemporaryFolder();
        string home = Environment.CurrentDirectory;
        TextWriter console = Console.Out;
        using var output = new StringWriter { NewLine = "\n" };
        var context = new AssemblyLoadContext("doc", isCollectible: true);
        try
        {
            Environment.CurrentDirectory = folder.Root;
            Console.SetOut(output);
            MethodInfo entry = context.LoadFromStream(new MemoryStream(image)).EntryPoint!;
            object? result = entry.Invoke(null, BindingFlags.DoNotWrapExceptions, null, entry.GetParameters().Length == 0 ? null : [Array.Empty<string>()], null);
            (result as Task)?.GetAwaiter().GetResult();
        }
        finally
        {
            Console.SetOut(console);
            Environment.CurrentDirectory = home;
            context.Unload();
        }

        return output.ToString();
    }

    /// <summary>A page may show a type before the statements that use it; in one file the compiler wants usings, statements and types in that order.</summary>
    private string Arrange()
    {
        var usings = new List<string>();
        var statements = new List<string>();
        var types = new List<string>();
        foreach (CodeBlock block in blocks)
        {
            CompilationUnitSyntax root = CSharpSyntaxTree.ParseText(block.Text, s_parseOptions).GetCompilationUnitRoot();
            foreach (SyntaxNode node in root.Usings.Cast<SyntaxNode>().Concat(root.Members))
            {
                List<string> target = node is UsingDirectiveSyntax ? usings : node is GlobalStatementSyntax ? statements : types;
                int line = root.SyntaxTree.GetLineSpan(node.FullSpan).StartLinePosition.Line + block.FirstLine;
                target.Add($"#line {line} \"{block.Page.Name}\"\n{node.ToFullString()}");
            }
        }

        return string.Join('\n', usings.Concat(statements).Concat(types));
    }
}
