using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using SharedBuffers.Generators.Model;

namespace SharedBuffers.Generators;

/// <summary>
/// Writes the schema, the packer and the view of every <c>[SharedStruct]</c> type. <see cref="SharedStructParser"/> turns a type into a model of plain values,
/// <see cref="SharedStructEmitter"/> turns a model into text; nothing of the compilation passes from one to the other.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class SharedStructGenerator : IIncrementalGenerator
{
    internal const string AttributeName = "SharedBuffers.Schemas.SharedStructAttribute";

    /// <summary>Name of the step that reads types.</summary>
    internal const string ParseStep = "SharedStruct.Parse";

    /// <summary>Name of the step that passes models on.</summary>
    internal const string ModelStep = "SharedStruct.Model";

    /// <summary>Name of the step that finds names that differ only by case.</summary>
    internal const string NamesStep = "SharedStruct.Names";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<ParseResult> results = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                AttributeName,
                static (node, _) => node is TypeDeclarationSyntax,
                static (source, cancellation) => SharedStructParser.Parse(source, cancellation))
            .WithTrackingName(ParseStep);

        context.RegisterSourceOutput(results, static (output, result) =>
        {
            foreach (DiagnosticModel diagnostic in result.Diagnostics)
            {
                output.ReportDiagnostic(diagnostic.ToDiagnostic());
            }
        });

        IncrementalValuesProvider<SharedStructModel> models = results
            .Where(static result => result.Model is not null)
            .Select(static (result, _) => result.Model!)
            .WithTrackingName(ModelStep);

        // Names only, and only those that clash: while these stay what they are, editing a type writes no file but its own.
        IncrementalValueProvider<EquatableArray<string>> clashing = models
            .Select(static (model, _) => model.FullName)
            .Collect()
            .Select(static (names, _) => new EquatableArray<string>(FindClashing(names)))
            .WithTrackingName(NamesStep);

        context.RegisterSourceOutput(models.Combine(clashing), static (output, pair) =>
            output.AddSource($"{FileName(pair.Left.FullName, pair.Right)}.SharedStruct.g.cs", SourceText.From(SharedStructEmitter.Emit(pair.Left), Encoding.UTF8)));
    }

    private static IEnumerable<string> FindClashing(IEnumerable<string> names) => names
        .GroupBy(static name => name, StringComparer.OrdinalIgnoreCase)
        .Where(static same => same.Count() > 1)
        .SelectMany(static same => same)
        .OrderBy(static name => name, StringComparer.Ordinal);

    /// <summary>
    /// The name of a type as the name of a file. The compiler refuses generated files whose names differ only by case: types whose names do are numbered, with a sign before
    /// the number that no name of a type has.
    /// </summary>
    private static string FileName(string name, EquatableArray<string> clashing)
    {
        List<string> same = [.. clashing.Where(other => StringComparer.OrdinalIgnoreCase.Equals(other, name))];
        return same.Count == 0 ? name : $"{name}-{same.IndexOf(name) + 1}";
    }
}
