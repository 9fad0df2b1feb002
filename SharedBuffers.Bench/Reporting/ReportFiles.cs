using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SharedBuffers.Bench.Reporting;

/// <summary>Puts a report where it belongs: a folder a run kind with Markdown, JSON and charts, and the generated part of <c>docs/benchmarks.md</c>.</summary>
internal static class ReportFiles
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Writes <c>README.md</c>, <c>results.json</c> and the charts; charts of an older run go.</summary>
    public static void Write(Report report, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (string old in Directory.EnumerateFiles(folder, "*.svg"))
        {
            File.Delete(old);
        }

        foreach (Chart chart in report.Sections.SelectMany(s => s.Charts))
        {
            File.WriteAllText(Path.Combine(folder, chart.File), chart.Svg);
        }

        File.WriteAllText(Path.Combine(folder, "README.md"), MarkdownReport.Render(report));
        File.WriteAllText(Path.Combine(folder, "results.json"), ToJson(report) + "\n");
    }

    public static string ToJson(Report report) => JsonSerializer.Serialize(
        new
        {
            report.Scale,
            report.Command,
            report.Started,
            report.Rounds,
            report.Machine,
            Sections = report.Sections.Select(s => new
            {
                s.Name,
                s.Title,
                Seconds = Math.Round(s.Duration.TotalSeconds, 1),
                Comparisons = s.Comparisons.Select(c => new
                {
                    c.Question.Id,
                    c.Question.Text,
                    c.Question.Operations,
                    c.Question.Clock,
                    Series = c.Series.Select(x => new { x.Name, x.Role, Nanoseconds = x.Nanoseconds.Select(n => Math.Round(n, 2)), Ratio = c.RatioTo(x) }),
                }),
                s.Tables,
                s.Notes,
            }),
            Targets = MarkdownReport.AllTargets(report),
        },
        s_json);

    /// <summary>Replaces what stands between the markers of the documentation page by this report's tables and charts.</summary>
    /// <param name="report">The report.</param>
    /// <param name="page">Text of the page.</param>
    /// <param name="resultsPath">Path from the page to the report's folder.</param>
    /// <exception cref="InvalidOperationException">The page has no such markers.</exception>
    public static string UpdatePage(Report report, string page, string resultsPath)
    {
        string begin = $"<!-- results {report.Scale}: begin -->";
        string end = $"<!-- results {report.Scale}: end -->";
        int from = page.IndexOf(begin, StringComparison.Ordinal);
        int to = page.IndexOf(end, StringComparison.Ordinal);
        if (from < 0 || to < from)
        {
            throw new InvalidOperationException($"The page has no '{begin}' with '{end}' behind it.");
        }

        var text = new StringBuilder();
        text.Append("\n\n").Append(System.Globalization.CultureInfo.InvariantCulture, $"Made by `{report.Command}` on {report.Started.UtcDateTime:yyyy-MM-dd} ({report.Machine.Processor}, {report.Machine.Runtime}). ");
        text.Append("All numbers and spreads: [").Append(resultsPath).Append("](").Append(resultsPath).Append("/README.md).\n\n");
        text.Append(MarkdownReport.RenderRatios(report)).Append("### Targets\n\n");
        MarkdownReport.AppendTargets(text, report);
        text.Append("### Charts\n\n");
        foreach (Chart chart in report.Sections.SelectMany(s => s.Charts))
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"![{chart.Description}]({resultsPath}/{chart.File})\n\n");
        }

        return string.Concat(page.AsSpan(0, from + begin.Length), text.ToString(), page.AsSpan(to));
    }
}
