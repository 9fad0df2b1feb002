using System.Text;
using SharedBuffers.Diagnostics;
using SharedBuffers.Hashing;
using SharedBuffers.Indexes;
using SharedBuffers.Memory;
using SharedBuffers.Tests.Indexes;

namespace SharedBuffers.Tests.Properties;

/// <summary>
/// Every kind of mapper, under every duplicate policy and in budgets that do and do not make it spill, answers as a dictionary of the base class library does; and the budget changes
/// no byte. Among the keys are different ones of equal hash, where the hash allows them, and integers that crowd at a few homes.
/// </summary>
internal sealed class MapperProperties
{
    private const long LeastBudget = 1 << 20;

    /// <summary>More than the least budget has room for, with keys and without.</summary>
    private const int ManyPairs = 30_000;

    /// <summary>A hash over all tables that were built: the same with and without vector instructions.</summary>
    public ulong Digest { get; private set; }

    public void Check(Random random, int shift)
    {
        // One offset of eight has many.
        int count = shift == 3 ? ManyPairs : random.Next(400);
        int distinct = 1 + random.Next(2 * count + 1);
        CheckKeys(
            new Kind<string>(
                options => StringIdMapper.CreateBuilder(options), options => StringIdMultiMapper.CreateBuilder(options), (builder, key, value) => ((StringIdMapperBuilder)builder).Add(key, value),
                StringIdMapper.Open, StringIdMultiMapper.Open, (mapper, keys, values, found) => ((StringIdMapper)mapper).TryGetValues(keys, values, found), null),
            Texts(random, distinct), random, count, shift);
        CheckKeys(
            new Kind<uint>(
                options => UInt32IdMapper.CreateBuilder(options), options => UInt32IdMultiMapper.CreateBuilder(options), (builder, key, value) => ((UInt32IdMapperBuilder)builder).Add(key, value),
                UInt32IdMapper.Open, UInt32IdMultiMapper.Open, (mapper, keys, values, found) => ((UInt32IdMapper)mapper).TryGetValues(keys, values, found), null),
            Hashes(random, distinct, hash => new IntegerHash(0).Unmix((uint)(hash >> 32))), random, count, shift);
        CheckKeys(
            new Kind<ulong>(
                options => UInt64IdMapper.CreateBuilder(options), options => UInt64IdMultiMapper.CreateBuilder(options), (builder, key, value) => ((UInt64IdMapperBuilder)builder).Add(key, value),
                UInt64IdMapper.Open, UInt64IdMultiMapper.Open, (mapper, keys, values, found) => ((UInt64IdMapper)mapper).TryGetValues(keys, values, found), null),
            Hashes(random, distinct, hash => new IntegerHash(0).Unmix(hash)), random, count, shift);
        CheckKeys(
            new Kind<object>(
                options => ObjectIdMapper.CreateBuilder(options), options => ObjectIdMultiMapper.CreateBuilder(options), (builder, key, value) => ((ObjectIdMapperBuilder)builder).Add(key, value),
                ObjectIdMapper.Open, ObjectIdMultiMapper.Open, (mapper, keys, values, found) => ((ObjectIdMapper)mapper).TryGetValues<object>(keys, values, found), ObjectKeyComparer.Instance),
            Objects(random, distinct), random, count, shift);
        CheckApproximate(random, count, shift);
    }

    private void CheckKeys<TKey>(Kind<TKey> kind, TKey[] keys, Random random, int count, int shift)
        where TKey : notnull
    {
        // A third of the keys are strangers. Few different values make repeated pairs.
        int known = 1 + (keys.Length * 2 / 3);
        long values = 1L << random.Next(1, 62);
        (TKey Key, ulong Value)[] pairs = [.. Enumerable.Range(0, count).Select(_ => (keys[random.Next(Math.Min(known, keys.Length))], (ulong)random.NextInt64(values)))];
        bool discard = random.Next(2) == 0;
        foreach (DuplicatePolicy policy in Enum.GetValues<DuplicatePolicy>())
        {
            Dictionary<TKey, ulong>? model = ModelOf(pairs, policy, discard, kind.Comparer);
            byte[]? bytes = Build(kind.CreateBuilder, kind.Add, pairs, policy, discard, shift);
            Property.Equal(bytes is null, model is null, $"{typeof(TKey)}, {policy}: repeated key refused");
            if (bytes is not null)
            {
                using MemoryRegion region = MemoryRegion.CopyOf(bytes);
                using IdMapper<TKey> mapper = kind.Open(region.View.Slice(shift));
                CheckMapper(kind, mapper, model!, keys);
            }
        }

        using MemoryRegion multi = MemoryRegion.CopyOf(Build(kind.CreateMultiBuilder, kind.Add, pairs, DuplicatePolicy.Error, discard, shift)!);
        using IdMultiMapper<TKey> multiMapper = kind.OpenMulti(multi.View.Slice(shift));
        CheckMultiMapper(multiMapper, (discard ? pairs.GroupBy(p => p.Key, kind.Comparer).SelectMany(g => g.DistinctBy(p => p.Value)) : pairs).ToLookup(p => p.Key, p => p.Value, kind.Comparer), keys);
    }

    private static void CheckMapper<TKey>(Kind<TKey> kind, IdMapper<TKey> mapper, Dictionary<TKey, ulong> model, TKey[] keys)
        where TKey : notnull
    {
        ulong[] values = new ulong[keys.Length];
        bool[] found = new bool[keys.Length];
        int hits = kind.Batch(mapper, keys, values, found);
        Property.Equal(mapper.LongCount, model.Count, "count");
        Property.Equal(hits, keys.Count(model.ContainsKey), "hits of a batch");
        for (int i = 0; i < keys.Length; i++)
        {
            bool expected = model.TryGetValue(keys[i], out ulong value);
            Property.Equal(mapper.TryGetValue(keys[i], out ulong single), expected, $"{typeof(TKey)} {keys[i]} found");
            Property.Equal(single, value, $"value of {keys[i]}");
            Property.Equal(found[i], expected, $"{keys[i]} found in a batch");
            Property.Equal(values[i], value, $"value of {keys[i]} in a batch");
        }

        int enumerated = 0;
        foreach ((TKey key, ulong value) in mapper)
        {
            Property.Equal(model[key], value, $"enumerated value of {key}");
            enumerated++;
        }

        Property.Equal(enumerated, model.Count, "enumerated keys");
    }

    private static void CheckMultiMapper<TKey>(IdMultiMapper<TKey> mapper, ILookup<TKey, ulong> model, TKey[] keys)
        where TKey : notnull
    {
        Property.Equal(mapper.LongCount, model.Count, "count");
        Property.Equal(mapper.ValueCount, model.Sum(g => g.LongCount()), "values");
        foreach (TKey key in keys)
        {
            Property.Same(mapper[key].ToArray(), model[key], $"values of {key}");
            Property.Equal(mapper.TryGetFirst(key, out ulong first) ? first : 0, model[key].FirstOrDefault(), $"first value of {key}");
        }

        foreach ((TKey key, IdValues values) in mapper)
        {
            Property.Same(values.ToArray(), model[key], $"enumerated values of {key}");
        }
    }

    private void CheckApproximate(Random random, int count, int shift)
    {
        // Hashes that agree in their first bits share homes, those that agree in their last ones have equal fingerprints.
        int bits = 8 * random.Next(1, 9);
        ulong[] hashes = Hashes(random, 1 + count, hash => XxHash3.Unhash64(hash));
        (ulong Hash, ulong Value)[] pairs = [.. Enumerable.Range(0, count).Select(_ => (hashes[random.Next((hashes.Length / 2) + 1)], (ulong)random.Next()))];
        byte[] bytes = Build(
            options => ApproximateStringIdMultiMapper.CreateBuilderWithBits(bits, options), (builder, hash, value) => ((ApproximateStringIdMapperBuilder)builder).AddHash(hash, value), pairs,
            DuplicatePolicy.Error, discard: false, shift)!;
        using MemoryRegion region = MemoryRegion.CopyOf(bytes);
        using ApproximateStringIdMultiMapper mapper = ApproximateStringIdMultiMapper.Open(region.View.Slice(shift));
        var model = new FingerprintModel(pairs, bits, mapper.Table.Seed);
        foreach (ulong hash in hashes)
        {
            mapper.TryGetValuesOfHash(hash, out ApproximateValues values);
            Property.Same(values.ToArray(), model.Find(hash), "values of a fingerprint");
        }
    }

    /// <summary>The table, <paramref name="shift"/> bytes behind the start; null if a repeated key was refused.</summary>
    private byte[]? Build<TKey>(
        Func<IndexBuildOptions, IdMapperBuilder> create, Action<IdMapperBuilder, TKey, ulong> add, (TKey Key, ulong Value)[] pairs, DuplicatePolicy policy, bool discard, int shift)
    {
        byte[]? first = null;
        foreach (long budget in new[] { IndexBuildOptions.DefaultMemoryBudget, LeastBudget })
        {
            var stream = new MemoryStream();
            stream.Write(new byte[shift]);
            try
            {
                using IdMapperBuilder builder = create(new IndexBuildOptions { Duplicates = policy, DiscardRepeatedPairs = discard, MemoryBudget = budget });
                foreach ((TKey key, ulong value) in pairs)
                {
                    add(builder, key, value);
                }

                Property.Equal(builder.Build(stream), stream.Length - shift, "length");
            }
            catch (DuplicateKeyException)
            {
                Property.Equal(first, null, "bytes without a budget");
                continue;
            }

            byte[] bytes = stream.ToArray();
            Property.Equal(bytes.AsSpan().SequenceEqual(first ?? bytes), true, $"{typeof(TKey)}, {policy}: same bytes in the least budget");
            first ??= bytes;
        }

        Digest = XxHash3.Hash64(first, Digest);
        return first;
    }

    private static Dictionary<TKey, ulong>? ModelOf<TKey>((TKey Key, ulong Value)[] pairs, DuplicatePolicy policy, bool discard, IEqualityComparer<TKey>? comparer)
        where TKey : notnull
    {
        var model = new Dictionary<TKey, ulong>(comparer);
        foreach ((TKey key, ulong value) in pairs)
        {
            if (!model.TryAdd(key, value))
            {
                switch (policy)
                {
                    case DuplicatePolicy.Error when !discard || model[key] != value:
                        return null;
                    case DuplicatePolicy.KeepLast:
                        model[key] = value;
                        break;
                }
            }
        }

        return model;
    }

    /// <summary>Hashes that agree in their upper or lower bits, and others, as the keys that have them.</summary>
    private static TKey[] Hashes<TKey>(Random random, int count, Func<ulong, TKey> keyOf)
    {
        int high = random.Next(1, 65);
        int low = random.Next(1, 32);
        return [.. Enumerable.Range(0, count)
            .Select(i => i % 3 == 0 ? (ulong)random.NextInt64() << (64 - high) : i % 3 == 1 ? ((ulong)random.NextInt64() << 32) | (uint)random.Next(1 << (low - 1)) : (ulong)random.NextInt64() * 3)
            .Select(keyOf).Distinct().OrderBy(_ => random.Next())];
    }

    private static string[] Texts(Random random, int count)
    {
        string[] texts = [.. Enumerable.Range(0, count).Select(i => i == 0 ? "" : Text(random, i))];
        return [.. texts, .. Twins(random, texts.Length / 20, Encoding.UTF8.GetBytes, twin => Ascii.IsValid(twin) ? Encoding.ASCII.GetString(twin) : null)];
    }

    private static object[] Objects(Random random, int count)
    {
        object[] keys = [.. Enumerable.Range(0, count).Select(i => (i % 6) switch
        {
            0 => Text(random, i),
            1 => (object)(long)i,
            2 => i + 0.25,
            3 => ("part", i),
            4 => Encoding.UTF8.GetBytes(Text(random, i)),
            _ => i == 5 ? DBNull.Value : (ulong.MaxValue - (ulong)i),
        })];

        // Seven bytes of an integer behind their head are a key of eight.
        return [.. keys, .. Twins(
            random, count / 20, text => [(byte)(0x80 + text.Length), .. Encoding.ASCII.GetBytes(text)],
            twin => twin[0] == 0x17 && twin[7] != 0 ? (object)(BitConverter.ToUInt64(twin) >> 8) : null)];
    }

    private static string Text(Random random, int number) =>
        number + new string((char)random.Next('a', 'z'), random.Next(20) == 0 ? random.Next(400) : random.Next(28)) + (random.Next(4) == 0 ? "é" : "");

    /// <summary>Texts, and for each the other key of the same hash: there is one among the keys of eight bytes, which is what is wanted once in some hundreds of texts.</summary>
    private static IEnumerable<TKey> Twins<TKey>(Random random, int count, Func<string, byte[]> encode, Func<byte[], TKey?> decode)
        where TKey : class
    {
        for (int pairs = 0; pairs < Math.Min(count, 20);)
        {
            string text = $"twin {random.NextInt64()}";
            ulong hash = XxHash3.Hash64(encode(text));
            if (decode(BitConverter.GetBytes(XxHash3.Unhash64(hash))) is { } twin)
            {
                pairs++;
                yield return twin;
                yield return (TKey)(object)text;
            }
        }
    }

    private sealed record Kind<TKey>(
        Func<IndexBuildOptions, IdMapperBuilder> CreateBuilder,
        Func<IndexBuildOptions, IdMapperBuilder> CreateMultiBuilder,
        Action<IdMapperBuilder, TKey, ulong> Add,
        Func<BufferView, IdMapper<TKey>> Open,
        Func<BufferView, IdMultiMapper<TKey>> OpenMulti,
        Func<IdMapper<TKey>, TKey[], ulong[], bool[], int> Batch,
        IEqualityComparer<TKey>? Comparer)
        where TKey : notnull;
}
