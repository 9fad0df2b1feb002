using System.Diagnostics;
using SharedBuffers.Bench.Peers;
using SharedBuffers.Bench.Processes;
using SharedBuffers.Bench.Reporting;

namespace SharedBuffers.Bench.Scenarios;

/// <summary>A way to a first answer, measured in a fresh process each time.</summary>
/// <param name="name">What the report calls it.</param>
/// <param name="path">The file that it opens.</param>
/// <param name="entries">What is in the file.</param>
/// <param name="run">Starts the process and lets it end.</param>
internal sealed class Opening(string name, string path, Entries entries, Func<BenchProcess> run)
{
    private readonly List<double> _process = [];
    private readonly List<double> _open = [];
    private readonly List<double> _again = [];

    public string Name => name;

    public string Path => path;

    public Entries Entries => entries;

    /// <summary>From before the process was started to its first answer.</summary>
    public Spread ProcessTime => Spread.Of([.. _process]);

    /// <summary>From the open call to the first answer.</summary>
    public Spread OpenTime => Spread.Of([.. _open]);

    /// <summary>The same a second time in the process; null for what does it once.</summary>
    public Spread? AgainTime => _again.Count > 0 ? Spread.Of([.. _again]) : null;

    /// <summary>Most memory that one of the processes had.</summary>
    public double Peak { get; private set; }

    public void Measure()
    {
        using BenchProcess process = run();
        _process.Add((process.Facts["answered_at"] - process.StartedAt) * (1e9 / Stopwatch.Frequency));
        _open.Add(process.Facts["first"]);
        Peak = Math.Max(Peak, process.Facts["peak"]);
        if (process.Facts.TryGetValue("again", out double second))
        {
            _again.Add(second);
        }
    }
}
