using NUnit.Framework;
using SharedBuffers.Collections;
using SharedBuffers.Diagnostics;
using SharedBuffers.Files;
using SharedBuffers.Hashing;
using SharedBuffers.Tests.Support;
using SharedBuffers.Verification;

namespace SharedBuffers.Tests.Collections;

/// <summary>A base and its overlays against a <see cref="Dictionary{TKey, TValue}"/> that went through the same changes.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class OverlayDictionaryTests : IDisposable
{
    private const int Seed = 4321;

    private readonly TemporaryFolder _folder = new();

    private BuildOptions _options = BuildOptions.Default;
    private BuildOptions? _overlayOptions;

    private string Base => _folder["base.sbuf"];

    public void Dispose() => _folder.Dispose();

    [Test]
    public void Open_TextKeysAndRandomChanges_EqualsTheModel([Values(0, 1, 3)] int overlays, [Values(0, 2000)] int baseCount) =>
        CheckRandomChanges(overlays, baseCount, i => $"key {i}");

    [Test]
    public void Open_UInt32KeysAndRandomChanges_EqualsTheModel([Values(1, 2)] int overlays) => CheckRandomChanges(overlays, 2000, i => (uint)i * 77_777);

    [Test]
    public void Open_Int64KeysAndRandomChanges_EqualsTheModel([Values(1, 2)] int overlays) => CheckRandomChanges(overlays, 2000, i => (i - 1000L) << 33);

    [Test]
    public void Open_GuidKeysAndRandomChanges_EqualsTheModel([Values(1, 2)] int overlays) => CheckRandomChanges(overlays, 500, i => new Guid(i, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));

    [Test]
    public void Open_FilesThatShareRecordsOrValues_EqualsTheModel([Values(0, 32)] int sharedRecords, [Values(0, 32)] int sharedValues)
    {
        _options = new BuildOptions { SharedRecords = sharedRecords, SharedValues = sharedValues };
        CheckRandomChanges(2, 1000, i => $"key {i}");
        _overlayOptions = BuildOptions.Default;
        CheckRandomChanges(2, 1000, i => (ulong)i);
    }

    [Test]
    public void Open_KeysOfBytes_FindsAddedAndRemoved()
    {
        BuildBase(Enumerable.Range(0, 100), i => new byte[] { (byte)i, 1, 2 });
        using (var builder = OverlayDictionary.CreateBuilder<byte[], Product>(_folder["0.sbuf"]))
        {
            builder.Add([200], Product.Numbered(200));
            builder.Remove([7, 1, 2]);
            builder.Remove(new ReadOnlySpan<byte>([8, 1, 2]));
            builder.Publish();
        }

        OverlayDictionary.Compact(Base, [_folder["0.sbuf"]], _folder["compact.sbuf"]);
        using var both = OverlayDictionary.Open<byte[], Product.View>(Base, [_folder["0.sbuf"]]);
        using var compact = MappedDictionary.Open<byte[], Product.View>(_folder["compact.sbuf"]);
        Assert.Multiple(() =>
        {
            Assert.That(both.LongCount, Is.EqualTo(99));
            Assert.That(compact.LongCount, Is.EqualTo(99));
            Assert.That(both.ContainsKey([7, 1, 2]) || both.ContainsKey([8, 1, 2]) || compact.ContainsKey([7, 1, 2]), Is.False);
            Assert.That(both[[200]].Number, Is.EqualTo(200));
            Assert.That(both.Keys.Select(Convert.ToHexString), Is.EqualTo(compact.Keys.Select(Convert.ToHexString)));
            Assert.That(() => both.TryGetValue("text".AsSpan(), out _), Throws.InvalidOperationException);
        });
    }

    [Test]
    public void Compact_WithoutOverlays_DropsNothingAndIsSmallerAfterRemovals()
    {
        BuildBase(Enumerable.Range(0, 5000), i => $"key {i}");
        using (var builder = OverlayDictionary.CreateBuilder<string, Product>(_folder["0.sbuf"]))
        {
            for (int i = 0; i < 4000; i++)
            {
                builder.Remove($"key {i}");
            }

            builder.Publish();
        }

        Assert.That(OverlayDictionary.Compact(Base, [], _folder["same.sbuf"]), Is.EqualTo(5000));
        Assert.That(File.ReadAllBytes(_folder["same.sbuf"]).AsSpan().SequenceEqual(File.ReadAllBytes(Base)));
        Assert.That(OverlayDictionary.Compact(Base, [_folder["0.sbuf"]], _folder["less.sbuf"]), Is.EqualTo(1000));
        Assert.That(new FileInfo(_folder["less.sbuf"]).Length, Is.LessThan(new FileInfo(Base).Length / 3));
    }

    [Test]
    public void OpenAndCompact_SeveralRecordsAKey_Refuse()
    {
        BuildBase([1], i => $"key {i}");
        using (var builder = MappedMultiDictionary.CreateBuilder<string, Product>(_folder["multi.sbuf"]))
        {
            builder.Publish();
        }

        Assert.Multiple(() =>
        {
            Assert.That(() => OverlayDictionary.Open<string, Product.View>(Base, [_folder["multi.sbuf"]]), Throws.InvalidOperationException.With.Message.Contains("several records"));
            Assert.That(() => OverlayDictionary.Open<string, Product.View>(_folder["multi.sbuf"], []), Throws.InvalidOperationException);
            Assert.That(() => OverlayDictionary.Compact(_folder["multi.sbuf"], [], _folder["out.sbuf"]), Throws.InvalidOperationException);
            Assert.That(() => OverlayDictionary.Open<uint, Product.View>(Base, []), Throws.InvalidOperationException);
        });
    }

    [Test]
    public void Compact_OverlayAsBase_ThrowsForItsRemovalsWouldBeLost()
    {
        BuildEmptyOverlay("0.sbuf", 0);
        BuildEmptyOverlay("1.sbuf", 0);
        Assert.That(() => OverlayDictionary.Compact(_folder["0.sbuf"], [_folder["1.sbuf"]], _folder["out.sbuf"]), Throws.InvalidOperationException.With.Message.Contains("overlay"));
        Assert.That(_folder.FileNames, Is.EqualTo(new[] { "0.sbuf", "1.sbuf" }));
    }

    [Test]
    public void Compact_CancelledInTheMiddle_LeavesNothing()
    {
        BuildBase(Enumerable.Range(0, 100_000), i => (uint)i);
        using var cancellation = new CancellationTokenSource();
        var options = new BuildOptions { CancellationToken = cancellation.Token, Progress = new InlineProgress<WorkProgress>(_ => cancellation.Cancel()) };
        Assert.That(() => OverlayDictionary.Compact(Base, [], _folder["out.sbuf"], options), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_folder.FileNames, Is.EqualTo(new[] { "base.sbuf" }));
    }

    [Test]
    public void Dispose_UnpublishedOverlay_LeavesNothing()
    {
        using (var builder = OverlayDictionary.CreateBuilder<string, Product>(_folder["0.sbuf"], options: new BuildOptions { MemoryBudget = 0 }))
        {
            builder.Add("a", Product.Numbered(1));
            builder.Remove("b");
            Assert.That(() => builder.Remove("\ud800"), Throws.ArgumentException);
            Assert.That(() => builder.Remove((string)null!), Throws.ArgumentNullException);
        }

        Assert.That(_folder.FileNames, Is.Empty);
    }

    [Test]
    public void Open_AnyByteOfAnOverlayDamaged_GivesValuesOrCorrupt([Values] bool integers)
    {
        if (integers)
        {
            Check(i => (uint)i);
        }
        else
        {
            Check(i => $"key {i}");
        }

        void Check<TKey>(Func<int, TKey> keyOf)
            where TKey : notnull
        {
            BuildBase(Enumerable.Range(0, 5), keyOf);
            using (var builder = OverlayDictionary.CreateBuilder<TKey, Product>(_folder["0.sbuf"]))
            {
                builder.Add(keyOf(1), Product.Numbered(9));
                builder.Remove(keyOf(2));
                builder.Remove(keyOf(77));
                builder.Publish();
            }

            int corrupt = 0;
            int reads = 0;
            using var damaged = new DamagedFile(_folder["0.sbuf"]);
            byte[] good = damaged.Bytes.ToArray();
            foreach (FileSection section in damaged.Sections.Where(s => s.Kind is Layout.SectionKind.RemovedKeys or Layout.SectionKind.Index))
            {
                for (long offset = section.Offset; offset < section.Offset + section.Length; offset++)
                {
                    foreach (byte mask in new byte[] { (byte)(1 << (int)(offset % 8)), 0xFF })
                    {
                        damaged.Change(offset, b => (byte)(b ^ mask));
                        FixRemovedKeys(damaged);
                        File.WriteAllBytes(_folder["damaged.sbuf"], damaged.Bytes.ToArray());
                        good.CopyTo(damaged.Bytes);
                        reads++;
                        corrupt += Reads(_folder["damaged.sbuf"], keyOf) ? 0 : 1;
                    }
                }
            }

            Assert.That(corrupt, Is.InRange(30, reads - 30));
        }
    }

    [Test]
    public void Verify_RemovedKeysDamagedBehindTheirHeader_FindsIt()
    {
        using (var builder = OverlayDictionary.CreateBuilder<string, Product>(_folder["0.sbuf"]))
        {
            builder.Remove("a key");
            builder.Remove("another");
            builder.Publish();
        }

        using var damaged = new DamagedFile(_folder["0.sbuf"]);
        FileSection section = damaged.Section(Layout.SectionKind.RemovedKeys);
        byte[] good = damaged.Bytes.ToArray();
        int found = 0;
        for (long offset = section.Offset + 64; offset < section.Offset + section.Length; offset++)
        {
            damaged.Change(offset, b => (byte)(b ^ 0x10));
            found += FileVerifier.Verify(damaged.Region).IsValid ? 0 : 1;
            good.CopyTo(damaged.Bytes);
        }

        Assert.That(FileVerifier.Verify(damaged.Region).Findings, Is.Empty);
        Assert.That(found, Is.GreaterThan((section.Length - 64) / 2), "tags, keys, displacements; not the padding of slots");
    }

    [Test]
    public void TryGetValue_SpanKeys_AllocatesNothing()
    {
        BuildBase(Enumerable.Range(0, 100), i => $"key {i}");
        using (var builder = OverlayDictionary.CreateBuilder<string, Product>(_folder["0.sbuf"]))
        {
            builder.Add("key 1", new Product { Number = -1 });
            builder.Remove("key 2"u8);
            builder.Publish();
        }

        using var both = OverlayDictionary.Open<string, Product.View>(Base, [_folder["0.sbuf"]]);
        long Sum()
        {
            long sum = both.TryGetValue("key 1"u8, out Product.View a) ? a.Number : 0;
            sum += both.TryGetValue("key 2"u8, out Product.View b) ? b.Number : 0;
            sum += both.TryGetValue("key 3".AsSpan(), out Product.View c) ? c.Number : 0;
            OverlayDictionary<string, Product.View>.Enumerator all = both.GetEnumerator();
            while (all.MoveNext())
            {
                sum += all.CurrentValue.Number;
            }

            return sum;
        }

        for (int i = 0; i < 100; i++)
        {
            Sum();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        long sum = Sum();
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(sum, Is.EqualTo(-1 + 3 + 4950 - 1 - 1 - 2));
    }

    [Test]
    public void Open_KeyAddedAndRemovedInOneOverlay_IsThere()
    {
        BuildBase([1], i => $"key {i}");
        using (var builder = OverlayDictionary.CreateBuilder<string, Product>(_folder["0.sbuf"]))
        {
            builder.Add("key 1", Product.Numbered(5));
            builder.Remove("key 1");
            builder.Remove("key 1");
            builder.Publish();
        }

        using var both = OverlayDictionary.Open<string, Product.View>(Base, [_folder["0.sbuf"]]);
        Assert.That(Product.IsNumbered(both["key 1"], 5), Is.True);
        Assert.That(both.LongCount, Is.EqualTo(1));
    }

    [Test]
    public void Open_OverlayOfAnotherBase_Throws()
    {
        BuildBase([1], i => $"key {i}");
        ulong id;
        using (BufferFile file = BufferFile.Open(Base))
        {
            id = file.FileId;
        }

        BuildEmptyOverlay("fits.sbuf", id);
        BuildEmptyOverlay("other.sbuf", id + 1);

        Assert.Multiple(() =>
        {
            Assert.That(() => OverlayDictionary.Open<string, Product.View>(Base, [_folder["fits.sbuf"]]).Dispose(), Throws.Nothing);
            Assert.That(
                () => OverlayDictionary.Open<string, Product.View>(Base, [_folder["other.sbuf"]]),
                Throws.InvalidOperationException.With.Message.Contains("other.sbuf").And.Message.Contains($"{id:x16}"));
            Assert.That(() => OverlayDictionary.Compact(Base, [_folder["other.sbuf"]], _folder["out.sbuf"]), Throws.InvalidOperationException);
        });
    }

    [Test]
    public void Open_HeaderOfRemovedKeysDamaged_ThrowsCorrupt()
    {
        BuildBase([1], i => $"key {i}");
        BuildEmptyOverlay("0.sbuf", 0);
        long offset;
        using (BufferFile file = BufferFile.Open(_folder["0.sbuf"]))
        {
            offset = file.GetView(Layout.SectionKind.RemovedKeys, MappedDictionary.IndexName).Offset;
        }

        byte[] good = File.ReadAllBytes(_folder["0.sbuf"]);
        for (int bit = 0; bit < 64 * 8; bit += 3)
        {
            byte[] bytes = [.. good];
            bytes[offset + (bit / 8)] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(_folder["damaged.sbuf"], bytes);
            Assert.That(() => OverlayDictionary.Open<string, Product.View>(Base, [_folder["damaged.sbuf"]]), Throws.TypeOf<CorruptBufferException>(), $"bit {bit}");
        }
    }

    [Test]
    public void Compact_RecordsOfWholeUnits_SameBytesAsABuildOfTheContent()
    {
        using (var builder = MappedDictionary.CreateBuilder<uint, Pair>(Base))
        {
            builder.AddRange(Enumerable.Range(0, 20_000).Select(i => new KeyValuePair<uint, Pair>((uint)i, new Pair { Left = i })));
            builder.Publish();
        }

        using (var builder = OverlayDictionary.CreateBuilder<uint, Pair>(_folder["0.sbuf"]))
        {
            builder.Add(7, new Pair { Left = -7 });
            builder.Add(77_777, new Pair { Left = 1 });
            builder.Remove(9);
            builder.Publish();
        }

        using (var builder = MappedDictionary.CreateBuilder<uint, Pair>(_folder["wanted.sbuf"]))
        {
            builder.AddRange(Enumerable.Range(0, 20_000).Where(i => i is not (7 or 9)).Select(i => new KeyValuePair<uint, Pair>((uint)i, new Pair { Left = i })));
            builder.Add(7, new Pair { Left = -7 });
            builder.Add(77_777, new Pair { Left = 1 });
            builder.Publish();
        }

        OverlayDictionary.Compact(Base, [_folder["0.sbuf"]], Base);

        Assert.That(File.ReadAllBytes(Base).AsSpan().SequenceEqual(File.ReadAllBytes(_folder["wanted.sbuf"])));
    }

    private void CheckRandomChanges<TKey>(int overlays, int baseCount, Func<int, TKey> keyOf)
        where TKey : notnull
    {
        var random = new Random(Seed);
        var model = new Dictionary<TKey, long>();
        BuildBase(Enumerable.Range(0, baseCount), keyOf);
        for (int i = 0; i < baseCount; i++)
        {
            model[keyOf(i)] = i;
        }

        string[] paths = [.. Enumerable.Range(0, overlays).Select(o => _folder[$"{o}.sbuf"])];
        foreach (string path in paths)
        {
            using var builder = OverlayDictionary.CreateBuilder<TKey, Product>(path, options: _overlayOptions ?? _options);
            int[] touched = [.. Enumerable.Range(0, 400).Select(_ => random.Next(baseCount + 300)).Distinct()];
            foreach (int i in touched.Take(touched.Length / 2))
            {
                builder.Remove(keyOf(i));
                model.Remove(keyOf(i));
            }

            foreach (int i in touched.Skip(touched.Length / 2))
            {
                long number = random.Next(1_000_000);
                builder.Add(keyOf(i), Product.Numbered(number));
                model[keyOf(i)] = number;
            }

            builder.Publish();
            Assert.That(FileVerifier.Verify(path).IsValid, Is.True);
        }

        using (var all = OverlayDictionary.Open<TKey, Product.View>(Base, paths))
        {
            Assert.That(all.LongCount, Is.EqualTo(model.Count), $"seed {Seed}");
            Assert.That(Enumerable.Range(0, baseCount + 300).All(i => all.TryGetValue(keyOf(i), out Product.View view) == model.TryGetValue(keyOf(i), out long number)
                && (!model.ContainsKey(keyOf(i)) || Product.IsNumbered(view, number))), Is.True, $"seed {Seed}");
            Assert.That(all.ToDictionary(p => p.Key, p => p.Value.Number), Is.EquivalentTo(model), $"seed {Seed}");
        }

        OverlayDictionary.Compact(Base, paths, _folder["compact.sbuf"]);

        using var compact = MappedDictionary.Open<TKey, Product.View>(_folder["compact.sbuf"]);
        Assert.That(compact.ToDictionary(p => p.Key, p => p.Value.Number), Is.EquivalentTo(model), $"seed {Seed}");
        Assert.That(compact.All(p => Product.IsNumbered(p.Value, model[p.Key])), Is.True, $"seed {Seed}");
        Assert.That(FileVerifier.Verify(_folder["compact.sbuf"]).IsValid, Is.True);
    }

    /// <summary>Whether nothing was found to be damaged. Any other exception passes through and fails the test.</summary>
    private bool Reads<TKey>(string overlay, Func<int, TKey> keyOf)
        where TKey : notnull
    {
        try
        {
            using var both = OverlayDictionary.Open<TKey, Product.View>(Base, [overlay]);
            long sum = both.LongCount;
            foreach (int i in Enumerable.Range(0, 80))
            {
                sum += both.TryGetValue(keyOf(i), out Product.View view) ? view.Number : 0;
            }

            sum += both.Take(20).Sum(pair => pair.Value.Number);
            sum += OverlayDictionary.Compact(Base, [overlay], _folder["compact.sbuf"]);
            GC.KeepAlive(sum);
            return true;
        }
        catch (Exception e) when (e is CorruptBufferException or DuplicateKeyException || (e is InvalidOperationException && (e.Message.Contains("is for the file", StringComparison.Ordinal) || e.Message.Contains("several records", StringComparison.Ordinal))))
        {
            return false;
        }
    }

    private static void FixRemovedKeys(DamagedFile damaged)
    {
        Span<byte> header = damaged.Bytes.Slice((int)damaged.Section(Layout.SectionKind.RemovedKeys).Offset, 64);
        BitConverter.TryWriteBytes(header[56..], XxHash3.Hash64(header[..56]));
        damaged.FixChecksums();
    }

    private void BuildBase<TKey>(IEnumerable<int> numbers, Func<int, TKey> keyOf)
        where TKey : notnull
    {
        using var builder = MappedDictionary.CreateBuilder<TKey, Product>(Base, _options);
        builder.AddRange(numbers.Select(i => new KeyValuePair<TKey, Product>(keyOf(i), Product.Numbered(i))));
        builder.Publish();
    }

    private void BuildEmptyOverlay(string name, ulong baseFileId)
    {
        using var builder = OverlayDictionary.CreateBuilder<string, Product>(_folder[name], baseFileId);
        builder.Publish();
    }
}
