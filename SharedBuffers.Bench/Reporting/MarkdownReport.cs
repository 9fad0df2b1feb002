using System.Globalization;
using System.Text;
using SharedBuffers.Bench.Measuring;

namespace SharedBuffers.Bench.Reporting;

/// <summary>Writes a report for people.</summary>
internal static class MarkdownReport
{
    public static string Render(Report report)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# Benchmark results: {report.Scale}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Made by `{report.Command}` on {report.Started.UtcDateTime:yyyy-MM-dd HH:mm} UTC. This page is generated; `docs/benchmarks.md` explains it.\n\n");
        AppendTable(text, ["", ""], report.Machine.Facts().Select(f => (string[])[f.Name, f.Value]));
        text.Append(CultureInfo.InvariantCulture, $"Times are medians of {report.Rounds} interleaved rounds with the smallest and the largest behind them. ");
        text.Append("A ratio is this library's time divided by the other's in the same round, again as median (smallest..largest): below 1 this library is faster.\n");

        foreach (Section section in report.Sections)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {section.Title}\n\n");
            if (section.Method.Length > 0)
            {
                text.Append(section.Method).Append("\n\n");
            }

            foreach (Chart chart in section.Charts)
            {
                text.Append(CultureInfo.InvariantCulture, $"![{chart.Description}]({chart.File})\n\n");
            }

            foreach (Comparison comparison in section.Comparisons)
            {
                AppendComparison(text, comparison);
            }

            foreach (FactTable table in section.Tables)
            {
                text.Append("**").Append(table.Title).Append("**\n\n");
                AppendTable(text, table.Columns, table.Rows);
            }

            foreach (string note in section.Notes)
            {
                text.Append("- ").Append(note).Append('\n');
            }

            text.Append(CultureInfo.InvariantCulture, $"\nRun again: `./build.sh bench scenario {section.Name}` ({section.Duration.TotalSeconds:0} s in this run).\n");
        }

        text.Append("\n## Targets\n\n");
        AppendTargets(text, report);
        return text.ToString();
    }

    /// <summary>The table of ratios: one line a comparison, this library against its peers.</summary>
    public static string RenderRatios(Report report)
    {
        var text = new StringBuilder();
        Comparison[] comparisons = [.. report.Sections.SelectMany(s => s.Comparisons).Where(c => c.Subject is not null)];
        AppendTable(
            text,
            ["Question", "This library", "Ratio to each peer (1 = equal, lower is better)"],
            comparisons.Select(c => (string[])[c.Question.Text, Time(c.Subject!.Time.Median), string.Join("<br>", Ratios(c))]));
        return text.ToString();
    }

    public static void AppendTargets(StringBuilder text, Report report) => AppendTable(
        text,
        ["Target", "Wanted", "Found", "Met"],
        AllTargets(report).Select(t => (string[])[t.What, t.Wanted, t.Found, t.Met ? "yes" : "**no**"]));

    /// <summary>Targets of comparisons and targets that scenarios stated themselves.</summary>
    public static IEnumerable<TargetResult> AllTargets(Report report) => report.Sections.SelectMany(s => s.Comparisons.SelectMany(OfComparison).Concat(s.Targets));

    /// <summary>A time in the unit that fits it.</summary>
    public static string Time(double nanoseconds) => nanoseconds switch
    {
        < 100 => nanoseconds.ToString("0.0", CultureInfo.InvariantCulture) + " ns",
        < 10_000 => nanoseconds.ToString("0", CultureInfo.InvariantCulture) + " ns",
        < 10_000_000 => (nanoseconds / 1e3).ToString("#,0", CultureInfo.InvariantCulture) + " us",
        < 10_000_000_000 => (nanoseconds / 1e6).ToString("#,0", CultureInfo.InvariantCulture) + " ms",
        _ => (nanoseconds / 1e9).ToString("0.0", CultureInfo.InvariantCulture) + " s",
    };

    public static string Bytes(double bytes) => bytes switch
    {
        < 10_000 => bytes.ToString("0", CultureInfo.InvariantCulture) + " B",
        < 10 * (1 << 20) => (bytes / (1 << 10)).ToString("#,0", CultureInfo.InvariantCulture) + " KiB",
        _ => (bytes / (1 << 20)).ToString("#,0", CultureInfo.InvariantCulture) + " MiB",
    };

    public static string Ratio(Spread ratio) => string.Create(CultureInfo.InvariantCulture, $"{ratio.Median:0.00} ({ratio.Min:0.00}..{ratio.Max:0.00})");

    private static IEnumerable<string> Ratios(Comparison comparison) => comparison.Series
        .Where(s => s.Role == Role.Peer)
        .Select(s => $"{s.Name} {Ratio(comparison.RatioTo(s)!.Value)}");

    private static IEnumerable<TargetResult> OfComparison(Comparison comparison)
    {
        foreach (Target target in comparison.Question.Targets)
        {
            if (comparison.RatioFor(target) is { } ratio)
            {
                yield return new TargetResult(
                    $"{comparison.Question.Text}, {(target.Of is null ? "" : target.Of + " ")}against {target.Peer}",
                    string.Create(CultureInfo.InvariantCulture, $"<= {target.AtMost:0.00}x"),
                    Ratio(ratio),
                    ratio.Median <= target.AtMost);
            }
        }
    }

    private static void AppendComparison(StringBuilder text, Comparison comparison)
    {
        text.Append("**").Append(comparison.Question.Text).Append("**\n\n");
        AppendTable(text, ["", "Time of one", "Spread", "This library / it"], comparison.Series.Select(s => (string[])
        [
            s.Role == Role.Limit ? $"*{s.Name}*" : s.Role == Role.Subject ? $"**{s.Name}**" : s.Name,
            Time(s.Time.Median),
            $"{Time(s.Time.Min)} .. {Time(s.Time.Max)}",
            comparison.RatioTo(s) is { } ratio ? Ratio(ratio) : "",
        ]));
    }

    private static void AppendTable(StringBuilder text, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        text.Append("| ").AppendJoin(" | ", columns).Append(" |\n|").Append(string.Concat(columns.Select((_, i) => i == 0 ? "---|" : "---:|"))).Append('\n');
        foreach (IReadOnlyList<string> row in rows)
        {
            text.Append("| ").AppendJoin(" | ", row.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");
        }

        text.Append('\n');
    }
}
