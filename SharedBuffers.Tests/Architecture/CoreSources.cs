using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Architecture;

/// <summary>The sources of SharedBuffers.Core, parsed and bound once for all architecture tests.</summary>
internal static class CoreSources
{
    /// <summary>What ImplicitUsings adds to every file.</summary>
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    public static string Folder { get; } = RepositoryRoot.Combine("SharedBuffers.Core");

    public static IReadOnlyList<SyntaxTree> Trees { get; } = [.. Directory.EnumerateFiles(Folder, "*.cs", SearchOption.AllDirectories)
        .Where(path => !IsOutput(path))
        .Order(StringComparer.Ordinal)
        .Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), Options, path))];

    public static CSharpCompilation Compilation { get; } = Compile();

    private static CSharpParseOptions Options => new(LanguageVersion.Preview, DocumentationMode.Parse);

    /// <summary>First folder below Core: the layer of a file.</summary>
    public static string GetLayer(SyntaxTree tree) => GetRelativePath(tree).Split('/')[0];

    /// <summary>Path below Core, with slashes.</summary>
    public static string GetRelativePath(SyntaxTree tree) => Path.GetRelativePath(Folder, tree.FilePath).Replace('\\', '/');

    /// <summary>Where a node is, as compilers print it.</summary>
    public static string Locate(SyntaxNode node) =>
        $"{GetRelativePath(node.SyntaxTree)}({node.SyntaxTree.GetLineSpan(node.Span).StartLinePosition.Line + 1})";

    /// <summary>Whether a path leads into what a build makes.</summary>
    public static bool IsOutput(string path) => path.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin" or "artifacts");

    private static CSharpCompilation Compile()
    {
        string[] platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        IEnumerable<MetadataReference> references = platform
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(path) is "netstandard.dll" or "mscorlib.dll")
            .Select(path => MetadataReference.CreateFromFile(path));
        return CSharpCompilation.Create(
            "SharedBuffers.Core",
            Trees.Append(CSharpSyntaxTree.ParseText(ImplicitUsings, Options)),
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
    }
}
