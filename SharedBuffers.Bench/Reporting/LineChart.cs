using System.Globalization;

namespace SharedBuffers.Bench.Reporting;

/// <summary>One line of a chart: its points in the order of x.</summary>
internal sealed record ChartLine(string Name, IReadOnlyList<(double X, double Y)> Points);

/// <summary>Answers "how does it grow" with lines on two logarithmic axes; each line is named at its end, so no legend has to be looked up.</summary>
internal static class LineChart
{
    private const double Width = 760;
    private const double Height = 380;
    private const double Left = 70;
    private const double Top = 66;
    private const double Bottom = 330;
    private const double LabelGap = 15;
    private const int Colours = 5;

    public static string Render(string title, string subtitle, string xName, string yName, IReadOnlyList<ChartLine> lines)
    {
        var svg = new SvgDocument(Width, Height, title);
        svg.Text(20, 28, title, size: 15, bold: true);
        svg.Text(20, 47, subtitle, "muted", 12);

        double right = Width - 24 - lines.Max(l => SvgDocument.WidthOf(l.Name, 12));
        (double X, double Y)[] all = [.. lines.SelectMany(l => l.Points)];
        var x = new LogAxis(all.Min(p => p.X), all.Max(p => p.X), Left, right);
        var y = new LogAxis(PowerBelow(all.Min(p => p.Y)), all.Max(p => p.Y) * 1.15, Bottom, Top);

        foreach (double tick in x.Ticks([1]))
        {
            svg.Text(x.Position(tick), Bottom + 18, Short(tick), "muted", 11.5, "middle");
        }

        foreach (double tick in y.Ticks(y.Decades < 1.5 ? [1, 2, 5] : y.Decades < 2.5 ? [1, 3] : [1]))
        {
            svg.Line(Left, y.Position(tick), right, y.Position(tick), "grid");
            svg.Text(Left - 8, y.Position(tick) + 4, Short(tick), "muted", 11.5, "end");
        }

        svg.Text((Left + right) / 2, Bottom + 38, xName, "muted", 12, "middle");
        svg.Text(Left - 8, Top - 6, yName, "muted", 11.5, "end");
        double[] labels = SpreadLabels([.. lines.Select(l => y.Position(l.Points[^1].Y) + 4)]);
        for (int i = 0; i < lines.Count; i++)
        {
            int colour = i % Colours;
            svg.PolyLine(lines[i].Points.Select(p => (x.Position(p.X), y.Position(p.Y))), $"c{colour}");
            foreach ((double px, double py) in lines[i].Points)
            {
                svg.Circle(x.Position(px), y.Position(py), 3.2, $"d{colour}");
            }

            svg.Text(x.Position(lines[i].Points[^1].X) + 9, labels[i], lines[i].Name, $"d{colour}", 12, bold: i == 0);
        }

        return svg.ToString();
    }

    /// <summary>Moves names that would lie on each other apart, from top to bottom.</summary>
    internal static double[] SpreadLabels(double[] positions)
    {
        int[] order = [.. Enumerable.Range(0, positions.Length).OrderBy(i => positions[i])];
        for (int i = 1; i < order.Length; i++)
        {
            positions[order[i]] = Math.Max(positions[order[i]], positions[order[i - 1]] + LabelGap);
        }

        return positions;
    }

    private static double PowerBelow(double value) => Math.Pow(10, Math.Floor(Math.Log10(value)));

    private static string Short(double value) => value switch
    {
        >= 1e9 => (value / 1e9).ToString("0.##", CultureInfo.InvariantCulture) + " G",
        >= 1e6 => (value / 1e6).ToString("0.##", CultureInfo.InvariantCulture) + " M",
        >= 1e4 => (value / 1e3).ToString("0.##", CultureInfo.InvariantCulture) + " k",
        _ => value.ToString("0.##", CultureInfo.InvariantCulture),
    };

    private readonly record struct LogAxis(double Min, double Max, double Start, double End)
    {
        public double Decades => Math.Log10(Max / Min);

        public double Position(double value) => Max <= Min ? Start : Start + ((End - Start) * Math.Log10(value / Min) / Math.Log10(Max / Min));

        public IEnumerable<double> Ticks(double[] mantissas)
        {
            for (double power = PowerBelow(Min); power <= Max; power *= 10)
            {
                foreach (double mantissa in mantissas)
                {
                    double tick = power * mantissa;
                    if (tick >= Min * 0.999 && tick <= Max * 1.001)
                    {
                        yield return tick;
                    }
                }
            }
        }
    }
}
