using SharedBuffers.Bench.Measuring;

namespace SharedBuffers.Bench.Reporting;

/// <summary>A table of facts that are not times per operation: bytes, milliseconds, percentiles.</summary>
internal sealed record FactTable(string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);

/// <summary>A picture that a report refers to.</summary>
/// <param name="File">Name of the SVG file beside the report.</param>
/// <param name="Description">The question it answers, in words.</param>
/// <param name="Svg">The file's text.</param>
internal sealed record Chart(string File, string Description, string Svg);

/// <summary>A wish with a number, and what came out. Times are compared with targets to inform; nothing fails because of them.</summary>
/// <param name="What">The wish.</param>
/// <param name="Wanted">The bound, as text.</param>
/// <param name="Found">What was measured, as text.</param>
/// <param name="Met">Whether it was met.</param>
internal sealed record TargetResult(string What, string Wanted, string Found, bool Met);

/// <summary>What one scenario found.</summary>
internal sealed class Section(string name, string title)
{
    public string Name { get; } = name;

    public string Title { get; } = title;

    /// <summary>How it was measured, in a sentence or two.</summary>
    public string Method { get; init; } = "";

    public List<Comparison> Comparisons { get; } = [];

    public List<FactTable> Tables { get; } = [];

    public List<Chart> Charts { get; } = [];

    public List<TargetResult> Targets { get; } = [];

    /// <summary>What was left out and why.</summary>
    public List<string> Notes { get; } = [];

    public TimeSpan Duration { get; set; }

    /// <summary>Whether the scenario ended in an error, which a note tells.</summary>
    public bool Failed { get; init; }
}

/// <summary>Everything a run found.</summary>
internal sealed record Report(string Scale, string Command, DateTimeOffset Started, MachineDescription Machine, int Rounds, IReadOnlyList<Section> Sections);
