using System.Diagnostics;
using System.Globalization;
using SharedBuffers.Bench.Data;
using SharedBuffers.Bench.Measuring;
using SharedBuffers.Bench.Peers;
using SharedBuffers.Bench.Reporting;
using SharedBuffers.Indexes;

namespace SharedBuffers.Bench.Scenarios;

/// <summary>What requests feel while the file under them is replaced every second.</summary>
internal sealed class ReloadScenario : IScenario
{
    private static readonly double[] s_percentiles = [0.5, 0.99, 0.999];
    private static readonly TimeSpan s_swapEvery = TimeSpan.FromSeconds(1);

    public string Name => "reload";

    public string Description => "Latency of lookups while the file is replaced every second";

    public IEnumerable<Section> Run(ScenarioContext context)
    {
        var entries = new Entries(1_000_000, 20);
        string source = context.MapperFile(entries);
        string live = context.PathOf("live.sbuf");
        var queries = (TextQueries)entries.Queries(200_000);
        TimeSpan length = TimeSpan.FromSeconds(context.Choose(2.2, 10.0));

        // The loop compiles before anything counts.
        _ = Measure(source, live, queries, TimeSpan.FromMilliseconds(300), swap: false);
        var quiet = new List<LatencyHistogram>();
        var swapped = new List<LatencyHistogram>();
        long swaps = 0;
        for (int round = 0; round < context.Rounds; round++)
        {
            InterleavedRunner.SettleHeap();
            quiet.Add(Measure(source, live, queries, length, swap: false).Latencies);
            (LatencyHistogram latencies, long count) = Measure(source, live, queries, length, swap: true);
            swapped.Add(latencies);
            swaps += count;
        }

        var section = new Section(Name, Description)
        {
            Method = string.Create(
                CultureInfo.InvariantCulture,
                $"One thread looks {entries.Count:N0} string keys up without pause and times every lookup (the clock's own 20-30 ns are in all of them). Another one publishes a new version by rename, opens it, " +
                $"reads every page of it, swaps the reference and unmaps the old one when the reader has moved on: {swaps} swaps in {context.Rounds} rounds of {length.TotalSeconds:0.#} s, " +
                $"in turns with as many without swaps. Percentiles are medians of the rounds; the largest is of all."),
        };
        section.Tables.Add(new FactTable(Description, ["", "p50", "p99", "p99.9", "Largest"], [Row("Without swaps", quiet), Row("A swap every second", swapped)]));
        Spread ratio = Spread.OfRatios([.. swapped.Select(h => (double)h.Percentile(0.999))], [.. quiet.Select(h => (double)h.Percentile(0.999))]);
        section.Targets.Add(new TargetResult("p99.9 of lookups with a swap every second, against without", "<= 2.00x", MarkdownReport.Ratio(ratio), ratio.Median <= 2));
        context.Log.WriteLine($"  p99.9 with swaps / without: {MarkdownReport.Ratio(ratio)}");
        yield return section;
    }

    private static string[] Row(string name, List<LatencyHistogram> rounds) =>
    [
        name,
        .. s_percentiles.Select(p => MarkdownReport.Time(Spread.Of([.. rounds.Select(h => (double)h.Percentile(p))]).Median)),
        MarkdownReport.Time(rounds.Max(h => h.Max)),
    ];

    private static (LatencyHistogram Latencies, long Swaps) Measure(string source, string live, TextQueries queries, TimeSpan length, bool swap)
    {
        Publish(source, live);
        StringIdMapper first = StringIdMapper.Open(live);

        // As every later version. The page faults of a first read are the question of the scenario cold; here they would be as many as the slowest lookups of a thousand, which p99.9 asks for.
        Warm(first);
        using var holder = new Holder(first);
        using var stop = new CancellationTokenSource();
        long swaps = 0;
        var swapper = new Thread(() =>
        {
            while (!stop.Token.WaitHandle.WaitOne(s_swapEvery))
            {
                Publish(source, live);
                StringIdMapper next = StringIdMapper.Open(live);
                Warm(next);
                holder.Replace(next);
                swaps++;
            }
        });
        if (swap)
        {
            swapper.Start();
        }

        LatencyHistogram latencies = Read(holder, queries, length);
        stop.Cancel();
        if (swap)
        {
            swapper.Join();
        }

        return (latencies, swaps);
    }

    private static LatencyHistogram Read(Holder holder, TextQueries queries, TimeSpan length)
    {
        using ProcessorPin pin = ProcessorPin.Acquire();
        var latencies = new LatencyHistogram();
        double nanosecondsPerTick = 1e9 / Stopwatch.Frequency;
        long end = Stopwatch.GetTimestamp() + (long)(length.TotalSeconds * Stopwatch.Frequency);
        long now = Stopwatch.GetTimestamp();
        for (int query = 0; now < end; query = (query + 1) % queries.Count)
        {
            long before = Stopwatch.GetTimestamp();
            bool found = holder.Enter().TryGetValue(queries.Utf8(query), out _);
            holder.Leave();
            now = Stopwatch.GetTimestamp();
            latencies.Record((long)((now - before) * nanosecondsPerTick));
            if (!found)
            {
                throw new InvalidOperationException($"Query {query} is not there after a swap.");
            }
        }

        return latencies;
    }

    private static void Publish(string source, string live)
    {
        string temporary = live + ".new";
        File.Copy(source, temporary, overwrite: true);
        File.Move(temporary, live, overwrite: true);
    }

    private static void Warm(StringIdMapper mapper)
    {
        long sum = 0;
        foreach (StringIdMapper.Entry entry in mapper.Entries)
        {
            sum += entry.Key.Length;
        }

        if (sum == 0)
        {
            throw new InvalidOperationException("The new version is empty.");
        }
    }

    /// <summary>The current version and one reader's hold on it: the reader's odd counter says that it is inside a lookup.</summary>
    private sealed class Holder(StringIdMapper first) : IDisposable
    {
        private StringIdMapper _current = first;
        private long _reader;

        public StringIdMapper Enter()
        {
            Interlocked.Increment(ref _reader);
            return Volatile.Read(ref _current);
        }

        public void Leave() => Volatile.Write(ref _reader, _reader + 1);

        public void Replace(StringIdMapper next)
        {
            StringIdMapper old = Interlocked.Exchange(ref _current, next);
            long seen = Volatile.Read(ref _reader);
            while ((seen & 1) == 1 && Volatile.Read(ref _reader) == seen)
            {
                Thread.Yield();
            }

            old.Dispose();
        }

        public void Dispose() => _current.Dispose();
    }
}
