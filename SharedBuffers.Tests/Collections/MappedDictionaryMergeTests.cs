using NUnit.Framework;
using SharedBuffers.Collections;
using SharedBuffers.Diagnostics;
using SharedBuffers.Indexes;
using SharedBuffers.Tests.Support;
using SharedBuffers.Verification;

namespace SharedBuffers.Tests.Collections;

/// <summary>Dictionary files that become one, against a build from everything that they were built from.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class MappedDictionaryMergeTests : IDisposable
{
    private const string OldContent = "the old file";

    private readonly TemporaryFolder _folder = new();

    private string Output => _folder["merged.sbuf"];

    public void Dispose() => _folder.Dispose();

    [TestCase(1, 5000)]
    [TestCase(3, 0)]
    [TestCase(3, 1)]
    [TestCase(4, 4000)]
    public void Merge_TextKeys_EqualsTheRecordsOfAllFilesInTheirOrder(int files, int perFile)
    {
        string[] inputs = [.. Enumerable.Range(0, files).Select(f => Build($"{f}.sbuf", Enumerable.Range(f * perFile, perFile)))];

        long count = MappedDictionary.Merge(inputs, Output);

        Assert.That(count, Is.EqualTo(files * perFile));
        Check(Enumerable.Range(0, files * perFile));
    }

    [TestCase(0)]
    [TestCase(64)]
    public void Merge_RecordsThatShareValues_ShowsThemAll(int sharedValues)
    {
        var options = new BuildOptions { SharedValues = sharedValues };
        string[] inputs = [.. Enumerable.Range(0, 3).Select(f => _folder[$"{f}.sbuf"])];
        for (int f = 0; f < inputs.Length; f++)
        {
            using var builder = MappedDictionary.CreateBuilder<string, Product>(inputs[f], options);
            for (int i = 0; i < 500; i++)
            {
                builder.Add($"{f}/{i}", new Product { Name = $"one of ten long names: {i % 10}", Number = i });
            }

            builder.Publish();
        }

        MappedDictionary.Merge(inputs, Output);
        MappedDictionary.Merge([Output], _folder["again.sbuf"]);

        foreach (string path in new[] { Output, _folder["again.sbuf"] })
        {
            using var merged = MappedDictionary.Open<string, Product.View>(path);
            Assert.That(merged.LongCount, Is.EqualTo(1500));
            Assert.That(Enumerable.Range(0, 1500).All(i => merged[$"{i / 500}/{i % 500}"].Name.ToString() == $"one of ten long names: {i % 10}"), Is.True);
            Assert.That(FileVerifier.Verify(path).IsValid, Is.True);
        }
    }

    [Test]
    public void Merge_RecordsOfWholeUnits_SameBytesAsABuild()
    {
        void BuildPairs(string path, int first, int count)
        {
            using var builder = MappedDictionary.CreateBuilder<long, Pair>(path);
            for (int i = first; i < first + count; i++)
            {
                builder.Add(i * -7L, new Pair { Left = i, Right = -i });
            }

            builder.Publish();
        }

        BuildPairs(_folder["0.sbuf"], 0, 30_000);
        BuildPairs(_folder["1.sbuf"], 30_000, 10_000);
        BuildPairs(_folder["all.sbuf"], 0, 40_000);

        MappedDictionary.Merge([_folder["0.sbuf"], _folder["1.sbuf"]], Output);

        Assert.That(File.ReadAllBytes(Output).AsSpan().SequenceEqual(File.ReadAllBytes(_folder["all.sbuf"])));
    }

    [TestCase(DuplicatePolicy.KeepFirst)]
    [TestCase(DuplicatePolicy.KeepLast)]
    public void Merge_KeysInSeveralFiles_FollowsThePolicy(DuplicatePolicy policy)
    {
        string[] inputs = [.. Enumerable.Range(0, 3).Select(f => _folder[$"{f}.sbuf"])];
        for (int f = 0; f < inputs.Length; f++)
        {
            using var builder = MappedDictionary.CreateBuilder<uint, Product>(inputs[f]);
            for (uint i = 0; i < 2000; i++)
            {
                builder.Add(i + ((uint)f * 500), new Product { Number = f });
            }

            builder.Publish();
        }

        long count = MappedDictionary.Merge(inputs, Output, new BuildOptions { Duplicates = policy });

        using var merged = MappedDictionary.Open<uint, Product.View>(Output);
        Assert.That(count, Is.EqualTo(3000));
        Assert.That(merged.LongCount, Is.EqualTo(3000));
        for (uint key = 0; key < 3000; key++)
        {
            long first = key < 2000 ? 0 : key < 2500 ? 1 : 2;
            long last = key < 500 ? 0 : key < 1000 ? 1 : 2;
            Assert.That(merged[key].Number, Is.EqualTo(policy == DuplicatePolicy.KeepFirst ? first : last), $"key {key}");
        }
    }

    [Test]
    public void Merge_KeyInTwoFilesAndErrorPolicy_NamesTheKeyAndLeavesTheOldFile()
    {
        File.WriteAllText(Output, OldContent);
        string[] inputs = [Build("0.sbuf", [1, 2]), Build("1.sbuf", [2, 3])];

        Assert.That(() => MappedDictionary.Merge(inputs, Output), Throws.TypeOf<DuplicateKeyException>().With.Message.Contains("key 2"));
        CheckOldFileAndNothingElse("0.sbuf", "1.sbuf");
    }

    [Test]
    public void Merge_Cancelled_LeavesTheOldFileAndNothingElse()
    {
        File.WriteAllText(Output, OldContent);
        string input = Build("0.sbuf", Enumerable.Range(0, 1000));
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();

        Assert.That(() => MappedDictionary.Merge([input], Output, new BuildOptions { CancellationToken = cancellation.Token }), Throws.InstanceOf<OperationCanceledException>());
        CheckOldFileAndNothingElse("0.sbuf");
    }

    [Test]
    public void Merge_OtherSchemaOrKeys_ThrowsAndLeavesNothing()
    {
        string products = Build("0.sbuf", [1]);
        string pairs = _folder["1.sbuf"];
        string numbers = _folder["2.sbuf"];
        using (var builder = MappedDictionary.CreateBuilder<string, Pair>(pairs))
        {
            builder.Publish();
        }

        using (var builder = MappedDictionary.CreateBuilder<uint, Product>(numbers))
        {
            builder.Publish();
        }

        Assert.Multiple(() =>
        {
            Assert.That(() => MappedDictionary.Merge([products, pairs], Output), Throws.TypeOf<SchemaMismatchException>());
            Assert.That(() => MappedDictionary.Merge([products, numbers], Output), Throws.InvalidOperationException);
            Assert.That(() => MappedDictionary.Merge([], Output), Throws.ArgumentException);
            Assert.That(_folder.FileNames, Has.Length.EqualTo(3));
        });
    }

    [Test]
    public void Merge_OutputIsAnInput_ReplacesIt()
    {
        string input = Build("merged.sbuf", [0, 1]);

        MappedDictionary.Merge([input, Build("1.sbuf", [2])], Output);

        Check(Enumerable.Range(0, 3));
    }

    private string Build(string name, IEnumerable<int> numbers)
    {
        using var builder = MappedDictionary.CreateBuilder<string, Product>(_folder[name]);
        builder.AddRange(numbers.Select(i => new KeyValuePair<string, Product>($"key {i}", Product.Numbered(i))));
        builder.Publish();
        return _folder[name];
    }

    private void Check(IEnumerable<int> numbers)
    {
        using var merged = MappedDictionary.Open<string, Product.View>(Output);
        Assert.That(merged.Keys, Is.EqualTo(numbers.Select(i => $"key {i}")));
        Assert.That(numbers.All(i => Product.IsNumbered(merged[$"key {i}"], i)), Is.True);
        Assert.That(FileVerifier.Verify(Output).IsValid, Is.True);
    }

    private void CheckOldFileAndNothingElse(params string[] inputs)
    {
        Assert.That(File.ReadAllText(Output), Is.EqualTo(OldContent));
        Assert.That(_folder.FileNames, Is.EqualTo(inputs.Append("merged.sbuf")));
    }
}
