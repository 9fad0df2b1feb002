using NUnit.Framework;
using SharedBuffers.Diagnostics;
using SharedBuffers.Files;
using SharedBuffers.Indexes;
using SharedBuffers.Layout;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Indexes;

/// <summary>Files that become one: the bytes are those of a build from everything that the files were built from.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class IdMapperMergeTests : IDisposable
{
    private const string OldContent = "the old file";

    private readonly TemporaryFolder _folder = new();

    private string Output => _folder["merged.sbuf"];

    public void Dispose() => _folder.Dispose();

    [Test]
    public void Merge_StringFiles_EqualsABuildOfAllInputs(
        [Values(1, 2, 5)] int files, [Values(0, 3, 30_000)] int perFile, [Values(1L << 20, 256L << 20)] long budget)
    {
        var random = new Random((files * 31) + perFile);
        (string Key, ulong Value)[][] inputs = [.. Enumerable.Range(0, files).Select(f => Enumerable.Range(0, perFile + f)
            .Select(i => ($"{f}/{i}" + new string('k', random.Next(100) == 0 ? random.Next(2000) : random.Next(25)), (ulong)random.NextInt64(1L << (f == 4 ? 40 : 20)))).ToArray())];

        StringIdMapper.Merge(inputs.Select((input, f) => Build($"{f}.sbuf", input)), Output, new IndexBuildOptions { MemoryBudget = budget });

        Assert.That(File.ReadAllBytes(Output).AsSpan().SequenceEqual(File.ReadAllBytes(Build("all.sbuf", inputs.SelectMany(i => i)))));
    }

    [Test]
    public void Merge_IntegerFiles_EqualsABuildOfAllInputs([Values(1, 3)] int files, [Values(0, 1, 40_000)] int perFile)
    {
        var random = new Random((files * 31) + perFile);
        (uint Key, ulong Value)[] pairs = [.. Enumerable.Range(0, files * perFile).Select(i => ((uint)i * 2_654_435_761u, (ulong)random.NextInt64(1L << 40)))];
        using var all32 = UInt32IdMapper.CreateBuilder();
        using var all64 = UInt64IdMapper.CreateBuilder();
        for (int f = 0; f < files; f++)
        {
            using var part32 = UInt32IdMapper.CreateBuilder();
            using var part64 = UInt64IdMapper.CreateBuilder();
            foreach ((uint key, ulong value) in pairs.Skip(f * perFile).Take(perFile))
            {
                part32.Add(key, value);
                part64.Add((ulong)key << 20, value);
                all32.Add(key, value);
                all64.Add((ulong)key << 20, value);
            }

            part32.Publish(_folder[$"{f}.32"]);
            part64.Publish(_folder[$"{f}.64"]);
        }

        all32.Publish(_folder["all.32"]);
        all64.Publish(_folder["all.64"]);

        long count32 = UInt32IdMapper.Merge(Enumerable.Range(0, files).Select(f => _folder[$"{f}.32"]), _folder["merged.32"]);
        long count64 = UInt64IdMapper.Merge(Enumerable.Range(0, files).Select(f => _folder[$"{f}.64"]), _folder["merged.64"]);

        Assert.Multiple(() =>
        {
            Assert.That(count32, Is.EqualTo(pairs.Length));
            Assert.That(count64, Is.EqualTo(pairs.Length));
            Assert.That(File.ReadAllBytes(_folder["merged.32"]).AsSpan().SequenceEqual(File.ReadAllBytes(_folder["all.32"])), "32-bit keys");
            Assert.That(File.ReadAllBytes(_folder["merged.64"]).AsSpan().SequenceEqual(File.ReadAllBytes(_folder["all.64"])), "64-bit keys");
        });
    }

    [TestCase(DuplicatePolicy.KeepFirst)]
    [TestCase(DuplicatePolicy.KeepLast)]
    public void Merge_KeysInSeveralFiles_FollowsThePolicyAndEqualsABuild(DuplicatePolicy policy)
    {
        var random = new Random(4711);
        (string Key, ulong Value)[][] inputs = [.. Enumerable.Range(0, 4).Select(f => Enumerable.Range(0, 20_000).Select(i => i % 3 == f ? $"{f}.{i}" : $"{i}")
            .Select(key => (key, (ulong)random.Next())).ToArray())];
        var model = new Dictionary<string, ulong>();
        foreach ((string key, ulong value) in inputs.SelectMany(i => i))
        {
            if (policy == DuplicatePolicy.KeepLast || !model.ContainsKey(key))
            {
                model[key] = value;
            }
        }

        var options = new IndexBuildOptions { Duplicates = policy };
        long count = StringIdMapper.Merge(inputs.Select((input, f) => Build($"{f}.sbuf", input)), Output, options);

        using StringIdMapper merged = StringIdMapper.Open(Output);
        Assert.That(count, Is.EqualTo(model.Count));
        Assert.That(merged.ToDictionary().OrderBy(e => e.Key, StringComparer.Ordinal).SequenceEqual(model.OrderBy(e => e.Key, StringComparer.Ordinal)));
        Assert.That(File.ReadAllBytes(Output).AsSpan().SequenceEqual(File.ReadAllBytes(Build("all.sbuf", inputs.SelectMany(i => i), options))));
    }

    [Test]
    public void Merge_KeyInTwoFilesAndErrorPolicy_NamesTheKeyAndLeavesTheOldFile()
    {
        File.WriteAllText(Output, OldContent);
        string[] inputs = [Build("0.sbuf", [("once", 1), ("in both files", 2)]), Build("1.sbuf", [("in both files", 2)])];

        Assert.That(() => StringIdMapper.Merge(inputs, Output), Throws.TypeOf<DuplicateKeyException>().With.Message.Contains("in both files"));
        CheckOldFileAndNothingElse("0.sbuf", "1.sbuf");
    }

    [Test]
    public void Merge_TableOfAnotherSeed_IsRehashed([Values(0, 1)] int reseeded)
    {
        (string Key, ulong Value)[][] inputs = [.. Enumerable.Range(0, 2).Select(f => Enumerable.Range(0, 5000).Select(i => ($"{f}/{i}", (ulong)i)).ToArray())];
        string[] paths = [.. inputs.Select((input, f) => f == reseeded ? BuildSeeded($"{f}.sbuf", input, seed: 77) : Build($"{f}.sbuf", input))];

        StringIdMapper.Merge(paths, Output);

        Assert.That(File.ReadAllBytes(Output).AsSpan().SequenceEqual(File.ReadAllBytes(Build("all.sbuf", inputs.SelectMany(i => i)))));
    }

    [Test]
    public void Merge_OutputIsAnInput_ReplacesIt()
    {
        string[] inputs = [Build("merged.sbuf", [("a", 1)]), Build("1.sbuf", [("b", 2)])];

        StringIdMapper.Merge(inputs, Output);

        using StringIdMapper merged = StringIdMapper.Open(Output);
        Assert.That(merged.ToDictionary(), Is.EquivalentTo(new Dictionary<string, ulong> { ["a"] = 1, ["b"] = 2 }));
    }

    [Test]
    public void Merge_NoInputs_Throws() => Assert.That(() => StringIdMapper.Merge([], Output), Throws.ArgumentException);

    [Test]
    public void Merge_FileOfAnotherKind_ThrowsCorruptAndLeavesNothing()
    {
        using (var builder = UInt32IdMapper.CreateBuilder())
        {
            builder.Add(1, 2);
            builder.Publish(_folder["0.sbuf"]);
        }

        Assert.That(() => StringIdMapper.Merge([_folder["0.sbuf"]], Output), Throws.TypeOf<CorruptBufferException>());
        Assert.That(_folder.FileNames, Is.EqualTo(new[] { "0.sbuf" }));
    }

    [Test]
    public void Merge_Cancelled_LeavesTheOldFileAndNothingElse()
    {
        File.WriteAllText(Output, OldContent);
        string input = Build("0.sbuf", Enumerable.Range(0, 50_000).Select(i => ($"{i}", (ulong)i)));
        using var cancellation = new CancellationTokenSource();
        var options = new IndexBuildOptions
        {
            CancellationToken = cancellation.Token,
            Progress = new InlineProgress<WorkProgress>(progress =>
            {
                if (progress.Fraction > 0.6)
                {
                    cancellation.Cancel();
                }
            }),
        };

        Assert.That(() => StringIdMapper.Merge([input], Output, options), Throws.InstanceOf<OperationCanceledException>());
        CheckOldFileAndNothingElse("0.sbuf");
    }

    [Test]
    public void Merge_Progress_AscendsToTheEnd()
    {
        var fractions = new List<double>();
        string input = Build("0.sbuf", Enumerable.Range(0, 50_000).Select(i => ($"{i}", (ulong)i)));

        StringIdMapper.Merge([input], Output, new IndexBuildOptions { Progress = new InlineProgress<WorkProgress>(p => fractions.Add(p.Fraction!.Value)) });

        Assert.That(fractions, Is.Ordered);
        Assert.That(fractions[^1], Is.EqualTo(1));
        Assert.That(fractions, Has.Count.GreaterThan(10));
    }

    [Test]
    public void Merge_TableWithBytesChanged_ReadsDataOrThrowsCorrupt()
    {
        const int Seed = 99;
        var random = new Random(Seed);
        string good = Build("good.sbuf", Enumerable.Range(0, 40).Select(i => ($"{i}", (ulong)i)));
        byte[] bytes = File.ReadAllBytes(good);
        long table;
        using (BufferFile file = BufferFile.Open(good))
        {
            table = file.GetView(SectionKind.IdMapper, "").Offset;
        }

        for (int i = 0; i < 300; i++)
        {
            byte[] damaged = [.. bytes];
            damaged[table + random.Next(64, 1000)] = (byte)random.Next(256);
            File.WriteAllBytes(_folder["damaged.sbuf"], damaged);
            try
            {
                StringIdMapper.Merge([_folder["damaged.sbuf"]], Output);
            }
            catch (Exception e) when (e is CorruptBufferException or DuplicateKeyException)
            {
            }

            Assert.That(_folder.FileNames.Except(["damaged.sbuf", "good.sbuf", "merged.sbuf"]), Is.Empty, $"seed {Seed}, round {i}");
        }
    }

    private static void AddAll(StringIdMapperBuilder builder, IEnumerable<(string Key, ulong Value)> pairs)
    {
        foreach ((string key, ulong value) in pairs)
        {
            builder.Add(key, value);
        }
    }

    private string Build(string name, IEnumerable<(string Key, ulong Value)> pairs, IndexBuildOptions? options = null)
    {
        using var builder = StringIdMapper.CreateBuilder(options);
        AddAll(builder, pairs);
        builder.Publish(_folder[name]);
        return _folder[name];
    }

    private string BuildSeeded(string name, IEnumerable<(string Key, ulong Value)> pairs, ulong seed)
    {
        using var builder = new InlineKeyTableBuilder(new IndexBuildOptions(), seed);
        foreach ((string key, ulong value) in pairs)
        {
            builder.Add(System.Text.Encoding.UTF8.GetBytes(key), value);
        }

        IdMapperFile.Publish(_folder[name], "", builder.Build, () => builder.Count);
        return _folder[name];
    }

    private void CheckOldFileAndNothingElse(params string[] inputs)
    {
        Assert.That(File.ReadAllText(Output), Is.EqualTo(OldContent));
        Assert.That(_folder.FileNames, Is.EqualTo(inputs.Append("merged.sbuf").Order(StringComparer.Ordinal)));
    }
}
