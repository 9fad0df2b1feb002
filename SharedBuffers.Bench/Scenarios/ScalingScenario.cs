using System.Globalization;
using SharedBuffers.Bench.Data;
using SharedBuffers.Bench.Measuring;
using SharedBuffers.Bench.Peers;
using SharedBuffers.Bench.Reporting;

namespace SharedBuffers.Bench.Scenarios;

/// <summary>How lookups slow down as the set grows out of the caches.</summary>
internal sealed class ScalingScenario : IScenario
{
    /// <summary>Above it only the plain dictionary is built beside this library: a frozen one of 50 M strings takes tens of gigabytes to make.</summary>
    private const int LargestFrozen = 10_000_000;

    /// <summary>Below it a target is stated against the faster dictionary at every size.</summary>
    private const double NeverSlower = 1.0;

    public string Name => "scaling";

    public string Description => "Lookups as the set grows";

    public IEnumerable<Section> Run(ScenarioContext context)
    {
        foreach (int textLength in context.Choose<int[]>([20, 0], [20, 0, 8, 59]))
        {
            yield return Measure(context, textLength);
        }
    }

    private Section Measure(ScenarioContext context, int textLength)
    {
        string kind = textLength == 0 ? "64-bit keys" : string.Create(CultureInfo.InvariantCulture, $"{textLength}-byte string keys");
        string id = textLength == 0 ? "uint64" : string.Create(CultureInfo.InvariantCulture, $"string{textLength}");
        var section = new Section(Name, $"{Description}: {kind}") { Method = "Independent and dependent hits and misses at each size, interleaved as everywhere." };
        var hit = new Dictionary<string, List<(double X, double Y)>>(StringComparer.Ordinal);
        var dependent = new Dictionary<string, List<(double X, double Y)>>(StringComparer.Ordinal);
        int[] sizes = context.Choose<int[]>([1_000, 10_000, 100_000, 1_000_000], [1_000, 10_000, 100_000, 1_000_000, 10_000_000, 50_000_000]);
        bool isMain = textLength is 0 or 20;
        var worst = new Worst();
        foreach (int size in isMain ? sizes : sizes.Where(s => s <= LargestFrozen))
        {
            var entries = new Entries(size, textLength);
            int operations = context.Choose(100_000, 500_000);
            Queries hits = entries.Queries(operations * 2);
            Queries misses = entries.Queries(operations * 2, miss: true);
            using var stores = new StoreSet();
            stores.Add(MapperStore.Open(context.MapperFile(entries), entries));
            stores.Add(HeapStore.Dictionary(entries));
            if (size <= LargestFrozen)
            {
                stores.Add(HeapStore.Frozen(entries));
            }

            Comparison Ask(string name, string text, Queries queries, Pattern pattern)
            {
                var question = new Question($"scaling-{id}-{name}-{size}", string.Create(CultureInfo.InvariantCulture, $"{kind}, {size:N0} entries: {text}"), operations)
                {
                    Targets = TargetsOf(name, size, textLength),
                };
                Comparison comparison = context.Runner.Compare(question, [.. stores.All.Select(s => s.Lookups(queries, pattern, operations))]);
                section.Comparisons.Add(comparison);
                worst.Add(comparison);
                return comparison;
            }

            Add(hit, size, Ask("hit", "independent hits", hits, Pattern.Independent));
            Add(dependent, size, Ask("dependent", "dependent hits", hits, Pattern.Dependent));
            _ = Ask("miss", "misses", misses, Pattern.Independent);
        }

        section.Targets.Add(worst.Against(kind));
        section.Charts.Add(ChartOf($"scaling-{id}-hit.svg", $"Independent hits of {kind} as the set grows", hit));
        section.Charts.Add(ChartOf($"scaling-{id}-dependent.svg", $"Dependent hits of {kind} as the set grows", dependent));
        return section;
    }

    private static void Add(Dictionary<string, List<(double X, double Y)>> lines, int size, Comparison comparison)
    {
        foreach (Series series in comparison.Series)
        {
            if (!lines.TryGetValue(series.Name, out List<(double X, double Y)>? points))
            {
                lines.Add(series.Name, points = []);
            }

            points.Add((size, series.Time.Median));
        }
    }

    private static Target[] TargetsOf(string name, int size, int textLength) => (name, size, textLength) switch
    {
        ("hit", 10_000, 20) => [new Target(HeapStore.FrozenName, 0.8)],
        ("hit", 10_000, 0) => [new Target(HeapStore.FrozenName, 0.9)],
        _ => [],
    };

    private static Chart ChartOf(string file, string title, Dictionary<string, List<(double X, double Y)>> lines) => new(file, title, LineChart.Render(
        title, "nanoseconds a lookup, both axes logarithmic; lower is better", "entries", "ns", [.. lines.Select(l => new ChartLine(l.Key, l.Value))]));

    /// <summary>Where this library comes closest to the faster of the dictionaries, or falls behind it.</summary>
    private sealed class Worst
    {
        private readonly List<string> _slower = [];
        private (double Ratio, string Where) _largest;

        public void Add(Comparison comparison)
        {
            Series fastest = comparison.Series.Where(s => s.Role == Role.Peer).MinBy(s => s.Time.Median)!;
            Spread ratio = comparison.RatioTo(fastest)!.Value;
            string where = $"{MarkdownReport.Ratio(ratio)} of {fastest.Name}: {comparison.Question.Text}";
            if (ratio.Median > NeverSlower)
            {
                _slower.Add(where);
            }

            if (ratio.Median > _largest.Ratio)
            {
                _largest = (ratio.Median, where);
            }
        }

        public TargetResult Against(string kind) => new(
            $"Lookups of {kind}: at no size slower than the faster of Dictionary and FrozenDictionary",
            "<= 1.00x",
            _slower.Count == 0 ? $"at most {_largest.Where}" : string.Join("<br>", _slower),
            _slower.Count == 0);
    }
}
