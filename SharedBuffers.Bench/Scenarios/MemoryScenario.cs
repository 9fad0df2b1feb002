using System.Globalization;
using SharedBuffers.Bench.Measuring;
using SharedBuffers.Bench.Peers;
using SharedBuffers.Bench.Processes;
using SharedBuffers.Bench.Reporting;

namespace SharedBuffers.Bench.Scenarios;

/// <summary>What one process and four processes that share a file take of the machine's memory.</summary>
internal sealed class MemoryScenario : IScenario
{
    private const int Processes = 4;
    private const int KeyLength = 20;

    public string Name => "memory";

    public string Description => "Memory of one and of four processes over the same data";

    public IEnumerable<Section> Run(ScenarioContext context)
    {
        if (ProcessMemory.ProportionalSetSize(Environment.ProcessId) is null)
        {
            throw new ScenarioSkippedException("the system does not tell the proportional set size of a process (Linux does, in smaps_rollup).");
        }

        // 10 M entries make about 440 MB, 25 M a little over 1 GiB. The dictionary's four processes would take seven times that; one is measured.
        var entries = new Entries(context.Choose(10_000_000, 25_000_000), KeyLength);
        string path = context.MapperFile(entries);
        long size = new FileInfo(path).Length;
        double idle = Total(context, MemoryChild.Nothing, path, entries, 1);
        double one = Total(context, MemoryChild.Mapped, path, entries, 1);
        double four = Total(context, MemoryChild.Mapped, path, entries, Processes);
        double dictionary = Total(context, MemoryChild.Dictionary, path, entries, 1);

        var section = new Section(Name, Description)
        {
            Method = string.Create(
                CultureInfo.InvariantCulture,
                $"{entries.Count:N0} string keys with 8-byte values, a file of {MarkdownReport.Bytes(size)}. Each process touches every page and waits; what counts is the sum of the proportional set sizes " +
                $"(a page that n processes share counts 1/n in each). A .NET process that holds nothing takes {MarkdownReport.Bytes(idle)} of it."),
        };
        section.Tables.Add(new FactTable("Proportional set size", ["", "Processes", "Together", "Without the runtime"], [
            Row("SharedBuffers, mapped", 1, one, idle),
            Row("SharedBuffers, mapped", Processes, four, idle),
            Row("Dictionary", 1, dictionary, idle),
            ["Dictionary (four times one; nothing is shared)", "4", MarkdownReport.Bytes(dictionary * Processes), MarkdownReport.Bytes((dictionary - idle) * Processes)],
        ]));
        section.Charts.Add(new Chart("memory.svg", Description, BarChart.Render(
            Description,
            string.Create(CultureInfo.InvariantCulture, $"{entries.Count / 1_000_000} M string keys; sum of the proportional set sizes, runtime included; shorter is better"),
            [
                BarOf("SharedBuffers, 1 process", Role.Subject, one),
                BarOf("SharedBuffers, 4 processes", Role.Subject, four),
                BarOf("Dictionary, 1 process", Role.Peer, dictionary),
                BarOf("Dictionary, 4 processes", Role.Peer, dictionary * Processes),
            ])));

        double whole = four / one;
        double data = (four - (Processes * idle)) / (one - idle);
        section.Targets.Add(new TargetResult(
            string.Create(CultureInfo.InvariantCulture, $"4 processes over one file of {MarkdownReport.Bytes(size)}: total Pss against one's, without what an empty process takes"),
            "<= 1.10x",
            string.Create(CultureInfo.InvariantCulture, $"{data:0.00}x ({whole:0.00}x with the four runtimes)"),
            data <= 1.1));
        yield return section;
    }

    private static double Total(ScenarioContext context, string kind, string path, Entries entries, int processes)
    {
        BenchProcess[] children = [.. Enumerable.Range(0, processes).Select(_ => BenchProcess.Start(ChildProgram.Arguments("memory", kind, path, entries)))];
        try
        {
            foreach (BenchProcess child in children)
            {
                child.WaitUntilReady();
            }

            double total = children.Sum(c => (double)ProcessMemory.ProportionalSetSize(c.Id)!.Value);
            context.Log.WriteLine($"  {processes} x {kind}: {MarkdownReport.Bytes(total)}");
            foreach (BenchProcess child in children)
            {
                child.Finish();
            }

            return total;
        }
        finally
        {
            foreach (BenchProcess child in children)
            {
                child.Dispose();
            }
        }
    }

    private static string[] Row(string name, int processes, double total, double idle) =>
        [name, processes.ToString(CultureInfo.InvariantCulture), MarkdownReport.Bytes(total), MarkdownReport.Bytes(total - (processes * idle))];

    private static Bar BarOf(string name, Role role, double bytes) => new(name, role, new Spread(bytes, bytes, bytes), MarkdownReport.Bytes(bytes));
}
