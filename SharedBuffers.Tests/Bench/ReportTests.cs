using System.Text.Json;
using NUnit.Framework;
using SharedBuffers.Bench.Measuring;
using SharedBuffers.Bench.Reporting;

namespace SharedBuffers.Tests.Bench;

public sealed class ReportTests
{
    private static readonly Report s_report = MakeReport();

    [Test]
    public void Markdown_Comparison_ShowsTimesRatiosAndTargets()
    {
        string page = MarkdownReport.Render(s_report);

        Assert.That(page, Does.Contain("| **this** | 10.0 ns | 10.0 ns .. 12.0 ns |  |"));
        Assert.That(page, Does.Contain("| Dictionary | 40.0 ns | 40.0 ns .. 40.0 ns | 0.25 (0.25..0.30) |"));
        Assert.That(page, Does.Contain("| hits, against Dictionary | <= 0.20x | 0.25 (0.25..0.30) | **no** |"));
        Assert.That(page, Does.Contain("./build.sh bench scenario string"));
    }

    [Test]
    public void Json_Report_KeepsEveryRound()
    {
        using var json = JsonDocument.Parse(ReportFiles.ToJson(s_report));

        JsonElement series = json.RootElement.GetProperty("sections")[0].GetProperty("comparisons")[0].GetProperty("series")[0];
        Assert.That(series.GetProperty("role").GetString(), Is.EqualTo("Subject"));
        Assert.That(series.GetProperty("nanoseconds").EnumerateArray().Select(n => n.GetDouble()), Is.EqualTo(new[] { 10.0, 12, 10 }));
    }

    [Test]
    public void UpdatePage_Markers_KeepWhatStandsAroundThem()
    {
        const string Page = "before\n<!-- results quick: begin -->\nold\n<!-- results quick: end -->\nafter\n";

        string updated = ReportFiles.UpdatePage(s_report, Page, "results/quick");

        Assert.That(updated, Does.StartWith("before\n<!-- results quick: begin -->").And.EndWith("<!-- results quick: end -->\nafter\n"));
        Assert.That(updated, Does.Not.Contain("old").And.Contain("Dictionary 0.25").And.Contain("](results/quick/q.svg)"));
        Assert.That(ReportFiles.UpdatePage(s_report, updated, "results/quick"), Is.EqualTo(updated));
    }

    [Test]
    public void UpdatePage_NoMarkers_Throws() => Assert.That(() => ReportFiles.UpdatePage(s_report, "page", "x"), Throws.InvalidOperationException);

    [TestCase(3.14159, "3.1 ns")]
    [TestCase(1234, "1234 ns")]
    [TestCase(45_678, "46 us")]
    [TestCase(12_345_678, "12 ms")]
    [TestCase(98_765_432_100, "98.8 s")]
    public void Time_AnySize_HasAFittingUnit(double nanoseconds, string text) => Assert.That(MarkdownReport.Time(nanoseconds), Is.EqualTo(text));

    private static Report MakeReport()
    {
        var question = new Question("q", "hits", 1000) { Targets = [new Target("Dictionary", 0.2)] };
        var comparison = new Comparison(question, [new Series("this", Role.Subject, [10, 12, 10]), new Series("Dictionary", Role.Peer, [40, 40, 40])]);
        var section = new Section("string", "Strings") { Comparisons = { comparison }, Charts = { ComparisonChart.Of(comparison) } };
        return new Report("quick", "./build.sh bench scenario quick", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), MachineDescription.OfThisMachine(), 3, [section]);
    }
}
