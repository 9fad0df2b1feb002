using System.Collections.Frozen;
using System.Globalization;
using SharedBuffers.Bench.Data;
using SharedBuffers.Bench.Measuring;
using SharedBuffers.Bench.Peers;
using SharedBuffers.Bench.Reporting;
using SharedBuffers.Values;

namespace SharedBuffers.Bench.Scenarios;

/// <summary>Single values beside what .NET has: comparing text, sums over lists and arrays, bits as a set, maps.</summary>
internal sealed class ValueScenario : IScenario
{
    /// <summary>Hits, and as many misses, before the same questions come again: so many that the processor cannot learn their branches by heart, as it does with a thousand.</summary>
    private const int MapQueries = 50_000;

    public string Name => "values";

    public string Description => "Single values of each kind";

    public IEnumerable<Section> Run(ScenarioContext context)
    {
        foreach (int count in new[] { 1_000, 100_000 })
        {
            var section = new Section(count == 1_000 ? Name : $"{Name}-large", string.Create(CultureInfo.InvariantCulture, $"{Description}, {count:N0} elements"))
            {
                Method = "A stored value against the collection of .NET that it was packed from. Keys and texts asked for are other objects than the stored ones; half of the questions to sets and maps are misses.",
            };
            using var values = new PackedValues(count);
            int passes = context.Choose(400_000, 4_000_000) / count;
            AskTexts(context, section, values, passes);
            AskSums(context, section, values, passes * 4);
            if (count == 1_000)
            {
                AskBits(context, section, values, passes * 1_000);
            }

            AskMaps(context, section, values, context.Choose(400_000, 4_000_000) / (2 * MapQueries));
            yield return section;
        }
    }

    private static void AskTexts(ScenarioContext context, Section section, PackedValues values, int passes)
    {
        int count = values.Texts.Length;
        string[] texts = values.Texts;
        string[] queries = [.. texts.Select((text, i) => i % 2 == 0 ? new string(text) : new string(texts[i - 1]))];
        byte[][] utf8 = [.. queries.Select(System.Text.Encoding.UTF8.GetBytes)];
        SharedString[] shared = [.. values.SharedTexts];
        Ask(context, section, "string-compare", "whether two texts of 20 bytes are equal", passes * count, 1.5, [
            new(MapperStore.StoreName, Role.Subject, _ => Repeat(passes, () =>
            {
                ulong equal = 0;
                for (int i = 0; i < shared.Length; i++)
                {
                    equal += shared[i].Equals(utf8[i].AsSpan()) ? 1UL : 0;
                }

                return equal;
            })),
            new("string", Role.Peer, _ => Repeat(passes, () =>
            {
                ulong equal = 0;
                for (int i = 0; i < texts.Length; i++)
                {
                    equal += string.Equals(texts[i], queries[i]) ? 1UL : 0;
                }

                return equal;
            })),
        ]);
    }

    private static void AskSums(ScenarioContext context, Section section, PackedValues values, int passes)
    {
        int[] numbers = values.Numbers;
        SharedList<int> list = values.SharedNumbers;
        Ask(context, section, "list-sum", "sum of a list of integers through its span, an element", passes * numbers.Length, 1.05, [
            new(MapperStore.StoreName, Role.Subject, _ => Repeat(passes, () => Sum(list.AsSpan()))),
            new("int[]", Role.Peer, _ => Repeat(passes, () => Sum(numbers))),
        ]);
        double[] samples = values.Samples;
        SharedNdArray array = values.SharedSamples;
        Ask(context, section, "array-sum", "sum of a two-dimensional array, an element", passes * samples.Length, 1.05, [
            new(MapperStore.StoreName, Role.Subject, _ => Repeat(passes, () => Sum(array.AsSpan<double>()))),
            new("double[]", Role.Peer, _ => Repeat(passes, () => Sum(samples))),
        ]);
    }

    private static void AskBits(ScenarioContext context, Section section, PackedValues values, int operations)
    {
        int[] numbers = [.. Enumerable.Range(0, operations).Select(i => (int)(KeySpace.Number(i) % 140))];
        HashSet<int> heap = values.Small;
        FrozenSet<int> frozen = heap.ToFrozenSet();
        SharedSet<int> shared = values.SharedSmall;
        Ask(context, section, "set-bits", "is a number in a small set", operations, 1.0, [
            new(MapperStore.StoreName, Role.Subject, _ =>
            {
                ulong found = 0;
                foreach (int number in numbers)
                {
                    found += shared.Contains(number) ? 1UL : 0;
                }

                return found;
            }),
            new("FrozenSet<int>", Role.Peer, _ =>
            {
                ulong found = 0;
                foreach (int number in numbers)
                {
                    found += frozen.Contains(number) ? 1UL : 0;
                }

                return found;
            }),
            new("HashSet<int>", Role.Peer, _ =>
            {
                ulong found = 0;
                foreach (int number in numbers)
                {
                    found += heap.Contains(number) ? 1UL : 0;
                }

                return found;
            }),
        ]);
    }

    private static void AskMaps(ScenarioContext context, Section section, PackedValues values, int passes)
    {
        const int count = MapQueries;
        var hits = new TextQueries(count, PackedValues.TextLength, values.Texts.Length);
        var misses = new TextQueries(count, PackedValues.TextLength, values.Texts.Length, miss: true);
        SharedMap<SharedString, int> map = values.SharedPrices;
        Dictionary<string, int> heap = values.Prices;
        Ask(context, section, "map-text", "value of a text key in a map", passes * count * 2, 1.5, [
            new(MapperStore.StoreName, Role.Subject, _ => Repeat(passes, () =>
            {
                ulong sum = 0;
                for (int i = 0; i < count; i++)
                {
                    sum += map.TryGetValue(hits.Utf8(i), out int value) ? (ulong)value : 0;
                    sum += map.TryGetValue(misses.Utf8(i), out value) ? (ulong)value : 0;
                }

                return sum;
            })),
            new("Dictionary<string, int>", Role.Peer, _ => Repeat(passes, () =>
            {
                ulong sum = 0;
                for (int i = 0; i < count; i++)
                {
                    sum += heap.TryGetValue(hits.Strings[i], out int value) ? (ulong)value : 0;
                    sum += heap.TryGetValue(misses.Strings[i], out value) ? (ulong)value : 0;
                }

                return sum;
            })),
        ]);
    }

    private static void Ask(ScenarioContext context, Section section, string id, string text, int operations, double atMost, Contender[] contenders)
    {
        var question = new Question(id, $"{section.Title}: {text}", operations) { Targets = [new Target(contenders[1].Name, atMost)] };
        Comparison comparison = context.Runner.Compare(question, contenders);
        section.Comparisons.Add(comparison);
        section.Charts.Add(ComparisonChart.Of(comparison));
    }

    private static ulong Repeat(int passes, Func<ulong> pass)
    {
        ulong digest = 0;
        for (int i = 0; i < passes; i++)
        {
            digest += pass();
        }

        return digest;
    }

    private static ulong Sum(ReadOnlySpan<int> numbers)
    {
        long sum = 0;
        foreach (int number in numbers)
        {
            sum += number;
        }

        return (ulong)sum;
    }

    private static ulong Sum(ReadOnlySpan<double> numbers)
    {
        double sum = 0;
        foreach (double number in numbers)
        {
            sum += number;
        }

        return (ulong)sum;
    }
}
