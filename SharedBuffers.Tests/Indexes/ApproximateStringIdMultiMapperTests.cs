using System.Text;
using NUnit.Framework;
using SharedBuffers.Diagnostics;
using SharedBuffers.Files;
using SharedBuffers.Hashing;
using SharedBuffers.Indexes;
using SharedBuffers.Layout;
using SharedBuffers.Memory;
using SharedBuffers.Tests.Properties;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Indexes;

/// <summary>The mapper without keys against a model of lists, and the ways to build, open and read one.</summary>
public sealed class ApproximateStringIdMultiMapperTests
{
    [Test]
    public void TryGetValues_RandomAndCollidingHashes_EqualsTheModel() => Property.Check(
        (random, _) =>
        {
            // Narrow ranges force equal hashes, equal homes and equal fingerprints of different hashes.
            int bits = 8 * random.Next(1, 9);
            int highBits = random.Next(1, 33);
            int lowBits = random.Next(0, 9);
            (ulong Hash, ulong Value)[] pairs = [.. Enumerable.Range(0, random.Next(300)).Select(_ => (Hash(), (ulong)random.NextInt64(1L << random.Next(1, 62))))];
            ulong[] questions = [.. pairs.Select(p => p.Hash), .. Enumerable.Range(0, 200).Select(_ => Hash())];
            using MemoryRegion region = Build(pairs, ApproximateStringIdMultiMapper.CreateBuilderWithBits(bits));
            using ApproximateStringIdMultiMapper mapper = ApproximateStringIdMultiMapper.Open(region.View);
            var model = new FingerprintModel(pairs, bits, mapper.Table.Seed);

            Property.Equal(mapper.LongCount, model.Count, "count");
            Property.Equal(mapper.ValueCount, pairs.Length, "values");
            Property.Equal(Math.Abs(mapper.FalsePositiveRate - model.Rate) <= 1e-6 * model.Rate, true, $"rate {mapper.FalsePositiveRate} beside {model.Rate}");
            Property.Same(mapper.Fingerprints, model.Fingerprints, "fingerprints");
            Property.Same(mapper.Values, mapper.SelectMany(group => group), "values");
            var batch = new ApproximateValues[questions.Length];
            int hits = mapper.TryGetValuesOfHashes(questions, batch);
            Property.Equal(hits, batch.Count(b => !b.IsEmpty), "hits of a batch");
            for (int i = 0; i < questions.Length; i++)
            {
                ulong[] expected = [.. model.Find(questions[i])];
                Property.Equal(mapper.TryGetValuesOfHash(questions[i], out ApproximateValues values), expected.Length > 0, "found");
                Property.Same(values.ToArray(), expected, "values");
                Property.Same(values, expected, "enumerated values");
                Property.Same(batch[i], expected, "values of a batch");
                Property.Equal(values.CountValues(), expected.Length, "number of values");
                Property.Equal(mapper.MayContainHash(questions[i]), expected.Length > 0, "contained");
                Property.Equal(mapper.TryGetFirstOfHash(questions[i], out ulong first) ? first : 0, expected.FirstOrDefault(), "first");
                Property.Equal(expected.All(values.Contains), true, "contained values");
            }

            ulong Hash() => XxHash3.Unhash64(((ulong)random.NextInt64(1L << highBits) << (64 - highBits)) | (uint)random.Next(1 << lowBits));
        },
        rounds: 300);

    [Test]
    public void TryGetValues_TextsAndBytes_FindWhatWasAddedInAnyForm([Values(1, 30, 5000)] int count)
    {
        string[] keys = [.. Enumerable.Range(0, count).Select(i => (i % 5) switch { 0 => $"k{i}", 1 => $"key number {i}", 2 => $"schlüssel {i}", 3 => new string('l', 400) + i, _ => i == 4 ? "" : $"{i:d20}" })];
        using ApproximateStringIdMapperBuilder builder = ApproximateStringIdMultiMapper.CreateBuilder(1e-12);
        for (int i = 0; i < count; i++)
        {
            switch (i % 4)
            {
                case 0: builder.Add(keys[i], (ulong)i); break;
                case 1: builder.Add(keys[i].AsSpan(), (ulong)i); break;
                case 2: builder.Add(Encoding.UTF8.GetBytes(keys[i]), (ulong)i); break;
                default: builder.AddHash(ApproximateStringIdMultiMapper.HashOf(keys[i]), (ulong)i); break;
            }
        }

        using MemoryRegion region = ToRegion(builder);
        using ApproximateStringIdMultiMapper mapper = ApproximateStringIdMultiMapper.Open(region.View);
        for (int i = 0; i < count; i++)
        {
            byte[] utf8 = Encoding.UTF8.GetBytes(keys[i]);
            Assert.That(ApproximateStringIdMultiMapper.HashOf(utf8), Is.EqualTo(ApproximateStringIdMultiMapper.HashOf(keys[i])));
            Assert.That(mapper[keys[i]].First, Is.EqualTo(i));
            Assert.That(mapper[utf8].First, Is.EqualTo(i));
            Assert.That(mapper.TryGetValues(keys[i].AsSpan(), out ApproximateValues values) && values.First == (ulong)i);
            Assert.That(mapper.TryGetFirst(utf8, out ulong first) && first == (ulong)i && mapper.TryGetFirst(keys[i], out first) && first == (ulong)i);
            Assert.That(mapper.MayContain(utf8) && mapper.MayContain(keys[i]));
        }

        string[] asked = [.. keys, "absent", "\uD800", .. keys];
        var results = new ApproximateValues[asked.Length];
        Assert.That(mapper.TryGetValues(asked, results), Is.EqualTo(2 * count));
        Assert.That(results.Select(r => r.IsEmpty ? -1 : (int)r.First), Is.EqualTo((int[])[.. Enumerable.Range(0, count), -1, -1, .. Enumerable.Range(0, count)]));
        byte[] bytes = [.. keys.SelectMany(Encoding.UTF8.GetBytes)];
        int end = 0;
        int[] ends = [.. keys.Select(key => end += Encoding.UTF8.GetByteCount(key))];
        Assert.That(mapper.TryGetValues(bytes, ends, results), Is.EqualTo(count));
        Assert.That(results.Take(count).Select(r => (int)r.First), Is.EqualTo(Enumerable.Range(0, count)));
        Assert.That(mapper.MayContain("\uD800") || mapper.TryGetValues("\uD800", out _) || mapper.TryGetFirst("\uD800", out _), Is.False);
    }

    [Test]
    public void CreateBuilder_WantedRate_IsKept([Values(0.9, 0.05, 0.04, 1e-2, 1e-4, 1e-6, 1e-12)] double rate, [Values(1, 40, 100_000)] int count)
    {
        using MemoryRegion region = Build(Numbers(count), ApproximateStringIdMultiMapper.CreateBuilder(rate));
        using ApproximateStringIdMultiMapper mapper = ApproximateStringIdMultiMapper.Open(region.View);

        Assert.That(mapper.FalsePositiveRate, Is.GreaterThan(0).And.LessThanOrEqualTo(rate));
        Assert.That(mapper.FalsePositiveRate * 256, Is.GreaterThan(rate).Or.GreaterThan(0.01), "a byte less would have been enough");
    }

    [Test]
    public void CreateBuilder_RateBeyondHashes_StatesWhatItHas()
    {
        using MemoryRegion region = Build(Numbers(1000), ApproximateStringIdMultiMapper.CreateBuilder(1e-30));
        using ApproximateStringIdMultiMapper mapper = ApproximateStringIdMultiMapper.Open(region.View);

        Assert.That(mapper.FingerprintBits, Is.EqualTo(64));
        Assert.That(mapper.FalsePositiveRate, Is.InRange(1000 / Math.Pow(2, 64), 1e-15));
    }

    [Test]
    public void CreateBuilderWithBits_AnyWidth_RoundsUpToBytes([Range(8, 64)] int bits)
    {
        using MemoryRegion region = Build(Numbers(10), ApproximateStringIdMultiMapper.CreateBuilderWithBits(bits));
        using ApproximateStringIdMultiMapper mapper = ApproximateStringIdMultiMapper.Open(region.View);

        Assert.That(mapper.FingerprintBits, Is.EqualTo((bits + 7) / 8 * 8));
        Assert.That(mapper.Values.Order(), Is.EqualTo(Enumerable.Range(0, 10)));
    }

    [Test]
    public void Publish_OneInTenThousandAnd32BitValues_TakesNineBytesAnEntry()
    {
        const int Count = 200_000;
        using var folder = new TemporaryFolder();
        using ApproximateStringIdMapperBuilder builder = ApproximateStringIdMultiMapper.CreateBuilder(1e-4);
        for (int i = 0; i < Count; i++)
        {
            builder.Add($"key number {i}", uint.MaxValue / 2 - (ulong)i);
        }

        builder.Publish(folder["a.sbuf"]);

        long length = new FileInfo(folder["a.sbuf"]).Length;
        Assert.That(length, Is.LessThanOrEqualTo(9 * Count));
        using ApproximateStringIdMultiMapper mapper = ApproximateStringIdMultiMapper.Open(folder["a.sbuf"]);
        Assert.That(mapper.ByteLength / (double)Count, Is.LessThan(8.76));
        Assert.That(mapper.FalsePositiveRate, Is.LessThanOrEqualTo(1e-4));
    }

    [TestCase(8)]
    [TestCase(16)]
    [TestCase(24)]
    [Category("Slow")]
    public void MayContain_TenMillionAbsentKeys_AreFoundAtTheStoredRate(int bits)
    {
        const int Count = 500_000;
        const int Misses = 10_000_000;
        const int Batch = 512;
        using ApproximateStringIdMapperBuilder builder = ApproximateStringIdMultiMapper.CreateBuilderWithBits(bits);
        Span<byte> key = stackalloc byte[20];
        for (int i = 0; i < Count; i++)
        {
            WriteKey(i, key);
            builder.Add(key, (ulong)i);
        }

        using MemoryRegion region = ToRegion(builder);
        using ApproximateStringIdMultiMapper mapper = ApproximateStringIdMultiMapper.Open(region.View);
        byte[] keys = new byte[Batch * 20];
        int[] ends = [.. Enumerable.Range(1, Batch).Select(i => i * 20)];
        var results = new ApproximateValues[Batch];
        long found = 0;
        for (int asked = 0; asked < Misses; asked += Batch)
        {
            int count = Math.Min(Batch, Misses - asked);
            for (int i = 0; i < count; i++)
            {
                WriteKey(Count + asked + i, keys.AsSpan(i * 20, 20));
            }

            found += mapper.TryGetValues(keys, ends.AsSpan(0, count), results);
        }

        // The keys are fixed, and so is the number found. Were they drawn, five standard deviations would be exceeded once in two million draws.
        double expected = Misses * mapper.FalsePositiveRate;
        TestContext.Out.WriteLine($"{bits} bits: stored {mapper.FalsePositiveRate:e4}, measured {(double)found / Misses:e4}, {(found - expected) / Math.Sqrt(expected):0.00} standard deviations");
        Assert.That(found, Is.EqualTo(expected).Within(5 * Math.Sqrt(expected)));
        Assert.That(bits != 24 || found <= Misses * 1e-4);
    }

    [Test]
    public void Build_ManyKeysOfOneHome_ChoosesAnotherSeedAndFindsAll()
    {
        (ulong Hash, ulong Value)[] pairs = [.. Enumerable.Range(0, 3000).Select(i => (XxHash3.Unhash64((ulong)i << 8), (ulong)i))];
        using MemoryRegion region = Build(pairs, ApproximateStringIdMultiMapper.CreateBuilderWithBits(48));
        using ApproximateStringIdMultiMapper mapper = ApproximateStringIdMultiMapper.Open(region.View);
        var model = new FingerprintModel(pairs, 48, mapper.Table.Seed);

        Assert.That(mapper.Table.Seed, Is.EqualTo(1));
        Assert.That(mapper.FalsePositiveRate, Is.EqualTo(model.Rate).Within(1e-4).Percent);
        Assert.That(pairs.All(p => mapper.TryGetValuesOfHash(p.Hash, out ApproximateValues values) && values.SequenceEqual(model.Find(p.Hash))), Is.True);
    }

    [Test]
    public void Build_AnyBudget_WritesTheSameBytes([Values] bool discard)
    {
        (ulong Hash, ulong Value)[] pairs = [.. Enumerable.Range(0, 150_000).Select(i => ((ulong)i % 60_000, (ulong)i % 7))];
        using MemoryRegion small = Build(pairs, ApproximateStringIdMultiMapper.CreateBuilder(options: new IndexBuildOptions { MemoryBudget = 1 << 20, DiscardRepeatedPairs = discard }));
        using MemoryRegion large = Build(pairs, ApproximateStringIdMultiMapper.CreateBuilder(options: new IndexBuildOptions { DiscardRepeatedPairs = discard }));

        Assert.That(small.View.AsSpan().SequenceEqual(large.View.AsSpan()), Is.True);
        using ApproximateStringIdMultiMapper mapper = ApproximateStringIdMultiMapper.Open(small.View);
        Assert.That(mapper.LongCount, Is.EqualTo(60_000));
        Assert.That(mapper.ValueCount, Is.EqualTo(discard ? pairs.Distinct().Count() : pairs.Length));
        foreach ((ulong hash, IEnumerable<ulong> values) in pairs.Take(500).GroupBy(p => p.Hash, p => p.Value).Select(g => (g.Key, pairs.Where(p => p.Hash == g.Key).Select(p => p.Value))))
        {
            Assert.That(mapper.TryGetValuesOfHash(hash, out ApproximateValues found), Is.True);
            Assert.That(found.Runs.First(), Is.EqualTo(discard ? values.Distinct() : values));
        }
    }

    [Test]
    public void Publish_Cancelled_LeavesTheOldFileAndNothingElse()
    {
        using var folder = new TemporaryFolder();
        string work = Directory.CreateDirectory(folder["work"]).FullName;
        File.WriteAllText(folder["a.sbuf"], "old");
        using var cancellation = new CancellationTokenSource();
        var fractions = new List<double>();
        var progress = new InlineProgress<WorkProgress>(p =>
        {
            fractions.Add((double)p.Done / p.Total);
            if (p.Done > p.Total / 2)
            {
                cancellation.Cancel();
            }
        });
        var options = new IndexBuildOptions { MemoryBudget = 1 << 20, TempDirectory = work, Progress = progress, CancellationToken = cancellation.Token };
        using (ApproximateStringIdMapperBuilder builder = ApproximateStringIdMultiMapper.CreateBuilder(options: options))
        {
            foreach ((ulong hash, ulong value) in Numbers(150_000))
            {
                builder.AddHash(hash, value);
            }

            Assert.That(() => builder.Publish(folder["a.sbuf"]), Throws.InstanceOf<OperationCanceledException>());
        }

        Assert.That(fractions, Is.Ordered.And.Not.Empty);
        Assert.That(File.ReadAllText(folder["a.sbuf"]), Is.EqualTo("old"));
        Assert.That(Directory.GetFiles(folder.Root, "*", SearchOption.AllDirectories), Has.Length.EqualTo(1));
    }

    [Test]
    public void Open_SectionsOfAFile_ReadsEachAndCopiesIt()
    {
        using var folder = new TemporaryFolder();
        using (var writer = new BufferFileWriter(folder["a.sbuf"]))
        {
            foreach (string name in new[] { "one", "two" })
            {
                using ApproximateStringIdMapperBuilder builder = ApproximateStringIdMultiMapper.CreateBuilder();
                builder.Add(name, 1);
                builder.Add(name, 2);
                using SectionStream stream = writer.BeginSection(SectionKind.IdMapper, name);
                builder.Build(stream);
                stream.Count = builder.Count;
            }

            writer.Publish();
        }

        using ApproximateStringIdMultiMapper two = ApproximateStringIdMultiMapper.Open(folder["a.sbuf"], LoadMode.Copy, "two");
        two.WarmUp();
        two.Publish(folder["b.sbuf"], "two");
        using ApproximateStringIdMultiMapper copy = ApproximateStringIdMultiMapper.Open(folder["b.sbuf"], section: "two");
        using BufferFile file = BufferFile.Open(folder["a.sbuf"]);

        Assert.That(copy["two"], Is.EqualTo(new ulong[] { 1, 2 }));
        Assert.That(copy["two"].Runs.Single().AsUInt32Span().ToArray(), Is.EqualTo(new uint[] { 1, 2 }));
        Assert.That(copy["one"].IsEmpty, Is.True);
        Assert.That(copy.Single().Key & 0xFF, Is.Not.Zero);
        Assert.That(two.Count, Is.EqualTo(1));
        Assert.That(two.Values, Has.Count.EqualTo(2));
        Assert.That(ApproximateStringIdMultiMapper.TryOpen(file.GetView(SectionKind.IdMapper, "one"), out ApproximateStringIdMultiMapper? one), Is.True);
        Assert.That(one!["one"].ToArray(), Is.EqualTo(new ulong[] { 1, 2 }));
        Assert.That(() => ApproximateStringIdMultiMapper.Open(folder["a.sbuf"]), Throws.InstanceOf<KeyNotFoundException>());
    }

    [Test]
    public void Open_TableThatKeepsItsKeys_IsRefused()
    {
        using StringIdMapperBuilder builder = StringIdMapper.CreateBuilder();
        builder.Add("a", 1);
        var stream = new MemoryStream();
        builder.Build(stream);
        using MemoryRegion region = MemoryRegion.CopyOf(stream.ToArray());
        using MemoryRegion other = Build(Numbers(3), ApproximateStringIdMultiMapper.CreateBuilder());

        Assert.That(() => ApproximateStringIdMultiMapper.Open(region.View), Throws.TypeOf<CorruptBufferException>());
        Assert.That(ApproximateStringIdMultiMapper.TryOpen(region.View, out _), Is.False);
        Assert.That(() => StringIdMultiMapper.Open(other.View), Throws.TypeOf<CorruptBufferException>());
    }

    [TestCase(-1.0)]
    [TestCase(1.5)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void Open_RateThatCannotBe_IsCorrupt(double rate)
    {
        using MemoryRegion region = Build(Numbers(3), ApproximateStringIdMultiMapper.CreateBuilder());
        byte[] bytes = region.View.AsSpan().ToArray();
        BitConverter.TryWriteBytes(bytes.AsSpan(48), rate);
        using MemoryRegion damaged = MemoryRegion.CopyOf(bytes);

        Assert.That(() => ApproximateStringIdMultiMapper.Open(damaged.View), Throws.TypeOf<CorruptBufferException>());
    }

    [Test]
    public void Members_MisusedByTheCaller_SayWhatIsWrong()
    {
        using MemoryRegion region = Build(Numbers(3), ApproximateStringIdMultiMapper.CreateBuilder());
        ApproximateStringIdMultiMapper mapper = ApproximateStringIdMultiMapper.Open(region.View);
        using ApproximateStringIdMapperBuilder builder = ApproximateStringIdMultiMapper.CreateBuilder();

        Assert.That(() => ApproximateStringIdMultiMapper.CreateBuilder(0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => ApproximateStringIdMultiMapper.CreateBuilder(1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => ApproximateStringIdMultiMapper.CreateBuilder(double.NaN), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => ApproximateStringIdMultiMapper.CreateBuilderWithBits(7), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => ApproximateStringIdMultiMapper.CreateBuilderWithBits(65), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => builder.Add("\uD800", 1), Throws.ArgumentException);
        Assert.That(() => builder.Add((string)null!, 1), Throws.ArgumentNullException);
        Assert.That(() => mapper.TryGetValues((string)null!, out _), Throws.ArgumentNullException);
        Assert.That(() => mapper.MayContain((string)null!), Throws.ArgumentNullException);
        Assert.That(() => mapper.TryGetFirst((string)null!, out _), Throws.ArgumentNullException);
        Assert.That(() => ApproximateStringIdMultiMapper.HashOf((string)null!), Throws.ArgumentNullException);
        Assert.That(() => mapper.TryGetValues(["a", null!], new ApproximateValues[2]), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => mapper.TryGetValues(["a", "b"], new ApproximateValues[1]), Throws.ArgumentException);
        Assert.That(() => mapper.TryGetValuesOfHashes([1, 2], new ApproximateValues[1]), Throws.ArgumentException);
        Assert.That(() => mapper.TryGetValues("ab"u8, [1, 3], new ApproximateValues[2]), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => mapper.TryGetValues("ab"u8, [2, 1], new ApproximateValues[2]), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => default(ApproximateValues).First, Throws.InvalidOperationException);
        Assert.That(default(ApproximateValues).ToArray(), Is.Empty);
        mapper.TryGetValuesOfHash(Numbers(3)[0].Hash, out ApproximateValues values);
        Assert.That(() => values.CopyTo([]), Throws.ArgumentException);
        region.Dispose();
        Assert.That(() => mapper.MayContain("a"), Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public void Open_EmptyTable_HasNothing()
    {
        using MemoryRegion region = Build([], ApproximateStringIdMultiMapper.CreateBuilder());
        using ApproximateStringIdMultiMapper mapper = ApproximateStringIdMultiMapper.Open(region.View);

        Assert.That((mapper.Count, mapper.ValueCount, mapper.FalsePositiveRate), Is.EqualTo((0, 0, 0.0)));
        Assert.That(mapper.MayContain(""), Is.False);
        Assert.That(mapper.ToList().Count + mapper.Values.ToList().Count + mapper.Fingerprints.ToList().Count, Is.Zero);
    }

    [Test]
    public void TryGetValues_ManyLookups_AllocatesNothing()
    {
        (ulong Hash, ulong Value)[] pairs = [.. Enumerable.Range(0, 1000).Select(i => (ApproximateStringIdMultiMapper.HashOf($"key {i % 300}"), (ulong)i))];
        using MemoryRegion region = Build(pairs, ApproximateStringIdMultiMapper.CreateBuilder());
        using ApproximateStringIdMultiMapper mapper = ApproximateStringIdMultiMapper.Open(region.View);
        ulong sum = 0;
        Lookups();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Lookups();

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(sum, Is.Not.Zero);

        void Lookups()
        {
            for (int round = 0; round < 100; round++)
            {
                foreach (ulong value in mapper["key 17"])
                {
                    sum += value;
                }

                foreach (IdValues run in mapper["key 18"u8].Runs)
                {
                    sum += run.AsUInt32Span()[0];
                }

                foreach (IdGroup<ulong> group in mapper)
                {
                    sum += group.Key + group.Values[0];
                }

                foreach (ulong value in mapper.Values)
                {
                    sum += value;
                }
            }
        }
    }

    private static void WriteKey(int number, Span<byte> key)
    {
        for (int i = key.Length - 1; i >= 0; i--, number /= 10)
        {
            key[i] = (byte)('0' + (number % 10));
        }
    }

    private static (ulong Hash, ulong Value)[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(i => ((ulong)i, (ulong)i))];

    private static MemoryRegion Build((ulong Hash, ulong Value)[] pairs, ApproximateStringIdMapperBuilder builder)
    {
        using (builder)
        {
            foreach ((ulong hash, ulong value) in pairs)
            {
                builder.AddHash(hash, value);
            }

            return ToRegion(builder);
        }
    }

    private static MemoryRegion ToRegion(ApproximateStringIdMapperBuilder builder)
    {
        var stream = new MemoryStream();
        Assert.That(builder.Build(stream), Is.EqualTo(stream.Length));
        return MemoryRegion.CopyOf(stream.ToArray());
    }
}
