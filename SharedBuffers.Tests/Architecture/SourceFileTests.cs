using System.Text.RegularExpressions;
using NUnit.Framework;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Architecture;

/// <summary>Rules for every source file of the repository that a person could otherwise forget.</summary>
public sealed partial class SourceFileTests
{
    private const int MaxLines = 600;

    private static readonly string[] s_projects =
    [
        "SharedBuffers.Core", "SharedBuffers.Generators", "SharedBuffers.Cli", "SharedBuffers.Tests", "SharedBuffers.Bench",
    ];

    private static IEnumerable<string> Files => s_projects
        .SelectMany(project => Directory.EnumerateFiles(RepositoryRoot.Combine(project), "*.cs", SearchOption.AllDirectories))
        .Where(path => !CoreSources.IsOutput(path));

    [Test]
    public void Files_Always_AreShortEnoughToRead()
    {
        Assert.That(Files.Count(), Is.GreaterThan(50));
        Assert.That(Files.Where(path => File.ReadLines(path).Count() > MaxLines).Select(Relative), Is.Empty, $"longer than {MaxLines} lines");
    }

    [Test]
    public void Files_Always_HaveNoUnfinishedWork()
    {
        string self = "SourceFileTests.cs";
        IEnumerable<string> marks = Files
            .Where(path => Path.GetFileName(path) != self)
            .SelectMany(path => File.ReadLines(path).Select((line, index) => (path, line, index)))
            .Where(x => UnfinishedWork().IsMatch(x.line))
            .Select(x => $"{Relative(x.path)}({x.index + 1}): {x.line.Trim()}");
        Assert.That(marks, Is.Empty);
    }

    [Test]
    public void Folders_Always_SayWhatIsInThem()
    {
        IEnumerable<string> vague = Files.Where(path => path.Split(Path.DirectorySeparatorChar).Any(part => VagueName().IsMatch(part))).Select(Relative);
        Assert.That(vague, Is.Empty, "nothing is named Utilities, Helpers or Common");
    }

    private static string Relative(string path) => Path.GetRelativePath(RepositoryRoot.Path, path);

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException|catch\s*\{\s*\}|\[Ignore|\[Explicit")]
    private static partial Regex UnfinishedWork();

    [GeneratedRegex(@"^(Utilities|Utils?|Helpers|Common)(\.cs)?$")]
    private static partial Regex VagueName();
}
