using System.Collections.Frozen;
using System.Globalization;
using SharedBuffers.Bench.Data;
using SharedBuffers.Bench.Measuring;
using SharedBuffers.Bench.Peers;
using SharedBuffers.Bench.Reporting;
using SharedBuffers.Collections;
using SharedBuffers.Values;

namespace SharedBuffers.Bench.Scenarios;

/// <summary>Sets and lists inside records: whether something is in a set, and a pass over a list.</summary>
internal sealed class CollectionScenario : IScenario
{
    public string Name => "collections";

    public string Description => "Sets and lists inside a record";

    public IEnumerable<Section> Run(ScenarioContext context)
    {
        int count = context.Choose(100_000, 1_000_000);
        var section = new Section(Name, string.Create(CultureInfo.InvariantCulture, $"{Description}, {count:N0} elements"))
        {
            Method = "One record holds the collections; the peers are the collections of .NET that it was packed from. Half of the questions to a set are misses.",
        };
        string path = context.PathOf("collections.sbuf");
        var heap = Collection.Of(count);
        using (MappedDictionaryBuilder<uint, Collection> builder = MappedDictionary.CreateBuilder<uint, Collection>(path))
        {
            builder.Add(1, heap);
            builder.Publish();
        }

        using var mapped = MappedDictionary.Open<uint, Collection.View>(path);
        LargePages.Load(mapped.Region);
        Collection.View view = mapped[1];
        int operations = context.Choose(100_000, 500_000);
        AskSets(context, section, heap, view, count, operations);
        AskLists(context, section, heap, view, count);
        yield return section;
    }

    private static void AskSets(ScenarioContext context, Section section, Collection heap, Collection.View view, int count, int operations)
    {
        int[] numbers = [.. Enumerable.Range(0, operations).Select(i => Collection.Member((int)(KeySpace.Number(i) % (ulong)count)) + (i & 1))];
        FrozenSet<int> frozen = heap.Numbers.ToFrozenSet();
        SharedSet<int> shared = view.Numbers;
        Ask(context, section, "set-numbers", "is a number in a set", operations, [
            new(MapperStore.StoreName, Role.Subject, _ =>
            {
                ulong found = 0;
                foreach (int number in numbers)
                {
                    found += shared.Contains(number) ? 1UL : 0;
                }

                return found;
            }),
            new("HashSet<int>", Role.Peer, _ =>
            {
                ulong found = 0;
                foreach (int number in numbers)
                {
                    found += heap.Numbers.Contains(number) ? 1UL : 0;
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
        ]);

        int texts = operations / 4;
        var entries = new Entries(count, 20);
        var hits = (TextQueries)entries.Queries(texts);
        var misses = (TextQueries)entries.Queries(texts, miss: true);
        SharedSet<SharedString> words = view.Words;
        Ask(context, section, "set-words", "is a text in a set", texts * 2, [
            new(MapperStore.StoreName, Role.Subject, _ =>
            {
                ulong found = 0;
                for (int i = 0; i < texts; i++)
                {
                    found += words.Contains(hits.Utf8(i)) ? 1UL : 0;
                    found += words.Contains(misses.Utf8(i)) ? 1UL : 0;
                }

                return found;
            }),
            new("HashSet<string>", Role.Peer, _ =>
            {
                ulong found = 0;
                for (int i = 0; i < texts; i++)
                {
                    found += heap.Words.Contains(hits.Strings[i]) ? 1UL : 0;
                    found += heap.Words.Contains(misses.Strings[i]) ? 1UL : 0;
                }

                return found;
            }),
        ]);
    }

    private static void AskLists(ScenarioContext context, Section section, Collection heap, Collection.View view, int count)
    {
        double[] array = [.. heap.Samples];
        SharedList<double> samples = view.Samples;
        Ask(context, section, "list-span", "sum of a list of numbers through its span, an element", count, [
            new(MapperStore.StoreName, Role.Subject, _ => Sum(samples.AsSpan())),
            new("double[]", Role.Peer, _ => Sum(array)),
        ]);
        Ask(context, section, "list-enumeration", "sum of a list of numbers with foreach, an element", count, [
            new(MapperStore.StoreName, Role.Subject, _ =>
            {
                double sum = 0;
                foreach (double sample in samples)
                {
                    sum += sample;
                }

                return (ulong)sum;
            }),
            new("List<double>", Role.Peer, _ =>
            {
                double sum = 0;
                foreach (double sample in heap.Samples)
                {
                    sum += sample;
                }

                return (ulong)sum;
            }),
        ]);

        SharedList<SharedString> lines = view.Lines;
        Ask(context, section, "list-text", "length of every text of a list, an element", count, [
            new(MapperStore.StoreName, Role.Subject, _ =>
            {
                ulong length = 0;
                foreach (SharedString line in lines)
                {
                    length += (ulong)line.ByteLength;
                }

                return length;
            }),
            new("List<string>", Role.Peer, _ =>
            {
                ulong length = 0;
                foreach (string line in heap.Lines)
                {
                    length += (ulong)line.Length;
                }

                return length;
            }),
        ]);
    }

    private static void Ask(ScenarioContext context, Section section, string id, string text, int operations, Contender[] contenders)
    {
        Comparison comparison = context.Runner.Compare(new Question(id, $"{section.Title}: {text}", operations), contenders);
        section.Comparisons.Add(comparison);
        section.Charts.Add(ComparisonChart.Of(comparison));
    }

    private static ulong Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return (ulong)sum;
    }
}
