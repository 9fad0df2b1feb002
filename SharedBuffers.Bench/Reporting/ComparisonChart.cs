using System.Globalization;
using SharedBuffers.Bench.Measuring;

namespace SharedBuffers.Bench.Reporting;

/// <summary>The chart of one comparison: a bar a contender, fastest first, limits last.</summary>
internal static class ComparisonChart
{
    public static Chart Of(Comparison comparison)
    {
        Bar[] bars = [.. comparison.Series
            .OrderBy(s => s.Role == Role.Limit)
            .ThenBy(s => s.Time.Median)
            .Select(s => new Bar(s.Name, s.Role, s.Time, Label(comparison, s)))];
        string subtitle = comparison.Subject is null
            ? "time of one operation; shorter is better"
            : $"time of one operation, and how many times {comparison.Subject.Name}'s; shorter is better";
        return new Chart($"{comparison.Question.Id}.svg", comparison.Question.Text, BarChart.Render(comparison.Question.Text, subtitle, bars));
    }

    private static string Label(Comparison comparison, Series series)
    {
        string time = MarkdownReport.Time(series.Time.Median);
        return series.Role == Role.Peer && comparison.RatioTo(series) is { } ratio
            ? string.Create(CultureInfo.InvariantCulture, $"{time}  ({1 / ratio.Median:0.0}x)")
            : time;
    }
}
