using System.Globalization;
using System.Net;
using System.Text;

namespace SharedBuffers.Bench.Reporting;

/// <summary>
/// A picture of text, rectangles and lines in SVG. Colours are classes of one style sheet with a light and a dark half, so a picture follows the reader's theme
/// and paints its own ground.
/// </summary>
internal sealed class SvgDocument(double width, double height, string title)
{
    /// <summary>Width of an average character relative to the font size, a little generous: fonts differ from reader to reader.</summary>
    private const double CharacterWidth = 0.56;

    private const string Style = """
        svg { font-family: system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
        .ground { fill: #ffffff; } .text { fill: #1f2328; } .muted { fill: #59636e; } .grid { stroke: #e1e5ea; } .whisker { stroke: #1f2328; }
        .subject { fill: #0b63ce; } .subject2 { fill: #6ba5e7; } .peer { fill: #a8b1bb; } .limit { fill: #ffffff; stroke: #8c959f; stroke-dasharray: 3 2; }
        .line { fill: none; stroke-width: 2; } .c0 { stroke: #0b63ce; } .c1 { stroke: #c2570c; } .c2 { stroke: #1a7f37; } .c3 { stroke: #8250df; } .c4 { stroke: #59636e; }
        .d0 { fill: #0b63ce; } .d1 { fill: #c2570c; } .d2 { fill: #1a7f37; } .d3 { fill: #8250df; } .d4 { fill: #59636e; }
        @media (prefers-color-scheme: dark) {
          .ground { fill: #0d1117; } .text { fill: #e6edf3; } .muted { fill: #9198a1; } .grid { stroke: #2a313a; } .whisker { stroke: #e6edf3; }
          .subject { fill: #4493f8; } .subject2 { fill: #2a5b9e; } .peer { fill: #656d76; } .limit { fill: #0d1117; stroke: #9198a1; }
          .c0 { stroke: #4493f8; } .c1 { stroke: #f0883e; } .c2 { stroke: #3fb950; } .c3 { stroke: #ab7df8; } .c4 { stroke: #9198a1; }
          .d0 { fill: #4493f8; } .d1 { fill: #f0883e; } .d2 { fill: #3fb950; } .d3 { fill: #ab7df8; } .d4 { fill: #9198a1; }
        }
        """;

    private readonly StringBuilder _body = new();

    public void Text(double x, double y, string text, string cssClass = "text", double size = 12, string anchor = "start", bool bold = false) =>
        _body.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:0.#}\" y=\"{y:0.#}\" class=\"{cssClass}\" font-size=\"{size:0.#}\" text-anchor=\"{anchor}\"")
            .Append(bold ? " font-weight=\"600\">" : ">").Append(WebUtility.HtmlEncode(text)).Append("</text>\n");

    public void Rectangle(double x, double y, double w, double h, string cssClass, double radius = 0) =>
        _body.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{w:0.#}\" height=\"{h:0.#}\" rx=\"{radius:0.#}\" class=\"{cssClass}\"/>\n");

    public void Line(double x1, double y1, double x2, double y2, string cssClass) =>
        _body.Append(CultureInfo.InvariantCulture, $"<line x1=\"{x1:0.#}\" y1=\"{y1:0.#}\" x2=\"{x2:0.#}\" y2=\"{y2:0.#}\" class=\"{cssClass}\"/>\n");

    public void Circle(double x, double y, double radius, string cssClass) =>
        _body.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"{radius:0.#}\" class=\"{cssClass}\"/>\n");

    public void PolyLine(IEnumerable<(double X, double Y)> points, string cssClass) =>
        _body.Append("<polyline points=\"")
            .AppendJoin(' ', points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.X:0.#},{p.Y:0.#}")))
            .Append("\" class=\"line ").Append(cssClass).Append("\"/>\n");

    /// <summary>About how wide a text will be.</summary>
    public static double WidthOf(string text, double size) => text.Length * size * CharacterWidth;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:0.#} {height:0.#}\" width=\"{width:0.#}\" height=\"{height:0.#}\" role=\"img\">\n" +
        $"<title>{WebUtility.HtmlEncode(title)}</title>\n<style>\n{Style}\n</style>\n<rect width=\"100%\" height=\"100%\" class=\"ground\" rx=\"6\"/>\n{_body}</svg>\n");
}
