using BenchmarkDotNet.Attributes;
using SharedBuffers.Bench.Data;
using SharedBuffers.Bench.Measuring;
using SharedBuffers.Bench.Peers;

namespace SharedBuffers.Bench.Micro;

/// <summary>Hits that overlap, hits that wait for each other, and misses: three questions, so three categories, each with the dictionary as its baseline.</summary>
[GroupBenchmarksBy(BenchmarkDotNet.Configs.BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public abstract class LookupBenchmarks
{
    private const int Operations = 100_000;

    private readonly Dictionary<(string Store, string Question), Contender> _contenders = [];
    private readonly StoreSet _stores = new();
    private string _folder = "";

    /// <summary>In the caches, at their edge, and far beyond them.</summary>
    [Params(10_000, 1_000_000, 10_000_000)]
    public int Count { get; set; }

    private protected abstract Entries Entries { get; }

    [GlobalSetup]
    public void Setup()
    {
        _folder = Directory.CreateTempSubdirectory("sharedbuffers-bench-").FullName;
        string path = Path.Combine(_folder, "keys.sbuf");
        MapperStore.Write(path, Entries);
        _stores.Add(MapperStore.Open(path, Entries));
        _stores.Add(HeapStore.Dictionary(Entries));
        _stores.Add(HeapStore.Frozen(Entries));
        Queries hits = Entries.Queries(Operations);
        Queries misses = Entries.Queries(Operations, miss: true);
        foreach ((string question, Queries queries, Pattern pattern) in new[]
        {
            ("hit", hits, Pattern.Independent), ("dependent", hits, Pattern.Dependent), ("miss", misses, Pattern.Independent),
        })
        {
            var answers = new HashSet<ulong>();
            foreach (Store store in _stores.All)
            {
                Contender contender = store.Lookups(queries, pattern, Operations);
                _contenders.Add((store.Name, question), contender);
                answers.Add(contender.Work(0));
            }

            if (answers.Count != 1)
            {
                throw new InvalidOperationException($"{question}: the stores answer differently.");
            }
        }
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _stores.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [BenchmarkCategory("hit"), Benchmark(OperationsPerInvoke = Operations)]
    public ulong SharedBuffersHit() => Run(MapperStore.StoreName, "hit");

    [BenchmarkCategory("hit"), Benchmark(Baseline = true, OperationsPerInvoke = Operations)]
    public ulong DictionaryHit() => Run(HeapStore.DictionaryName, "hit");

    [BenchmarkCategory("hit"), Benchmark(OperationsPerInvoke = Operations)]
    public ulong FrozenDictionaryHit() => Run(HeapStore.FrozenName, "hit");

    [BenchmarkCategory("dependent"), Benchmark(OperationsPerInvoke = Operations)]
    public ulong SharedBuffersDependent() => Run(MapperStore.StoreName, "dependent");

    [BenchmarkCategory("dependent"), Benchmark(Baseline = true, OperationsPerInvoke = Operations)]
    public ulong DictionaryDependent() => Run(HeapStore.DictionaryName, "dependent");

    [BenchmarkCategory("dependent"), Benchmark(OperationsPerInvoke = Operations)]
    public ulong FrozenDictionaryDependent() => Run(HeapStore.FrozenName, "dependent");

    [BenchmarkCategory("miss"), Benchmark(OperationsPerInvoke = Operations)]
    public ulong SharedBuffersMiss() => Run(MapperStore.StoreName, "miss");

    [BenchmarkCategory("miss"), Benchmark(Baseline = true, OperationsPerInvoke = Operations)]
    public ulong DictionaryMiss() => Run(HeapStore.DictionaryName, "miss");

    [BenchmarkCategory("miss"), Benchmark(OperationsPerInvoke = Operations)]
    public ulong FrozenDictionaryMiss() => Run(HeapStore.FrozenName, "miss");

    private ulong Run(string store, string question) => _contenders[(store, question)].Work(0);
}
