using System.Diagnostics;
using System.Globalization;
using SharedBuffers.Bench.Data;
using SharedBuffers.Bench.Measuring;
using SharedBuffers.Bench.Peers;
using SharedBuffers.Bench.Reporting;

namespace SharedBuffers.Bench.Scenarios;

/// <summary>Whether two threads look up twice as much as one.</summary>
internal sealed class ThreadsScenario : IScenario
{
    private const int Threads = 2;

    public string Name => "threads";

    public string Description => "Two threads over one mapping";

    public IEnumerable<Section> Run(ScenarioContext context)
    {
        if (Environment.ProcessorCount < Threads)
        {
            throw new ScenarioSkippedException("two threads need two processors.");
        }

        var entries = new Entries(10_000_000, 20);
        int operations = context.Choose(250_000, 1_000_000);
        Queries queries = entries.Queries(operations * 4);
        using MapperStore subject = MapperStore.Open(context.MapperFile(entries), entries);
        Contender lookups = subject.Lookups(queries, Pattern.Independent, operations);
        _ = lookups.Work(0);
        InterleavedRunner.SettleHeap();

        var cpu = new double[context.Rounds];
        var wall = new double[context.Rounds];
        var alone = new double[context.Rounds];
        var together = new double[context.Rounds];
        for (int round = 0; round < context.Rounds; round++)
        {
            (double Cpu, double Wall) one = Measure(lookups, round, operations, 1);
            (double Cpu, double Wall) two = Measure(lookups, round, operations, Threads);
            alone[round] = one.Cpu;
            together[round] = two.Cpu;
            cpu[round] = Threads * one.Cpu / two.Cpu;
            wall[round] = Threads * one.Wall / two.Wall;
        }

        var byCpu = Spread.Of(cpu);
        var byWall = Spread.Of(wall);
        context.Log.WriteLine($"  throughput of two threads over one: {MarkdownReport.Ratio(byCpu)} by processor time, {MarkdownReport.Ratio(byWall)} by the clock");
        var section = new Section(Name, Description)
        {
            Method = "10 M string keys, independent hits. By processor time: what two threads achieve while both run, over what one achieves; by the clock: the same as it passed, other programs on the machine included.",
        };
        section.Tables.Add(new FactTable(Description, ["", "Median", "Spread"], [
            ["A lookup, one thread", MarkdownReport.Time(Spread.Of(alone).Median), $"{MarkdownReport.Time(Spread.Of(alone).Min)} .. {MarkdownReport.Time(Spread.Of(alone).Max)}"],
            ["A lookup, two threads at once", MarkdownReport.Time(Spread.Of(together).Median), $"{MarkdownReport.Time(Spread.Of(together).Min)} .. {MarkdownReport.Time(Spread.Of(together).Max)}"],
            ["Throughput by processor time", $"{byCpu.Median:0.00}x", string.Create(CultureInfo.InvariantCulture, $"{byCpu.Min:0.00} .. {byCpu.Max:0.00}")],
            ["Throughput by the clock", $"{byWall.Median:0.00}x", string.Create(CultureInfo.InvariantCulture, $"{byWall.Min:0.00} .. {byWall.Max:0.00}")],
        ]));
        section.Targets.Add(new TargetResult("Throughput of two threads (processor time)", ">= 1.90x", MarkdownReport.Ratio(byCpu), byCpu.Median >= 1.9));
        yield return section;
    }

    /// <summary>Mean time of a lookup of the threads: on a processor, and by the clock from the common start to the end of the last.</summary>
    private static (double Cpu, double Wall) Measure(Contender lookups, int round, int operations, int threads)
    {
        var cpu = new double[threads];
        using var barrier = new Barrier(threads + 1);
        Thread[] workers = [.. Enumerable.Range(0, threads).Select(index => new Thread(() =>
        {
            using ProcessorPin pin = ProcessorPin.Acquire(index);
            barrier.SignalAndWait();
            double start = ClockReader.Now(Clock.ThreadCpu);
            _ = lookups.Work(round + (index * 2));
            cpu[index] = (ClockReader.Now(Clock.ThreadCpu) - start) / operations;
        }))];
        foreach (Thread worker in workers)
        {
            worker.Start();
        }

        barrier.SignalAndWait();
        long begin = Stopwatch.GetTimestamp();
        foreach (Thread worker in workers)
        {
            worker.Join();
        }

        return (cpu.Average(), Stopwatch.GetElapsedTime(begin).TotalNanoseconds / operations);
    }
}
