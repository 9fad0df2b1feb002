using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace SharedBuffers.Generators.Model;

/// <summary>A diagnostic as plain values: a <see cref="Diagnostic"/> would keep its syntax tree alive in the pipeline and never be equal to the next one.</summary>
internal sealed record DiagnosticModel(DiagnosticDescriptor Descriptor, string FilePath, TextSpan Span, LinePositionSpan Lines, EquatableArray<string> Arguments)
{
    public static DiagnosticModel Create(DiagnosticDescriptor descriptor, Location? location, params string[] arguments)
    {
        FileLinePositionSpan lines = location?.GetLineSpan() ?? default;
        return new DiagnosticModel(descriptor, lines.Path ?? string.Empty, location?.SourceSpan ?? default, lines.Span, new EquatableArray<string>(arguments));
    }

    public Diagnostic ToDiagnostic() =>
        Diagnostic.Create(Descriptor, FilePath.Length == 0 ? Location.None : Location.Create(FilePath, Span, Lines), Arguments.ToArray<object>());
}
