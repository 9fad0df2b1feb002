using System.Globalization;
using System.Runtime.CompilerServices;
using SharedBuffers.Bench.Data;
using SharedBuffers.Bench.Measuring;
using SharedBuffers.Bench.Peers;
using SharedBuffers.Bench.Reporting;
using SharedBuffers.Indexes;

namespace SharedBuffers.Bench.Scenarios;

/// <summary>The mapper that keeps fingerprints instead of keys, beside the one that keeps them and a dictionary.</summary>
internal sealed class ApproximateScenario : IScenario
{
    private const int KeyLength = 20;
    private const int BatchSize = 32;
    private const double WantedRate = 1e-4;
    private const double MostBytes = 9;
    private const string SubjectName = "SharedBuffers, approximate";

    public string Name => "approximate";

    public string Description => "Lookups of 20-byte string keys that are not stored";

    public IEnumerable<Section> Run(ScenarioContext context)
    {
        int count = context.Choose(1_000_000, 10_000_000);
        int operations = context.Choose(100_000, 500_000);
        var section = new Section(Name, string.Create(CultureInfo.InvariantCulture, $"{Description}, {count / 1_000_000} M entries"))
        {
            Method = "Values are the numbers of the keys, which take 4 bytes. The mappers are asked with UTF-8, the dictionary with ready-made strings. Questions that the fingerprints answer wrongly are " +
                     "counted, and replaced before anything is timed.",
        };
        Build(context, count);
        using StringIdMapper exact = StringIdMapper.Open(context.PathOf("exact.sbuf"));
        using ApproximateStringIdMultiMapper mapper = ApproximateStringIdMultiMapper.Open(context.PathOf("approximate.sbuf"));
        foreach (IdTable table in (IdTable[])[exact, mapper])
        {
            LargePages.Load(table.Region);
        }

        var onHeap = new Dictionary<string, ulong>(count);
        for (int i = 0; i < count; i++)
        {
            onHeap.Add(KeySpace.Text(i, KeyLength), (ulong)i);
        }

        using HeapStore dictionary = HeapStore.Of(onHeap);
        var hits = new TextQueries(operations * 4, KeyLength, count);
        var misses = new TextQueries(operations * 4, KeyLength, count, miss: true);
        int wrongHits = ReplaceWrong(hits, mapper, exact, 0);
        int wrongMisses = ReplaceWrong(misses, mapper, exact, 2L * count);
        foreach ((string id, string text, TextQueries queries, Pattern pattern) in new[]
        {
            ("hit", "independent hits", hits, Pattern.Independent),
            ("dependent", "dependent hits", hits, Pattern.Dependent),
            ("miss", "misses", misses, Pattern.Independent),
        })
        {
            Ask(context, section, id, text, operations, [
                Lookup.Contender(SubjectName, Role.Subject, new FirstLookup(mapper, queries), pattern, queries, operations),
                Lookup.Contender(MapperStore.StoreName, Role.Peer, new ExactLookup(exact, queries), pattern, queries, operations),
                dictionary.Lookups(queries, pattern, operations),
            ]);
        }

        int windows = hits.Count / operations;
        Ask(context, section, "batch", "hits, 32 in a call where there is such a call", operations, [
            new Contender(SubjectName, Role.Subject, round => Batches(mapper, hits, round % windows * operations, operations)),
            new Contender(MapperStore.StoreName, Role.Peer, round => Batches(exact, hits, round % windows * operations, operations)),
            dictionary.Lookups(hits, Pattern.Independent, operations),
        ]);
        double bytes = mapper.ByteLength / (double)count;
        section.Targets.Add(new TargetResult(
            $"Bytes an entry, {WantedRate:0e-0} false positives, 32-bit values", $"<= {MostBytes}", bytes.ToString("0.00", CultureInfo.InvariantCulture), bytes <= MostBytes));
        section.Notes.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"The file states a false-positive rate of {mapper.FalsePositiveRate:0.0e-0}; {wrongMisses} of {misses.Count:N0} absent keys were found, and {wrongHits} of {hits.Count:N0} others had a stranger's value first. "
            + $"The mapper that keeps its keys takes {exact.ByteLength / (double)count:0.0} bytes an entry."));
        yield return section;
    }

    private static void Build(ScenarioContext context, int count)
    {
        using ApproximateStringIdMapperBuilder approximate = ApproximateStringIdMultiMapper.CreateBuilder(WantedRate);
        using StringIdMapperBuilder exact = StringIdMapper.CreateBuilder();
        Span<byte> key = stackalloc byte[KeyLength];
        for (int i = 0; i < count; i++)
        {
            KeySpace.WriteText(i, key);
            approximate.Add(key, (ulong)i);
            exact.Add(key, (ulong)i);
        }

        approximate.Publish(context.PathOf("approximate.sbuf"));
        exact.Publish(context.PathOf("exact.sbuf"));
    }

    /// <summary>Asks for other entries where the answers differ, from <paramref name="next"/> on, and says how often.</summary>
    private static int ReplaceWrong(TextQueries queries, ApproximateStringIdMultiMapper mapper, StringIdMapper exact, long next)
    {
        int wrong = 0;
        for (int query = 0; query < queries.Count; query++)
        {
            bool differs = IsWrong(query);
            wrong += differs ? 1 : 0;
            for (; differs; differs = IsWrong(query))
            {
                queries.Ask(query, next++);
            }
        }

        return wrong;

        bool IsWrong(int query) =>
            mapper.TryGetFirst(queries.Utf8(query), out ulong value) != exact.TryGetValue(queries.Utf8(query), out ulong expected) || value != expected;
    }

    private static void Ask(ScenarioContext context, Section section, string id, string text, int operations, Contender[] contenders)
    {
        Comparison comparison = context.Runner.Compare(new Question($"approximate-{id}", $"{section.Title}: {text}", operations), contenders);
        section.Comparisons.Add(comparison);
        section.Charts.Add(ComparisonChart.Of(comparison));
    }

    private static ulong Batches(ApproximateStringIdMultiMapper mapper, TextQueries queries, int first, int count)
    {
        var values = new ApproximateValues[BatchSize];
        Span<int> ends = Ends(stackalloc int[BatchSize], queries.KeyLength);
        ulong digest = 0;
        for (int done = 0; done < count; done += BatchSize)
        {
            int size = Math.Min(BatchSize, count - done);
            digest += (ulong)mapper.TryGetValues(queries.Utf8(first + done, size), ends[..size], values);
            foreach (ApproximateValues found in values.AsSpan(0, size))
            {
                digest += found.IsEmpty ? 0 : found.First;
            }
        }

        return digest;
    }

    private static ulong Batches(StringIdMapper mapper, TextQueries queries, int first, int count)
    {
        Span<ulong> values = stackalloc ulong[BatchSize];
        Span<bool> found = stackalloc bool[BatchSize];
        Span<int> ends = Ends(stackalloc int[BatchSize], queries.KeyLength);
        ulong digest = 0;
        for (int done = 0; done < count; done += BatchSize)
        {
            int size = Math.Min(BatchSize, count - done);
            digest += (ulong)mapper.TryGetValues(queries.Utf8(first + done, size), ends[..size], values, found);
            foreach (ulong value in values[..size])
            {
                digest += value;
            }
        }

        return digest;
    }

    private static Span<int> Ends(Span<int> ends, int keyLength)
    {
        for (int i = 0; i < ends.Length; i++)
        {
            ends[i] = (i + 1) * keyLength;
        }

        return ends;
    }

    private readonly struct FirstLookup(ApproximateStringIdMultiMapper mapper, TextQueries queries) : ILookup
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool TryGet(int query, out ulong value) => mapper.TryGetFirst(queries.Utf8(query), out value);
    }

    private readonly struct ExactLookup(StringIdMapper mapper, TextQueries queries) : ILookup
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool TryGet(int query, out ulong value) => mapper.TryGetValue(queries.Utf8(query), out value);
    }
}
