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

        context.RegisterSourceOutput(models, static (output, model) =>
            output.AddSource($"{FileName(model.FullName)}.SharedStruct.g.cs", SourceText.From(SharedStructEmitter.Emit(model), Encoding.UTF8)));
    }

    /// <summary>
    /// The name of a type as the name of a file. Generated files whose names differ only by case are refused by the compiler: a name with a part that does not begin in upper
    /// case, as parts usually do, says in digits which of its letters are upper-case.
    /// </summary>
    private static string FileName(string name)
    {
        bool isUsual = name.Split('.').All(static part => !char.IsLower(part[0]));
        return isUsual ? name : $"{name}-{string.Concat(name.Select(static c => char.IsUpper(c) ? '1' : '0'))}";
    }
}
