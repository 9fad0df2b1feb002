using SharedBuffers.Collections;
using SharedBuffers.Indexes;

namespace SharedBuffers.Tests.Collections;

/// <summary>Every kind of builder, as a function that builds and publishes a file of what a request wants.</summary>
internal static class BuilderKinds
{
    public static readonly IReadOnlyDictionary<string, Action<BuildRequest>> All = new Dictionary<string, Action<BuildRequest>>
    {
        ["string mapper"] = r => BuildIds(r, StringIdMapper.CreateBuilder(r.IndexOptions), (b, i) => b.Add($"key {i}", (ulong)i)),
        ["string multi mapper"] = r => BuildIds(r, StringIdMultiMapper.CreateBuilder(r.IndexOptions), (b, i) => b.Add($"key {i / 2}", (ulong)i)),
        ["uint mapper"] = r => BuildIds(r, UInt32IdMapper.CreateBuilder(r.IndexOptions), (b, i) => b.Add((uint)i * 7919, (ulong)i)),
        ["uint mapper of places"] = r => BuildIds(r, UInt32IdMapper.CreateBuilder(r.IndexOptions), (b, i) => b.Add((uint)i, (ulong)i)),
        ["uint multi mapper"] = r => BuildIds(r, UInt32IdMultiMapper.CreateBuilder(r.IndexOptions), (b, i) => b.Add((uint)i / 2, (ulong)i)),
        ["ulong mapper"] = r => BuildIds(r, UInt64IdMapper.CreateBuilder(r.IndexOptions), (b, i) => b.Add((ulong)i * 7919, (ulong)i)),
        ["ulong multi mapper"] = r => BuildIds(r, UInt64IdMultiMapper.CreateBuilder(r.IndexOptions), (b, i) => b.Add((ulong)i / 2, (ulong)i)),
        ["object mapper"] = r => BuildIds(r, ObjectIdMapper.CreateBuilder(r.IndexOptions), (b, i) => b.Add(("a", i), (ulong)i)),
        ["object multi mapper"] = r => BuildIds(r, ObjectIdMultiMapper.CreateBuilder(r.IndexOptions), (b, i) => b.Add(("a", i / 2), (ulong)i)),
        ["approximate mapper"] = r => BuildIds(r, ApproximateStringIdMultiMapper.CreateBuilder(options: r.IndexOptions), (b, i) => b.Add($"key {i}", (ulong)i)),
        ["array"] = BuildArray,
        ["dictionary of text"] = r => BuildDictionary(r, i => $"key {i}"),
        ["dictionary of integers"] = r => BuildDictionary(r, i => (long)i * 7919),
        ["dictionary of tuples"] = r => BuildDictionary(r, i => ("key", i)),
        ["multi dictionary"] = BuildMultiDictionary,
        ["bundle"] = BuildBundle,
        ["overlay"] = BuildOverlay,
        ["shards"] = BuildShards,
    };

    private static void BuildIds<TBuilder>(BuildRequest request, TBuilder builder, Action<TBuilder, int> add)
        where TBuilder : IdMapperBuilder
    {
        using (builder)
        {
            foreach (int i in request.Source())
            {
                add(builder, i);
            }

            builder.Publish(request.Path);
        }
    }

    private static void BuildArray(BuildRequest request)
    {
        using MappedArrayBuilder<Pair> builder = MappedArray.CreateBuilder<Pair>(request.Path, request.Options);
        builder.AddRange(request.Source().Select(Record));
        builder.Publish();
    }

    private static void BuildDictionary<TKey>(BuildRequest request, Func<int, TKey> keyOf)
        where TKey : notnull
    {
        using MappedDictionaryBuilder<TKey, Pair> builder = MappedDictionary.CreateBuilder<TKey, Pair>(request.Path, request.Options);
        builder.AddRange(request.Source().Select(i => KeyValuePair.Create(keyOf(i), Record(i))));
        builder.Publish();
    }

    private static void BuildMultiDictionary(BuildRequest request)
    {
        using MappedMultiDictionaryBuilder<string, Pair> builder = MappedMultiDictionary.CreateBuilder<string, Pair>(request.Path, request.Options);
        builder.AddRange(request.Source().Select(i => KeyValuePair.Create($"key {i / 2}", Record(i))));
        builder.Publish();
    }

    private static void BuildBundle(BuildRequest request)
    {
        using var builder = new BundleBuilder(request.Path, request.Options);
        KeyedArrayBuilder<uint, Pair> first = builder.AddKeyedArray<uint, Pair>("first", "by-number");
        ArrayBuilder<Pair> second = builder.AddArray<Pair>("second");
        IndexBuilder<string> byName = builder.AddIndex<string>("by-name", second);
        foreach (int i in request.Source())
        {
            first.Add((uint)i, Record(i));
            byName.Add($"key {i}", second.Add(Record(i)));
        }

        builder.Publish();
    }

    private static void BuildOverlay(BuildRequest request)
    {
        using OverlayDictionaryBuilder<string, Pair> builder = OverlayDictionary.CreateBuilder<string, Pair>(request.Path, options: request.Options);
        foreach (int i in request.Source())
        {
            builder.Add($"key {i}", Record(i));
            builder.Remove($"other {i}");
        }

        builder.Publish();
    }

    private static void BuildShards(BuildRequest request)
    {
        using ShardedDictionaryBuilder<string, Pair> builder = ShardedDictionary.CreateBuilder<string, Pair>(request.Path, 2, request.Options);
        builder.AddRange(request.Source().Select(i => KeyValuePair.Create($"key {i}", Record(i))));
        builder.Publish();
    }

    private static Pair Record(int i) => new() { Left = i, Right = -i };
}
