using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NUnit.Framework;

namespace SharedBuffers.Tests.Architecture;

/// <summary>One folder is one namespace is one layer, and a layer uses only those it may: checked over the bound sources, so an alias or a full name hides nothing.</summary>
public sealed class LayerTests
{
    private const string RootNamespace = "SharedBuffers";

    [Test]
    public void Sources_Bind_WithoutErrors()
    {
        // CS8795: the other half of a partial method comes from a generator of the platform (LibraryImport, GeneratedRegex), which does not run here.
        Diagnostic[] errors = [.. CoreSources.Compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error && d.Id != "CS8795")];
        Assert.That(errors.Take(10).Select(e => e.ToString()), Is.Empty, "the architecture tests see only what binds");
    }

    [Test]
    public void Folders_AreLayers_Always()
    {
        IEnumerable<string> unknown = CoreSources.Trees.Select(CoreSources.GetLayer).Distinct().Where(layer => !Layers.Allowed.ContainsKey(layer));
        Assert.That(unknown, Is.Empty, "every folder of Core is a layer of docs/architecture.md and of Layers.Allowed");
    }

    [Test]
    public void Namespace_EveryFile_IsItsFolder()
    {
        var wrong = new List<string>();
        foreach (SyntaxTree tree in CoreSources.Trees)
        {
            string expected = $"{RootNamespace}.{CoreSources.GetLayer(tree)}";
            BaseNamespaceDeclarationSyntax[] namespaces = [.. tree.GetRoot().DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>()];
            bool flat = CoreSources.GetRelativePath(tree).Count(c => c == '/') == 1;
            if (!flat || namespaces.Length > 1 || namespaces.Any(n => n.Name.ToString() != expected))
            {
                wrong.Add($"{CoreSources.GetRelativePath(tree)}: {string.Join(", ", namespaces.Select(n => n.Name))}");
            }
        }

        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void Symbols_EveryFile_ComeFromAllowedLayers()
    {
        var wrong = new SortedSet<string>(StringComparer.Ordinal);
        foreach (SyntaxTree tree in CoreSources.Trees)
        {
            string layer = CoreSources.GetLayer(tree);
            HashSet<string> allowed = [layer, .. Layers.Allowed[layer]];
            SemanticModel model = CoreSources.Compilation.GetSemanticModel(tree);

            // Names in documentation are not uses: the bound tree leaves trivia out.
            foreach (SimpleNameSyntax name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            {
                if (GetLayerOf(model.GetSymbolInfo(name).Symbol) is { } used && !allowed.Contains(used))
                {
                    wrong.Add($"{CoreSources.Locate(name)}: {layer} uses {name.Identifier.Text} of {used}");
                }
            }
        }

        Assert.That(wrong, Is.Empty, () => "these layers may not use those:\n" + string.Join('\n', wrong));
    }

    [Test]
    public void Symbols_Always_SeeKnownUses()
    {
        // The test above passes when it sees nothing. It must see that the memory layer throws through Diagnostics.
        SyntaxTree region = CoreSources.Trees.Single(t => CoreSources.GetRelativePath(t) == "Memory/MemoryRegion.cs");
        SemanticModel model = CoreSources.Compilation.GetSemanticModel(region);
        IEnumerable<string?> used = region.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>().Select(n => GetLayerOf(model.GetSymbolInfo(n).Symbol));
        Assert.That(used, Has.Some.EqualTo("Diagnostics"));
    }

    private static string? GetLayerOf(ISymbol? symbol)
    {
        if (symbol is null or INamespaceSymbol)
        {
            return null;
        }

        string? name = symbol.ContainingNamespace?.ToDisplayString();
        return name is not null && name.StartsWith(RootNamespace + ".", StringComparison.Ordinal) ? name.Split('.')[1] : null;
    }
}
