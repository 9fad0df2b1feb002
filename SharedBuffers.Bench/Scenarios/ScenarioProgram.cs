using System.Diagnostics;
using SharedBuffers.Bench.Measuring;
using SharedBuffers.Bench.Reporting;

namespace SharedBuffers.Bench.Scenarios;

/// <summary><c>scenario quick|full|NAME… [--full] [--docs] [--temp FOLDER]</c>.</summary>
internal static class ScenarioProgram
{
    private static IReadOnlyList<IScenario> All { get; } =
    [
        new LookupScenario("string", textLength: 20),
        new LookupScenario("uint64", textLength: 0),
        new DenseScenario(),
        new ApproximateScenario(),
        new ObjectKeyScenario(),
        new MultiScenario(),
        new RecordScenario(),
        new LayersScenario(),
        new FieldScenario(),
        new CollectionScenario(),
        new ValueScenario(),
        new NdArrayScenario(),
        new OpenScenario(),
        new ColdScenario(),
        new ThreadsScenario(),
        new ScalingScenario(),
        new ReloadScenario(),
        new MemoryScenario(),
        new BuildScenario(),
        new MergeScenario(),
    ];

    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        if (ScenarioArguments.Parse(args, [.. All.Select(s => s.Name)], out string? problem) is not { } arguments)
        {
            error.WriteLine(problem);
            error.WriteLine("usage: scenario quick|full|NAME… [--full] [--docs] [--temp FOLDER]");
            foreach (IScenario scenario in All)
            {
                error.WriteLine($"  {scenario.Name,-12}{scenario.Description}");
            }

            return 2;
        }

        string folder = Directory.CreateDirectory(Path.Combine(arguments.Temp, $"sharedbuffers-bench-{Environment.ProcessId}")).FullName;
        try
        {
            Report report = Measure(arguments, new ScenarioContext(arguments.Full, folder, output));
            string results = arguments.IsWholeRun ? Path.Combine(ScenarioContext.Repository, "SharedBuffers.Bench", "results", report.Scale) : Path.Combine(ScenarioContext.Repository, "artifacts", "bench");
            ReportFiles.Write(report, results);
            output.WriteLine();
            output.WriteLine(MarkdownReport.RenderRatios(report));
            output.WriteLine($"Written to {results}");
            if (arguments.UpdateDocs)
            {
                string page = Path.Combine(ScenarioContext.Repository, "docs", "benchmarks.md");
                File.WriteAllText(page, ReportFiles.UpdatePage(report, File.ReadAllText(page), $"../SharedBuffers.Bench/results/{report.Scale}"));
                output.WriteLine($"Updated {page}");
            }

            return report.Sections.Any(s => s.Failed) ? 1 : 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Report Measure(ScenarioArguments arguments, ScenarioContext context)
    {
        DateTimeOffset started = DateTimeOffset.UtcNow;
        MachineDescription machine = MachineDescription.OfThisMachine();
        var sections = new List<Section>();
        foreach (IScenario scenario in All.Where(s => arguments.Names.Contains(s.Name)))
        {
            context.Log.WriteLine($"== {scenario.Name}: {scenario.Description}");
            var watch = Stopwatch.StartNew();
            try
            {
                foreach (Section section in scenario.Run(context))
                {
                    section.Duration = watch.Elapsed;
                    sections.Add(section);
                    context.Log.WriteLine($"  ({watch.Elapsed.TotalSeconds:0} s)");
                    watch.Restart();
                }
            }
            catch (ScenarioSkippedException skipped)
            {
                context.Log.WriteLine($"  skipped: {skipped.Message}");
                sections.Add(new Section(scenario.Name, scenario.Description) { Notes = { $"Skipped: {skipped.Message}" } });
            }
            catch (Exception failure)
            {
                // An hour of other results is not thrown away for one scenario; the report and the exit code say that it failed.
                context.Log.WriteLine($"  failed: {failure}");
                sections.Add(new Section(scenario.Name, scenario.Description) { Failed = true, Notes = { $"Failed: {failure.Message}" } });
            }

            InterleavedRunner.SettleHeap();
        }

        return new Report(context.Full ? "full" : "quick", $"./build.sh bench scenario {string.Join(' ', arguments.Given)}", started, machine, context.Rounds, sections);
    }
}
