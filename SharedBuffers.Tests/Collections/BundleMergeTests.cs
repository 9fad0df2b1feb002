using System.Buffers.Binary;
using NUnit.Framework;
using SharedBuffers.Collections;
using SharedBuffers.Diagnostics;
using SharedBuffers.Files;
using SharedBuffers.Indexes;
using SharedBuffers.Layout;
using SharedBuffers.Tests.Support;
using SharedBuffers.Verification;

namespace SharedBuffers.Tests.Collections;

/// <summary>Files with several indexes, several records a key, shared records and values, that become one.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class BundleMergeTests : IDisposable
{
    private const int PerFile = 700;

    private readonly TemporaryFolder _folder = new();

    private string Output => _folder["merged.sbuf"];

    public void Dispose() => _folder.Dispose();

    [Test]
    public void Merge_EveryKindOfKeys_FindsAllRecords([Values(0, 64)] int sharedRecords)
    {
        Check(i => $"key {i}");
        Check(i => (uint)i * 77_777);
        Check(i => (ulong)i << 33);
        Check(i => -i);
        Check(i => (i - 1000L) << 40);
        Check(i => new Guid(i, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));

        void Check<TKey>(Func<int, TKey> keyOf)
            where TKey : notnull
        {
            var options = new BuildOptions { SharedRecords = sharedRecords };
            string[] inputs = BuildParts(3, options, keyOf);
            Assert.That(MappedDictionary.Merge(inputs, Output), Is.EqualTo(3 * PerFile));
            using var merged = MappedDictionary.Open<TKey, Product.View>(Output);
            Assert.That(Enumerable.Range(0, 3 * PerFile).All(i => Product.IsNumbered(merged[keyOf(i)], i % 50)), $"{typeof(TKey)}");
            Assert.That(merged.Records.LongCount, Is.EqualTo(sharedRecords == 0 ? 3 * PerFile : 3 * 50), "records of several keys stay one");
            CheckValid();
        }
    }

    [Test]
    public void Merge_KeysOfBytes_FindsAllRecords()
    {
        byte[] KeyOf(int i) => [(byte)i, (byte)(i >> 8), 0, .. new byte[i % 40]];
        string[] inputs = BuildParts(2, BuildOptions.Default, KeyOf);
        MappedDictionary.Merge(inputs, Output);
        using var merged = MappedDictionary.Open<byte[], Product.View>(Output);
        Assert.That(Enumerable.Range(0, 2 * PerFile).All(i => Product.IsNumbered(merged[KeyOf(i)], i % 50)));
        CheckValid();
    }

    [Test]
    public void Merge_OneFileWithSharedRecordsAndOneWithout_FindsAll()
    {
        Build(_folder["a.sbuf"], 0, 300, BuildOptions.Default, i => $"key {i}");
        Build(_folder["b.sbuf"], 300, 300, new BuildOptions { SharedRecords = 64 }, i => $"key {i}");
        Build(_folder["c.sbuf"], 600, 300, new BuildOptions { SharedValues = 64 }, i => $"key {i}");

        MappedDictionary.Merge([_folder["a.sbuf"], _folder["b.sbuf"], _folder["c.sbuf"]], Output);
        MappedDictionary.Merge([Output], _folder["again.sbuf"]);

        foreach (string path in new[] { Output, _folder["again.sbuf"] })
        {
            using var merged = MappedDictionary.Open<string, Product.View>(path);
            Assert.That(Enumerable.Range(0, 900).All(i => Product.IsNumbered(merged[$"key {i}"], i % 50)));
            Assert.That(FileVerifier.Verify(path).Findings, Is.Empty);
        }
    }

    [TestCase(0L)]
    [TestCase(1L << 20)]
    public void Merge_AnyBudget_SameBytesAsABuildWithOneRecordASize(long budget)
    {
        void BuildPairs(string path, int first, int count)
        {
            using var builder = MappedDictionary.CreateBuilder<Guid, Pair>(path);
            for (int i = first; i < first + count; i++)
            {
                // 20 bytes of key and length before the record: padding that must come out the same.
                builder.Add(new Guid(i, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), new Pair { Left = i });
            }

            builder.Publish();
        }

        BuildPairs(_folder["0.sbuf"], 0, 50_000);
        BuildPairs(_folder["1.sbuf"], 50_000, 1);
        BuildPairs(_folder["2.sbuf"], 50_001, 20_000);
        BuildPairs(_folder["all.sbuf"], 0, 70_001);

        MappedDictionary.Merge([_folder["0.sbuf"], _folder["1.sbuf"], _folder["2.sbuf"]], Output, new BuildOptions { MemoryBudget = budget });

        Assert.That(File.ReadAllBytes(Output).AsSpan().SequenceEqual(File.ReadAllBytes(_folder["all.sbuf"])));
    }

    [Test]
    public void Merge_MultiDictionaries_KeysHaveTheRecordsOfAllFilesInTheirOrder([Values(0, 64)] int sharedRecords)
    {
        string[] inputs = [.. Enumerable.Range(0, 3).Select(f => _folder[$"{f}.sbuf"])];
        for (int f = 0; f < inputs.Length; f++)
        {
            using var builder = MappedMultiDictionary.CreateBuilder<string, Product>(inputs[f], new BuildOptions { SharedRecords = sharedRecords });
            for (int i = 0; i < 600; i++)
            {
                builder.Add($"key {i % (100 + f)}", Product.Numbered((f * 1000) + (i / 2)));
            }

            builder.Publish();
        }

        Assert.That(MappedMultiDictionary.Merge(inputs, Output), Is.EqualTo(102));

        using var merged = MappedMultiDictionary.Open<string, Product.View>(Output);
        for (int key = 0; key < 102; key++)
        {
            IEnumerable<long> expected = Enumerable.Range(0, 3).SelectMany(f => Enumerable.Range(0, 600).Where(i => i % (100 + f) == key).Select(i => (f * 1000L) + (i / 2)));
            Assert.That(merged[$"key {key}"].Select(v => v.Number), Is.EqualTo(expected), $"key {key}");
        }

        CheckValid();
        Assert.That(() => MappedDictionary.Merge(inputs, Output), Throws.InvalidOperationException.With.Message.Contains("several records"));
    }

    [TestCase(DuplicatePolicy.KeepFirst)]
    [TestCase(DuplicatePolicy.KeepLast)]
    public void Merge_TwoIndexesOverOneArray_BothFindTheRecordsThatWon(DuplicatePolicy policy)
    {
        string[] inputs = [_folder["0.sbuf"], _folder["1.sbuf"]];
        for (int f = 0; f < 2; f++)
        {
            using var builder = new BundleBuilder(inputs[f]);
            builder.AddUserData("origin", "both"u8);
            KeyedArrayBuilder<uint, Product> people = builder.AddKeyedArray<uint, Product>("people", "by-id");
            IndexBuilder<string> byMail = builder.AddIndex<string>("by-mail", people);
            IndexBuilder<int> byTag = builder.AddMultiIndex<int>("by-tag", people);
            ArrayBuilder<Pair> others = builder.AddArray<Pair>("others");
            for (int i = 0; i < 400; i++)
            {
                // Half of the ids are in both files, with another address there.
                int id = i + (f * 200);
                RecordReference record = people.Add((uint)id, Product.Numbered((f * 10_000) + id));
                byMail.Add($"{id}@{f}", record);
                byTag.Add(id % 7, record);
                others.Add(new Pair { Left = id, Right = f });
            }

            builder.Publish();
        }

        long records = Bundle.Merge(inputs, Output, new BuildOptions { Duplicates = policy });

        Assert.That(records, Is.EqualTo(600 + 800));
        using var merged = Bundle.Open(Output);
        MappedDictionary<uint, Product.View> byId = merged.GetDictionary<uint, Product.View>("by-id");
        MappedDictionary<string, Product.View> mails = merged.GetDictionary<string, Product.View>("by-mail");
        MappedMultiDictionary<int, Product.View> tags = merged.GetMultiDictionary<int, Product.View>("by-tag");
        Assert.That(byId.LongCount, Is.EqualTo(600));
        Assert.That(mails.LongCount, Is.EqualTo(600));
        for (int id = 0; id < 600; id++)
        {
            int winner = id < 200 ? 0 : id >= 400 ? 1 : policy == DuplicatePolicy.KeepFirst ? 0 : 1;
            Assert.That(Product.IsNumbered(byId[(uint)id], (winner * 10_000) + id), $"{id}");
            Assert.That(Product.IsNumbered(mails[$"{id}@{winner}"], (winner * 10_000) + id), $"{id}");
            Assert.That(mails.ContainsKey($"{id}@{1 - winner}"), Is.False, $"{id}");
        }

        Assert.That(Enumerable.Range(0, 7).Sum(tag => tags[tag].Count), Is.EqualTo(600));
        Assert.That(tags[3].Select(v => v.Number % 10_000 % 7), Is.All.EqualTo(3));
        Assert.That(merged.GetArray<Pair.View>("others").Select(p => (p.Left, p.Right)), Is.EqualTo(Enumerable.Range(0, 800).Select(i => ((i % 400) + (i / 400 * 200), i / 400))));
        CheckValid();
    }

    [Test]
    public void Merge_ArrayFiles_HaveTheRecordsOneAfterTheOther()
    {
        string[] inputs = [.. Enumerable.Range(0, 3).Select(f => _folder[$"{f}.sbuf"])];
        for (int f = 0; f < 3; f++)
        {
            using var builder = MappedArray.CreateBuilder<Product>(inputs[f]);
            builder.AddRange(Enumerable.Range(f * 100, f == 1 ? 0 : 100).Select(i => Product.Numbered(i)));
            builder.Publish();
        }

        Assert.That(Bundle.Merge(inputs, Output), Is.EqualTo(200));
        using var merged = MappedArray.Open<Product.View>(Output);
        Assert.That(merged.Select(v => v.Number), Is.EqualTo(Enumerable.Range(0, 100).Concat(Enumerable.Range(200, 100))));
        CheckValid();
    }

    [Test]
    public void Merge_WhatWouldBeLost_IsRefused()
    {
        Build(_folder["a.sbuf"], 0, 2, BuildOptions.Default, i => $"key {i}");
        using (var overlay = OverlayDictionary.CreateBuilder<string, Product>(_folder["overlay.sbuf"]))
        {
            overlay.Remove("key 1");
            overlay.Publish();
        }

        using (var shards = ShardedDictionary.CreateBuilder<string, Product>(_folder["shards.sbuf"], 1))
        {
            shards.Publish();
        }

        using (var mapper = StringIdMapper.CreateBuilder())
        {
            mapper.Publish(_folder["mapper.sbuf"]);
        }

        foreach (string data in new[] { "x", "y" })
        {
            using var builder = new BundleBuilder(_folder[data]);
            builder.AddUserData("note", [(byte)data[0]]);
            builder.AddArray<Pair>("pairs");
            builder.Publish();
        }

        string[] before = _folder.FileNames;
        Assert.Multiple(() =>
        {
            Refuses("overlay.sbuf", "compact");
            Refuses("shards.sbuf", "manifest");
            Refuses("mapper.sbuf", "IdMapper");
            Assert.That(() => Bundle.Merge([_folder["x"], _folder["y"]], Output), Throws.InvalidOperationException.With.Message.Contains("note"));
            Assert.That(() => Bundle.Merge([_folder["x"], _folder["a.sbuf"]], Output), Throws.InvalidOperationException.With.Message.Contains("arrays"));
            Assert.That(_folder.FileNames, Is.EqualTo(before));
        });

        void Refuses(string name, string word)
        {
            Assert.That(() => Bundle.Merge([_folder["a.sbuf"], _folder[name]], Output), Throws.InvalidOperationException.With.Message.Contains(word), name);
            Assert.That(() => Bundle.Merge([_folder[name], _folder["a.sbuf"]], Output), Throws.InvalidOperationException.With.Message.Contains(word), name);
        }
    }

    [Test]
    public void Merge_CancelledInTheMiddle_LeavesNothing([Values("records", "index 'key'")] string step)
    {
        string[] inputs = [.. Enumerable.Range(0, 2).Select(f => _folder[$"{f}.sbuf"])];
        for (int f = 0; f < 2; f++)
        {
            Build(inputs[f], f * 80_000, 80_000, BuildOptions.Default, i => (uint)i);
        }

        using var cancellation = new CancellationTokenSource();
        int seen = 0;
        var options = new BuildOptions
        {
            CancellationToken = cancellation.Token,
            Progress = new InlineProgress<WorkProgress>(p =>
            {
                if (p.Step == step && ++seen == 1)
                {
                    cancellation.Cancel();
                }
            }),
        };

        Assert.That(() => MappedDictionary.Merge(inputs, Output, options), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(seen, Is.GreaterThan(0));
        Assert.That(_folder.FileNames, Is.EqualTo(new[] { "0.sbuf", "1.sbuf" }));
    }

    [Test]
    public void Merge_AnyByteOfAnInputDamaged_MergesOrCorruptAndLeavesNothing()
    {
        Build(_folder["a.sbuf"], 0, 4, BuildOptions.Default, i => $"key {i}");
        Build(_folder["b.sbuf"], 4, 4, new BuildOptions { SharedRecords = 8 }, i => $"key {i}");
        int corrupt = 0;
        int merges = 0;
        foreach (string name in new[] { "a.sbuf", "b.sbuf" })
        {
            using var damaged = new DamagedFile(_folder[name]);
            byte[] good = damaged.Bytes.ToArray();
            foreach (FileSection section in damaged.Sections.Where(s => s.Kind != SectionKind.BlockChecksums))
            {
                for (long offset = section.Offset; offset < section.Offset + section.Length; offset += section.Length > 200 ? 11 : 3)
                {
                    damaged.Change(offset, b => (byte)(b ^ (1 << (int)(offset % 8))));
                    File.WriteAllBytes(_folder["damaged.sbuf"], damaged.Bytes.ToArray());
                    good.CopyTo(damaged.Bytes);
                    merges++;
                    corrupt += Merges(_folder["damaged.sbuf"]) ? 0 : 1;
                }
            }
        }

        Assert.That(corrupt, Is.InRange(20, merges - 20));
        Assert.That(_folder.FileNames, Is.EqualTo(new[] { "a.sbuf", "b.sbuf", "damaged.sbuf" }));
    }

    [TestCase(1UL)]
    [TestCase(1UL << 20)]
    public void Merge_FirstRecordOutsideOfTheRows_IsCorrupt(ulong firstUnit)
    {
        using (var builder = MappedDictionary.CreateBuilder<long, WellAligned>(_folder["a.sbuf"]))
        {
            builder.AddRange(Enumerable.Range(0, 10).Select(i => new KeyValuePair<long, WellAligned>(i, new WellAligned { Number = i })));
            builder.Publish();
        }

        using (var damaged = new DamagedFile(_folder["a.sbuf"]))
        {
            FileSection offsets = damaged.Sections.Single(s => s.Kind == SectionKind.ArrayIndex);
            Assert.That(damaged.Bytes[(int)offsets.Offset + 2], Is.EqualTo(ArrayIndexHeader.EqualDistances));
            BinaryPrimitives.WriteUInt64LittleEndian(damaged.Bytes[((int)offsets.Offset + ArrayIndexHeader.Size)..], firstUnit);
            damaged.Change(offsets.Offset, b => b);
            File.WriteAllBytes(_folder["damaged.sbuf"], damaged.Bytes.ToArray());
        }

        Assert.That(() => MappedDictionary.Merge([_folder["damaged.sbuf"]], Output), Throws.TypeOf<CorruptBufferException>());
        Assert.That(_folder.FileNames, Is.EqualTo(new[] { "a.sbuf", "damaged.sbuf" }));
    }

    [TestCase(100_000)]
    [TestCase(1_000_000)]
    [Platform(Exclude = "Win", Reason = "limits of Unix")]
    public void MergeCompactAndShards_DiskIsFull_LeaveTheOldFilesAndNothingElse(int limit)
    {
        Build(_folder["a.sbuf"], 0, 30_000, BuildOptions.Default, i => $"key {i}");
        Build(_folder["b.sbuf"], 30_000, 30_000, BuildOptions.Default, i => $"key {i}");
        foreach (string work in new[] { "merge", "compact", "shards" })
        {
            string output = _folder["out.sbuf"];
            File.WriteAllText(output, "the old file");
            string[] before = _folder.FileNames;
            ChildProcess child = ChildScenarios.Start(
                nameof(PublicationScenarios.FillDiskByMerging), [work, _folder["a.sbuf"], _folder["b.sbuf"], output, limit.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            Assert.That(child.ExitCode, Is.EqualTo(ChildScenarios.Success), work + child.Output + child.Error);
            Assert.That(_folder.FileNames, Is.EqualTo(before), work);
            Assert.That(File.ReadAllText(output), Is.EqualTo("the old file"), work);
        }
    }

    private bool Merges(string damaged)
    {
        try
        {
            MappedDictionary.Merge([_folder["a.sbuf"], damaged], Output, new BuildOptions { Duplicates = DuplicatePolicy.KeepLast });
            File.Delete(Output);
            return true;
        }
        catch (Exception e) when (e is CorruptBufferException or InvalidOperationException)
        {
            return false;
        }
    }

    private string[] BuildParts<TKey>(int files, BuildOptions options, Func<int, TKey> keyOf)
        where TKey : notnull
    {
        string[] inputs = [.. Enumerable.Range(0, files).Select(f => _folder[$"{f}.sbuf"])];
        for (int f = 0; f < files; f++)
        {
            Build(inputs[f], f * PerFile, PerFile, options, keyOf);
        }

        return inputs;
    }

    private static void Build<TKey>(string path, int first, int count, BuildOptions options, Func<int, TKey> keyOf)
        where TKey : notnull
    {
        using var builder = MappedDictionary.CreateBuilder<TKey, Product>(path, options);
        builder.AddRange(Enumerable.Range(first, count).Select(i => new KeyValuePair<TKey, Product>(keyOf(i), Product.Numbered(i % 50))));
        builder.Publish();
    }

    private void CheckValid() => Assert.That(FileVerifier.Verify(Output).Findings, Is.Empty);
}
