namespace SharedBuffers.Tests.Docs;

/// <summary>A fenced block of a page.</summary>
/// <param name="Page">Where it stands.</param>
/// <param name="Language">The word behind the fence.</param>
/// <param name="FirstLine">1-based line of its first line of code.</param>
/// <param name="Text">The code.</param>
/// <param name="Directive">How it is tested; empty for the usual way.</param>
internal sealed record CodeBlock(MarkdownPage Page, string Language, int FirstLine, string Text, string Directive)
{
    public const string Continues = "continues";
    public const string CompileOnly = "compile only";
    public const string Prints = "prints";
    public const string Illustration = "illustration";

    public bool IsCSharp => Language is "csharp" or "cs" or "c#";

    public override string ToString() => $"{Page.Name}:{FirstLine}";
}
