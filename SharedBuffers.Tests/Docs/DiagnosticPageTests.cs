using Microsoft.CodeAnalysis;
using NUnit.Framework;

namespace SharedBuffers.Tests.Docs;

/// <summary>The pages of the generator's diagnostics: what they show as a mistake is reported with their id and nothing else, what they show instead compiles.</summary>
internal sealed class DiagnosticPageTests
{
    private const string Usings = "global using SharedBuffers.Schemas;";

    private static readonly MarkdownPage[] s_pages = [.. MarkdownPage.All.Where(page => page.Name.StartsWith("docs/diagnostics/SBUF", StringComparison.Ordinal))];

    [TestCaseSource(nameof(s_pages))]
    public void Page_OfADiagnostic_ShowsTheMistakeAndTheRepair(object page)
    {
        var shown = (MarkdownPage)page;
        string id = Path.GetFileNameWithoutExtension(shown.Name);
        CodeBlock[] blocks = [.. shown.Blocks.Where(block => block.IsCSharp)];
        Assert.That(blocks, Has.Length.EqualTo(2), "a mistake, and what to write instead");

        Assert.That(blocks[0].Directive == CodeBlock.Illustration ? [id] : Ids(blocks[0]), Is.EqualTo(new[] { id }), blocks[0].ToString());
        Assert.That(Ids(blocks[1]), Is.Empty, blocks[1].ToString());
    }

    /// <summary>Errors that the block causes; what follows from a missing generated half is not counted.</summary>
    private static string[] Ids(CodeBlock block)
    {
        IReadOnlyList<Diagnostic> diagnostics = DocProgram.Compile(block.Text, Usings, OutputKind.DynamicallyLinkedLibrary, NullableContextOptions.Disable);
        string[] own = [.. diagnostics.Where(diagnostic => diagnostic.Id.StartsWith("SBUF", StringComparison.Ordinal)).Select(diagnostic => diagnostic.Id).Distinct()];
        return own.Length > 0 ? own : [.. diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => $"{diagnostic.Id}: {diagnostic.GetMessage()}")];
    }
}
