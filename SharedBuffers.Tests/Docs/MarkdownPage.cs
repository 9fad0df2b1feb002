using System.Text;
using System.Text.RegularExpressions;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Docs;

/// <summary>A Markdown file of the repository: its code blocks, headings and links.</summary>
/// <remarks>
/// A comment before a block says how it is tested: <c>&lt;!-- code: continues --&gt;</c> compiles it together with the block before it,
/// <c>&lt;!-- code: compile only --&gt;</c> does not run it, <c>&lt;!-- code: prints --&gt;</c> says that a text block is what the C# block before it prints,
/// <c>&lt;!-- code: illustration --&gt;</c> leaves out so much that it cannot be compiled.
/// </remarks>
internal sealed partial class MarkdownPage
{
    private static readonly string[] s_roots = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"];

    private MarkdownPage(string path)
    {
        FullPath = path;
        Name = System.IO.Path.GetRelativePath(RepositoryRoot.Path, path).Replace('\\', '/');
        Read(File.ReadAllLines(path));
    }

    /// <summary>All pages that people read.</summary>
    public static IReadOnlyList<MarkdownPage> All { get; } =
        [.. s_roots.Select(name => RepositoryRoot.Combine(name)).Where(File.Exists)
            .Concat(Directory.GetFiles(RepositoryRoot.Combine("docs"), "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            .Select(path => new MarkdownPage(path))];

    public string FullPath { get; }

    /// <summary>Path from the root of the repository.</summary>
    public string Name { get; }

    public List<CodeBlock> Blocks { get; } = [];

    /// <summary>Targets of links, with their 1-based line.</summary>
    public List<(int Line, string Target)> Links { get; } = [];

    /// <summary>Anchors of the headings, made as GitHub makes them.</summary>
    public HashSet<string> Anchors { get; } = new(StringComparer.Ordinal);

    public override string ToString() => Name;

    private void Read(string[] lines)
    {
        string directive = "";
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i];
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                int end = Array.FindIndex(lines, i + 1, candidate => candidate.StartsWith("```", StringComparison.Ordinal));
                end = end < 0 ? lines.Length : end;
                Blocks.Add(new CodeBlock(this, line[3..].Trim(), i + 2, string.Join('\n', lines[(i + 1)..end]) + "\n", directive));
                directive = "";
                i = end;
                continue;
            }

            if (DirectiveComment().Match(line) is { Success: true } comment)
            {
                directive = comment.Groups[1].Value;
                continue;
            }

            if (line.StartsWith('#'))
            {
                Anchors.Add(Slug(line.TrimStart('#').Trim()));
            }

            foreach (Match link in Link().Matches(InlineCode().Replace(line, "")))
            {
                Links.Add((i + 1, link.Groups[1].Value));
            }
        }
    }

    private static string Slug(string heading)
    {
        var slug = new StringBuilder();
        foreach (char c in heading.ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(c) || c is '-' or '_')
            {
                slug.Append(c);
            }
            else if (c == ' ')
            {
                slug.Append('-');
            }
        }

        return slug.ToString();
    }

    [GeneratedRegex(@"^<!-- code: (.*?) -->$")]
    private static partial Regex DirectiveComment();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex InlineCode();
}
