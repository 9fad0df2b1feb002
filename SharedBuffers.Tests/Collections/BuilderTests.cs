using NUnit.Framework;
using SharedBuffers.Collections;
using SharedBuffers.Diagnostics;
using SharedBuffers.Indexes;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Collections;

/// <summary>What a build leaves behind: the same bytes for the same input, and nothing when it fails.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class BuilderTests : IDisposable
{
    private const string Name = "a.sbuf";
    private const string OldContent = "the old file";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public void Publish_AnyMemoryBudget_SameBytes()
    {
        const int Count = 150_000;
        byte[] Build(long budget)
        {
            using (var builder = MappedDictionary.CreateBuilder<string, Product>(_folder[Name], new BuildOptions { MemoryBudget = budget }))
            {
                builder.AddRange(Enumerable.Range(0, Count).Select(i => new KeyValuePair<string, Product>($"key {i}", new Product { Number = i })));
                builder.Publish();
            }

            return File.ReadAllBytes(_folder[Name]);
        }

        byte[] unlimited = Build(long.MaxValue);
        Assert.Multiple(() =>
        {
            Assert.That(Build(1 << 20).AsSpan().SequenceEqual(unlimited), "1 MiB");
            Assert.That(Build(64 << 20).AsSpan().SequenceEqual(unlimited), "64 MiB");
        });
    }

    [TestCase(DuplicatePolicy.KeepFirst)]
    [TestCase(DuplicatePolicy.KeepLast)]
    public void Publish_RepeatedTextKeys_KeepsOneRecordEach(DuplicatePolicy policy) => CheckDuplicates(policy, i => $"key {i}");

    [TestCase(DuplicatePolicy.KeepFirst)]
    [TestCase(DuplicatePolicy.KeepLast)]
    public void Publish_RepeatedIntegerKeys_KeepsOneRecordEach(DuplicatePolicy policy) => CheckDuplicates(policy, i => (ulong)i * 77);

    [Test]
    public void Publish_RepeatedKeyAndErrorPolicy_NamesTheKeyAndLeavesNothing()
    {
        File.WriteAllText(_folder[Name], OldContent);
        using (var builder = MappedDictionary.CreateBuilder<string, Product>(_folder[Name]))
        {
            builder.Add("once", new Product());
            builder.Add("the key that comes twice", new Product());
            builder.Add("the key that comes twice"u8, new Product());
            Assert.That(builder.Publish, Throws.TypeOf<DuplicateKeyException>().With.Message.Contains("the key that comes twice"));
        }

        CheckOldFileAndNothingElse();
    }

    [Test]
    public void Publish_RepeatedIntegerKeyAndErrorPolicy_NamesTheKey()
    {
        using var builder = MappedDictionary.CreateBuilder<long, Product>(_folder[Name]);
        builder.Add(-4711, new Product());
        builder.Add(-4711, new Product());
        Assert.That(builder.Publish, Throws.TypeOf<DuplicateKeyException>().With.Message.Contains("-4711"));
    }

    [Test]
    public void Add_Cancelled_LeavesTheOldFileAndNothingElse()
    {
        File.WriteAllText(_folder[Name], OldContent);
        using var cancellation = new CancellationTokenSource();
        using (var builder = MappedDictionary.CreateBuilder<string, Product>(_folder[Name], new BuildOptions { CancellationToken = cancellation.Token, MemoryBudget = 1 << 20 }))
        {
            for (int i = 0; i < 100_000; i++)
            {
                builder.Add($"{i}", new Product());
            }

            cancellation.Cancel();
            Assert.That(() => builder.Add("one more", new Product()), Throws.InstanceOf<OperationCanceledException>());
            Assert.That(builder.Publish, Throws.InstanceOf<OperationCanceledException>());
        }

        CheckOldFileAndNothingElse();
    }

    [Test]
    public void Publish_CancelledInTheMiddle_LeavesTheOldFileAndNothingElse()
    {
        File.WriteAllText(_folder[Name], OldContent);
        using var cancellation = new CancellationTokenSource();
        var progress = new InlineProgress<WorkProgress>(p =>
        {
            if (p.Step != "records" && p.Done > 0)
            {
                cancellation.Cancel();
            }
        });
        var options = new BuildOptions { CancellationToken = cancellation.Token, MemoryBudget = 1 << 20, Progress = progress };
        using (var builder = MappedDictionary.CreateBuilder<string, Product>(_folder[Name], options))
        {
            for (int i = 0; i < 100_000; i++)
            {
                builder.Add($"{i}", new Product());
            }

            Assert.That(builder.Publish, Throws.InstanceOf<OperationCanceledException>());
        }

        CheckOldFileAndNothingElse();
    }

    [Test]
    public void AddRange_SourceThrows_BuilderGoesOnOrLeavesNothing()
    {
        static IEnumerable<KeyValuePair<string, Product>> Source()
        {
            yield return new("a", Product.Numbered(1));
            throw new FormatException("line 2");
        }

        File.WriteAllText(_folder[Name], OldContent);
        using (var builder = MappedDictionary.CreateBuilder<string, Product>(_folder[Name]))
        {
            Assert.That(() => builder.AddRange(Source()), Throws.TypeOf<FormatException>());
            Assert.That(builder.Count, Is.EqualTo(1));
        }

        CheckOldFileAndNothingElse();
    }

    [Test]
    public void Add_RecordCannotBePacked_TheOthersAreStored()
    {
        using (var builder = MappedDictionary.CreateBuilder<string, Product>(_folder[Name]))
        {
            builder.Add("before", Product.Numbered(1));
            Assert.That(() => builder.Add("lone surrogate \uD800", Product.Numbered(2)), Throws.ArgumentException);
            Assert.That(() => builder.Add("bad", new Product { Number = 3, Name = "\uD800" }), Throws.InstanceOf<Exception>());
            builder.Add("after", Product.Numbered(4));
            builder.Publish();
        }

        using var dictionary = MappedDictionary.Open<string, Product.View>(_folder[Name]);
        Assert.Multiple(() =>
        {
            Assert.That(dictionary.Keys, Is.EqualTo(new[] { "before", "after" }));
            Assert.That(Product.IsNumbered(dictionary["after"], 4));
            Assert.That(dictionary.ContainsKey("bad"), Is.False);
        });
    }

    [Test]
    public async Task AddRangeAsync_AsynchronousSource_StoresAll()
    {
        static async IAsyncEnumerable<KeyValuePair<uint, Product>> Source()
        {
            for (uint i = 0; i < 100; i++)
            {
                await Task.Yield();
                yield return new(i, Product.Numbered(i));
            }
        }

        using (var builder = MappedDictionary.CreateBuilder<uint, Product>(_folder[Name]))
        {
            await builder.AddRangeAsync(Source());
            builder.Publish();
        }

        using var dictionary = MappedDictionary.Open<uint, Product.View>(_folder[Name]);
        Assert.That(dictionary.Select(pair => pair.Value.Number), Is.EqualTo(Enumerable.Range(0, 100)));
    }

    [Test]
    public void CreateBuilder_FolderMissing_Throws() =>
        Assert.That(() => MappedDictionary.CreateBuilder<string, Product>(_folder["none/a.sbuf"]), Throws.TypeOf<DirectoryNotFoundException>());

    [Test]
    public void CreateBuilder_TypeThatIsNoKey_ThrowsAndLeavesNothing()
    {
        Assert.That(() => MappedDictionary.CreateBuilder<DateTime, Product>(_folder[Name]), Throws.TypeOf<NotSupportedException>());
        Assert.That(_folder.FileNames, Is.Empty);
    }

    [Test]
    public void Publish_Twice_Throws()
    {
        using var builder = MappedDictionary.CreateBuilder<string, Product>(_folder[Name]);
        builder.Publish();
        Assert.That(builder.Publish, Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => builder.Add("a", new Product()), Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public void Publish_Progress_CountsRecordsAndEndsWithTheIndex()
    {
        var reports = new List<WorkProgress>();
        using var builder = MappedDictionary.CreateBuilder<uint, Product>(_folder[Name], new BuildOptions { Progress = new InlineProgress<WorkProgress>(reports.Add), ExpectedCount = 70_000 });
        for (uint i = 0; i < 70_000; i++)
        {
            builder.Add(i, new Product());
        }

        builder.Publish();
        Assert.Multiple(() =>
        {
            Assert.That(reports[0], Is.EqualTo(new WorkProgress("records", 65_536, 70_000)));
            Assert.That(reports[^1].Step, Is.EqualTo("index 'key'"));
            Assert.That(reports[^1].Fraction, Is.EqualTo(1));
        });
    }

    private void CheckDuplicates<TKey>(DuplicatePolicy policy, Func<int, TKey> key)
        where TKey : notnull
    {
        const int Count = 60_000;
        const int Distinct = 7_000;
        const int Seed = 99;
        var random = new Random(Seed);
        var expected = new Dictionary<TKey, int>();
        using (var builder = MappedDictionary.CreateBuilder<TKey, Product>(_folder[Name], new BuildOptions { Duplicates = policy, MemoryBudget = 1 << 20 }))
        {
            for (int i = 0; i < Count; i++)
            {
                TKey k = key(random.Next(Distinct));
                builder.Add(k, new Product { Number = i });
                if (policy == DuplicatePolicy.KeepLast || !expected.ContainsKey(k))
                {
                    expected[k] = i;
                }
            }

            builder.Publish();
        }

        using var dictionary = MappedDictionary.Open<TKey, Product.View>(_folder[Name]);
        Assert.Multiple(() =>
        {
            Assert.That(dictionary.LongCount, Is.EqualTo(expected.Count), $"seed {Seed}");
            Assert.That(dictionary.Records.LongCount, Is.EqualTo(expected.Count));
            Assert.That(dictionary.Select(pair => ((int)pair.Value.Number, pair.Key)), Is.EqualTo(expected.Select(pair => (pair.Value, pair.Key)).OrderBy(p => p.Value)));
            Assert.That(expected.All(pair => dictionary[pair.Key].Number == pair.Value));
        });
    }

    private void CheckOldFileAndNothingElse()
    {
        Assert.That(_folder.FileNames, Is.EqualTo(new[] { Name }));
        Assert.That(File.ReadAllText(_folder[Name]), Is.EqualTo(OldContent));
    }
}
