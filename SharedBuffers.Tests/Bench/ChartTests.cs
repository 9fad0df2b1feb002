using System.Globalization;
using System.Xml.Linq;
using NUnit.Framework;
using SharedBuffers.Bench.Measuring;
using SharedBuffers.Bench.Reporting;

namespace SharedBuffers.Tests.Bench;

public sealed class ChartTests
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    [Test]
    public void BarChart_TwoBars_AreAsLongAsTheirValues()
    {
        XDocument chart = XDocument.Parse(BarChart.Render("hits", "ns", [Bar("this", Role.Subject, 50), Bar("other", Role.Peer, 200)]));

        double[] widths = [.. chart.Descendants(s_svg + "rect").Skip(1).Select(r => Number(r, "width"))];
        Assert.That(widths, Has.Length.EqualTo(2));
        Assert.That(widths[1] / widths[0], Is.EqualTo(4).Within(0.05));
    }

    [Test]
    public void BarChart_Names_AreEscapedAndInsideThePicture()
    {
        XDocument chart = XDocument.Parse(BarChart.Render("a < b & c", "ns", [Bar("Dictionary<string, ulong>", Role.Peer, 200), Bar("x", Role.Limit, 1)]));

        Assert.That(chart.Descendants(s_svg + "text").Select(t => t.Value), Does.Contain("a < b & c").And.Contain("Dictionary<string, ulong>"));
        Assert.That(chart.Descendants(s_svg + "text").Select(t => Number(t, "x")), Has.All.InRange(0, 760));
        Assert.That(chart.Descendants(s_svg + "rect").Skip(1).Select(r => Number(r, "x") + Number(r, "width")), Has.All.InRange(0, 760));
    }

    [Test]
    public void LineChart_LargerValues_LieHigherAndFurtherRight()
    {
        XDocument chart = XDocument.Parse(LineChart.Render("growth", "", "entries", "ns", [new ChartLine("this", [(1e4, 20), (1e6, 60), (1e7, 130)])]));

        (double X, double Y)[] points = [.. chart.Descendants(s_svg + "circle").Select(c => (Number(c, "cx"), Number(c, "cy")))];
        Assert.That(points, Has.Length.EqualTo(3));
        Assert.That(points.Select(p => p.X), Is.Ordered);
        Assert.That(points.Select(p => p.Y), Is.Ordered.Descending);
    }

    [Test]
    public void SpreadLabels_LabelsThatOverlap_AreMovedApart()
    {
        double[] labels = LineChart.SpreadLabels([100, 98, 200]);

        Assert.That(labels, Is.EqualTo(new double[] { 113, 98, 200 }));
    }

    [Test]
    public void Charts_BothThemes_AreInTheStyleSheet() =>
        Assert.That(BarChart.Render("t", "s", [Bar("this", Role.Subject, 1)]), Does.Contain("prefers-color-scheme: dark").And.Contain("class=\"ground\""));

    private static Bar Bar(string name, Role role, double value) => new(name, role, new Spread(value, value, value), $"{value} ns");

    private static double Number(XElement element, string attribute) => double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);
}
