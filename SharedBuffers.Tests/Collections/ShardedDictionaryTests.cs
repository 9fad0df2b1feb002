using NUnit.Framework;
using SharedBuffers.Collections;
using SharedBuffers.Diagnostics;
using SharedBuffers.Files;
using SharedBuffers.Hashing;
using SharedBuffers.Indexes;
using SharedBuffers.Layout;
using SharedBuffers.Tests.Support;
using SharedBuffers.Verification;

namespace SharedBuffers.Tests.Collections;

/// <summary>A dictionary in several files against one in memory.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ShardedDictionaryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Manifest => _folder["all.sbuf"];

    public void Dispose() => _folder.Dispose();

    [TestCase(1, 0)]
    [TestCase(1, 1000)]
    [TestCase(3, 1)]
    [TestCase(7, 5000)]
    public void Open_TextKeys_EqualsTheModel(int shards, int count) => Check(shards, count, i => $"key {i}");

    [TestCase(5, 3000)]
    public void Open_IntegerKeys_EqualsTheModel(int shards, int count)
    {
        Check(shards, count, i => (uint)i);
        Check(shards, count, i => (ulong)i << 30);
        Check(shards, count, i => -i);
        Check(shards, count, i => (long)i << 40);
        Check(shards, count, i => new Guid(i, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
    }

    [Test]
    public void Read_Manifest_CutsTheHashesWithoutGaps([Values(1, 2, 3, 7, 100)] int count)
    {
        using (var builder = ShardedDictionary.CreateBuilder<string, Product>(Manifest, count))
        {
            builder.Publish();
        }

        var manifest = ShardManifest.Read(Manifest);
        Assert.That(manifest.Shards[0].FirstHash, Is.Zero);
        Assert.That(manifest.Shards[^1].LastHash, Is.EqualTo(ulong.MaxValue));
        Assert.That(manifest.Shards.Skip(1).Select(s => s.FirstHash), Is.EqualTo(manifest.Shards.SkipLast(1).Select(s => s.LastHash + 1)));
    }

    [Test]
    public void GetShard_TextKey_NamesTheFileThatHasIt()
    {
        Build(4, 500, i => $"key {i}");
        var manifest = ShardManifest.Read(Manifest);
        foreach (int i in Enumerable.Range(0, 500))
        {
            byte[] key = System.Text.Encoding.UTF8.GetBytes($"key {i}");
            ShardInfo shard = manifest.GetShard(key);
            using var dictionary = MappedDictionary.Open<string, Product.View>(_folder[shard.FileName]);
            Assert.That(dictionary.ContainsKey(key), Is.True);
            Assert.That(XxHash3.Hash64(key, 0), Is.InRange(shard.FirstHash, shard.LastHash));
        }
    }

    [Test]
    public void Open_ShardMissing_NamesIt()
    {
        Build(3, 10, i => $"key {i}");
        string missing = ShardName(1);
        File.Delete(_folder[missing]);
        Assert.That(() => ShardedDictionary.Open<string, Product.View>(Manifest), Throws.TypeOf<FileNotFoundException>().With.Message.Contains(missing));
    }

    [Test]
    public void Open_ShardsSwapped_NamesOne()
    {
        Build(3, 10, i => $"key {i}");
        File.Move(_folder[ShardName(0)], _folder["kept"]);
        File.Move(_folder[ShardName(1)], _folder[ShardName(0)]);
        File.Move(_folder["kept"], _folder[ShardName(1)]);
        Assert.That(() => ShardedDictionary.Open<string, Product.View>(Manifest), Throws.InvalidOperationException.With.Message.Contains(ShardName(0)));
    }

    [Test]
    public void Open_ShardDamaged_ThrowsCorrupt()
    {
        Build(2, 10, i => $"key {i}");
        byte[] bytes = File.ReadAllBytes(_folder[ShardName(1)]);
        File.WriteAllBytes(_folder[ShardName(1)], bytes[..^1]);
        Assert.That(() => ShardedDictionary.Open<string, Product.View>(Manifest), Throws.TypeOf<CorruptBufferException>());
    }

    [Test]
    public void Open_ThroughALink_FindsTheShardsBesideTheManifest()
    {
        Build(2, 10, i => $"key {i}");
        using var elsewhere = new TemporaryFolder();
        File.CreateSymbolicLink(elsewhere["current.sbuf"], Manifest);
        using (var all = ShardedDictionary.Open<string, Product.View>(elsewhere["current.sbuf"]))
        {
            Assert.That(all.LongCount, Is.EqualTo(10));
        }

        using (var builder = ShardedDictionary.CreateBuilder<string, Product>(elsewhere["current.sbuf"], 3))
        {
            builder.Publish();
        }

        Assert.That(elsewhere.FileNames, Is.EqualTo(new[] { "current.sbuf" }));
        Assert.That(ShardManifest.Read(Manifest).Shards, Has.Count.EqualTo(3));
        Assert.That(_folder.FileNames, Has.Length.EqualTo(4));
    }

    [Test]
    public void Publish_OverOldShards_ReadersKeepTheOldOnesAndOnlyTheNewOnesStay()
    {
        Build(3, 100, i => $"key {i}");
        using var old = ShardedDictionary.Open<string, Product.View>(Manifest);

        Build(2, 200, i => $"key {i}");

        using var current = ShardedDictionary.Open<string, Product.View>(Manifest);
        Assert.That(old.Select(p => p.Value.Number).Order(), Is.EqualTo(Enumerable.Range(0, 100)));
        Assert.That(current.LongCount, Is.EqualTo(200));
        Assert.That(_folder.FileNames, Is.EquivalentTo(current.Manifest.Shards.Select(s => s.FileName).Append("all.sbuf")));
    }

    [Test]
    public void Publish_SameContentAgain_SameFilesAndBytes()
    {
        Build(3, 100, i => $"key {i}");
        Dictionary<string, byte[]> first = _folder.FileNames.ToDictionary(n => n, n => File.ReadAllBytes(_folder[n]));
        Build(3, 100, i => $"key {i}");
        Assert.That(_folder.FileNames, Is.EquivalentTo(first.Keys));
        Assert.That(first.All(f => File.ReadAllBytes(_folder[f.Key]).AsSpan().SequenceEqual(f.Value)));
    }

    [Test]
    public void Publish_ManifestOfAStranger_DeletesNothingThatIsNotAShard()
    {
        Build(1, 10, i => $"key {i}");
        File.WriteAllText(_folder["precious"], "data");
        ShardManifest.Publish(Manifest, KeyKind.Utf8, [new ShardInfo("precious", 1, 0, ulong.MaxValue, 1)]);
        Build(1, 20, i => $"key {i}");
        Assert.That(File.Exists(_folder["precious"]), Is.True);
    }

    [Test]
    public void Publish_RepeatedKeyInTheLastShard_LeavesTheOldDictionaryAndNothingElse()
    {
        Build(4, 100, i => $"key {i}");
        string[] before = _folder.FileNames;
        string last = Enumerable.Range(0, 1000).Select(i => $"key {i}").First(k => XxHash3.Hash64(System.Text.Encoding.UTF8.GetBytes(k), 0) >> 62 == 3);
        using (var builder = ShardedDictionary.CreateBuilder<string, Product>(Manifest, 4))
        {
            for (int i = 0; i < 1000; i++)
            {
                builder.Add($"key {i}", Product.Numbered(i + 1));
            }

            builder.Add(last, Product.Numbered(1));
            Assert.That(builder.Publish, Throws.TypeOf<DuplicateKeyException>().With.Message.Contains(last));
        }

        Assert.That(_folder.FileNames, Is.EqualTo(before));
        using var all = ShardedDictionary.Open<string, Product.View>(Manifest);
        Assert.That(all.LongCount, Is.EqualTo(100));
    }

    [Test]
    public void Publish_FailsAfterShardsThatDidNotChange_KeepsThoseOfTheOldManifest()
    {
        // Shard 0 is the same in both builds and so has the same name; the later one fails in shard 1.
        ulong ShardOf(int i) => XxHash3.Hash64(System.Text.Encoding.UTF8.GetBytes($"key {i}"), 0) >> 63;
        Build(2, 100, i => $"key {i}");
        using (var builder = ShardedDictionary.CreateBuilder<string, Product>(Manifest, 2))
        {
            foreach (int i in Enumerable.Range(0, 100))
            {
                builder.Add($"key {i}", Product.Numbered(i));
            }

            int other = Enumerable.Range(0, 100).First(i => ShardOf(i) == 1);
            builder.Add($"key {other}", Product.Numbered(0));
            Assert.That(builder.Publish, Throws.TypeOf<DuplicateKeyException>());
        }

        using var all = ShardedDictionary.Open<string, Product.View>(Manifest);
        Assert.That(all.LongCount, Is.EqualTo(100));
    }

    [Test]
    public void Publish_CancelledBetweenShards_LeavesNothing()
    {
        using var cancellation = new CancellationTokenSource();
        var options = new BuildOptions
        {
            CancellationToken = cancellation.Token,
            Progress = new InlineProgress<WorkProgress>(p =>
            {
                if (p.Step.StartsWith("shard 3 of 4", StringComparison.Ordinal))
                {
                    cancellation.Cancel();
                }
            }),
        };
        using (var builder = ShardedDictionary.CreateBuilder<uint, Product>(Manifest, 4, options))
        {
            for (uint i = 0; i < 5000; i++)
            {
                builder.Add(i, Product.Numbered(i));
            }

            Assert.That(builder.Publish, Throws.InstanceOf<OperationCanceledException>());
            Assert.That(_folder.FileNames, Is.Not.Empty, "two shards were in place");
        }

        Assert.That(_folder.FileNames, Is.Empty);
    }

    [Test]
    public void Open_SharedRecordsAndPolicies_EqualsTheModel()
    {
        var options = new BuildOptions { SharedRecords = 16, Duplicates = DuplicatePolicy.KeepLast };
        using (var builder = ShardedDictionary.CreateBuilder<string, Product>(Manifest, 3, options))
        {
            for (int i = 0; i < 1000; i++)
            {
                builder.Add($"key {i % 600}".AsSpan(), Product.Numbered(i % 10));
            }

            Assert.That(() => builder.Add("\ud800", new Product()), Throws.ArgumentException);
            builder.Publish();
        }

        using var all = ShardedDictionary.Open<string, Product.View>(Manifest);
        Assert.That(all.LongCount, Is.EqualTo(600));
        Assert.That(all.Manifest.Count, Is.EqualTo(600));
        Assert.That(Enumerable.Range(0, 600).All(i => all[$"key {i}"].Number == (i < 400 ? i + 600 : i) % 10));
        Assert.That(all.ContainsKey("\ud800"), Is.False);
    }

    [Test]
    public void TryGetValue_AnyKey_AllocatesNothing()
    {
        Build(4, 500, i => $"key {i}");
        using var text = ShardedDictionary.Open<string, Product.View>(Manifest);
        using var folder = new TemporaryFolder();
        using (var builder = ShardedDictionary.CreateBuilder<Guid, Product>(folder["guids"], 2))
        {
            builder.Add(Guid.Empty, Product.Numbered(5));
            builder.Publish();
        }

        using var guids = ShardedDictionary.Open<Guid, Product.View>(folder["guids"]);
        long Sum() => (text.TryGetValue("key 7", out Product.View a) ? a.Number : 0) + (text.TryGetValue("key 8"u8, out a) ? a.Number : 0)
            + (text.TryGetValue("key 9".AsSpan(), out a) ? a.Number : 0) + (text.ContainsKey("none") ? 1 : 0) + (guids.TryGetValue(Guid.Empty, out a) ? a.Number : 0);
        for (int i = 0; i < 100; i++)
        {
            Sum();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        long sum = Sum();
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(sum, Is.EqualTo(7 + 8 + 9 + 5));
    }

    [Test]
    public void Open_OtherKeys_Throws()
    {
        Build(2, 10, i => $"key {i}");
        Assert.That(() => ShardedDictionary.Open<uint, Product.View>(Manifest), Throws.InvalidOperationException);
    }

    [Test]
    public void Read_AnyBitOfTheListChanged_ThrowsCorrupt()
    {
        Build(2, 10, i => $"key {i}");
        using var damaged = new DamagedFile(Manifest);
        byte[] good = damaged.Bytes.ToArray();
        FileSection section = damaged.Section(SectionKind.Shards);
        for (long bit = 0; bit < section.Length * 8; bit += 3)
        {
            damaged.Change(section.Offset + (bit / 8), b => (byte)(b ^ (1 << (int)(bit % 8))));
            File.WriteAllBytes(_folder["damaged.sbuf"], damaged.Bytes.ToArray());
            Assert.That(() => ShardManifest.Read(_folder["damaged.sbuf"]), Throws.TypeOf<CorruptBufferException>(), $"bit {bit}");
            Assert.That(FileVerifier.Verify(damaged.Region).IsValid, Is.False, $"bit {bit}");
            good.CopyTo(damaged.Bytes);
        }

        Assert.That(FileVerifier.Verify(damaged.Region).Findings, Is.Empty);
    }

    [Test]
    public void Read_ListChangedAndAllChecksumsMadeToFit_GivesAManifestOrCorrupt()
    {
        Build(3, 10, i => $"key {i}");
        using var damaged = new DamagedFile(Manifest);
        byte[] good = damaged.Bytes.ToArray();
        FileSection section = damaged.Section(SectionKind.Shards);
        int corrupt = 0;
        int reads = 0;
        for (long offset = 0; offset < section.Length; offset++)
        {
            foreach (byte value in new byte[] { 0, 0x80, (byte)'/' })
            {
                damaged.Bytes[(int)(section.Offset + offset)] = value;
                Span<byte> list = damaged.Bytes.Slice((int)section.Offset, (int)section.Length);
                list.Slice(8, 8).Clear();
                BitConverter.TryWriteBytes(list[8..], XxHash3.Hash64(list));
                damaged.FixChecksums();
                File.WriteAllBytes(_folder["damaged.sbuf"], damaged.Bytes.ToArray());
                good.CopyTo(damaged.Bytes);
                reads++;
                try
                {
                    ShardManifest manifest = ShardManifest.Read(_folder["damaged.sbuf"]);
                    Assert.That(manifest.Shards.Select(s => Path.GetFileName(s.FileName)), Is.EqualTo(manifest.Shards.Select(s => s.FileName)));
                    ShardedDictionary.Open<string, Product.View>(_folder["damaged.sbuf"]).Dispose();
                }
                catch (CorruptBufferException)
                {
                    corrupt++;
                }
                catch (Exception e) when (e is FileNotFoundException or InvalidOperationException)
                {
                }
            }
        }

        Assert.That(corrupt, Is.InRange(50, reads - 50));
    }

    [Test]
    public void Dispose_Unpublished_LeavesNothing()
    {
        using (var builder = ShardedDictionary.CreateBuilder<string, Product>(Manifest, 4))
        {
            builder.Add("a", new Product());
        }

        Assert.That(_folder.FileNames, Is.Empty);
    }

    [Test]
    public void CreateBuilder_NoShards_Throws([Values(-1, 0, 1025)] int count) =>
        Assert.That(() => ShardedDictionary.CreateBuilder<string, Product>(Manifest, count), Throws.TypeOf<ArgumentOutOfRangeException>());

    private string ShardName(int shard) => ShardManifest.Read(Manifest).Shards[shard].FileName;

    private void Build<TKey>(int shards, int count, Func<int, TKey> keyOf)
        where TKey : notnull
    {
        using var builder = ShardedDictionary.CreateBuilder<TKey, Product>(Manifest, shards);
        for (int i = 0; i < count; i++)
        {
            builder.Add(keyOf(i), Product.Numbered(i));
        }

        builder.Publish();
    }

    private void Check<TKey>(int shards, int count, Func<int, TKey> keyOf)
        where TKey : notnull
    {
        Build(shards, count, keyOf);
        using var all = ShardedDictionary.Open<TKey, Product.View>(Manifest);
        Assert.That(all.LongCount, Is.EqualTo(count));
        Assert.That(all.Manifest.Count, Is.EqualTo(count));
        Assert.That(Enumerable.Range(0, count).All(i => Product.IsNumbered(all[keyOf(i)], i)), Is.True);
        Assert.That(Enumerable.Range(count, 100).Any(i => all.ContainsKey(keyOf(i))), Is.False);
        Assert.That(all.Select(p => p.Value.Number).Order(), Is.EqualTo(Enumerable.Range(0, count)));
    }
}
