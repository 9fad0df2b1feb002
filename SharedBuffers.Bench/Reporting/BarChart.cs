using SharedBuffers.Bench.Measuring;

namespace SharedBuffers.Bench.Reporting;

/// <summary>One bar of a chart.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Role">Subject, peer or limit: the colour.</param>
/// <param name="Value">Its length, with the spread as a thin line over it.</param>
/// <param name="Label">What stands behind the bar.</param>
internal sealed record Bar(string Name, Role Role, Spread Value, string Label);

/// <summary>Answers one question with horizontal bars from zero: shorter is better, the value stands at the end of the bar.</summary>
internal static class BarChart
{
    private const double Width = 760;
    private const double Margin = 20;
    private const double RowHeight = 26;
    private const double BarHeight = 16;
    private const double FontSize = 12.5;

    public static string Render(string title, string subtitle, IReadOnlyList<Bar> bars)
    {
        double height = 66 + (bars.Count * RowHeight) + Margin;
        var svg = new SvgDocument(Width, height, title);
        svg.Text(Margin, 28, title, size: 15, bold: true);
        svg.Text(Margin, 47, subtitle, "muted", 12);

        double left = Margin + bars.Max(b => SvgDocument.WidthOf(b.Name, FontSize)) + 12;
        double right = Width - Margin - bars.Max(b => SvgDocument.WidthOf(b.Label, FontSize)) - 8;
        double largest = bars.Max(b => b.Value.Max);
        double scale = largest > 0 ? (right - left) / largest : 0;

        svg.Line(left, 60, left, 60 + (bars.Count * RowHeight) + 6, "grid");
        for (int i = 0; i < bars.Count; i++)
        {
            Bar bar = bars[i];
            double top = 66 + (i * RowHeight);
            double middle = top + (BarHeight / 2);
            double end = left + (bar.Value.Median * scale);
            svg.Text(left - 8, middle + 4.5, bar.Name, size: FontSize, anchor: "end", bold: bar.Role == Role.Subject);
            svg.Rectangle(left, top, Math.Max(1, end - left), BarHeight, ClassOf(bar.Role), 2);
            double whiskerEnd = left + (bar.Value.Max * scale);
            if (bar.Value.Max > bar.Value.Min)
            {
                svg.Line(left + (bar.Value.Min * scale), middle, whiskerEnd, middle, "whisker");
            }

            svg.Text(Math.Max(end, whiskerEnd) + 8, middle + 4.5, bar.Label, bar.Role == Role.Subject ? "text" : "muted", FontSize, bold: bar.Role == Role.Subject);
        }

        return svg.ToString();
    }

    private static string ClassOf(Role role) => role switch
    {
        Role.Subject => "subject",
        Role.Peer => "peer",
        _ => "limit",
    };
}
