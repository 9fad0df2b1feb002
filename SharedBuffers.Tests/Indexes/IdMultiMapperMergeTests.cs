using NUnit.Framework;
using SharedBuffers.Diagnostics;
using SharedBuffers.Files;
using SharedBuffers.Indexes;
using SharedBuffers.Layout;
using SharedBuffers.Tests.Support;
using SharedBuffers.Verification;

namespace SharedBuffers.Tests.Indexes;

/// <summary>Files of mappers with several values a key, and of object keys, that become one: the bytes are those of a build from everything that they were built from.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class IdMultiMapperMergeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Output => _folder["merged"];

    public void Dispose() => _folder.Dispose();

    [Test]
    public void Merge_StringKeys_EqualsABuildOfAllPairs([Values(1, 3)] int files, [Values(0, 1, 20_000)] int perFile, [Values(0L, 256L << 20)] long budget, [Values(20, 64)] int bits)
    {
        (int Key, ulong Value)[][] inputs = Pairs(files, perFile, bits);
        string[] paths = [.. inputs.Select((pairs, f) => Build($"{f}", pairs))];

        long count = StringIdMultiMapper.Merge(paths, Output, new IndexBuildOptions { MemoryBudget = budget });

        Assert.That(count, Is.EqualTo(inputs.SelectMany(i => i).Select(p => p.Key).Distinct().Count()));
        CheckEquals(Build("all", inputs.SelectMany(i => i)));

        string Build(string name, IEnumerable<(int Key, ulong Value)> pairs)
        {
            using var builder = StringIdMultiMapper.CreateBuilder();
            foreach ((int key, ulong value) in pairs)
            {
                builder.Add(KeyOf(key), value);
            }

            builder.Publish(_folder[name]);
            return _folder[name];
        }
    }

    [Test]
    public void Merge_ApproximateFiles_AreRefusedWithTheReason()
    {
        using (ApproximateStringIdMapperBuilder builder = ApproximateStringIdMultiMapper.CreateBuilder())
        {
            builder.Add("a", 1);
            builder.Publish(_folder["approximate"]);
        }

        Assert.That(
            () => IdMapper.Merge([_folder["approximate"], _folder["approximate"]], Output),
            Throws.TypeOf<NotSupportedException>().With.Message.Contains(_folder["approximate"]).And.Message.Contains("16 bits").And.Message.Contains("build one"));
        Assert.That(File.Exists(Output), Is.False);
    }

    [Test]
    public void Merge_IntegerKeys_EqualsABuildOfAllPairs([Values(1, 3)] int files, [Values(0, 20_000)] int perFile, [Values(20, 64)] int bits)
    {
        (int Key, ulong Value)[][] inputs = Pairs(files, perFile, bits);
        string[] narrow = [.. inputs.Select((pairs, f) => Build32($"{f}.32", pairs))];
        string[] wide = [.. inputs.Select((pairs, f) => Build64($"{f}.64", pairs))];

        UInt32IdMultiMapper.Merge(narrow, Output);
        CheckEquals(Build32("all.32", inputs.SelectMany(i => i)));
        UInt64IdMultiMapper.Merge(wide, Output);
        CheckEquals(Build64("all.64", inputs.SelectMany(i => i)));
        IdMapper.Merge(wide, Output);
        CheckEquals(_folder["all.64"]);

        string Build32(string name, IEnumerable<(int Key, ulong Value)> pairs)
        {
            using var builder = UInt32IdMultiMapper.CreateBuilder();
            foreach ((int key, ulong value) in pairs)
            {
                builder.Add((uint)key * 2_654_435_761u, value);
            }

            builder.Publish(_folder[name]);
            return _folder[name];
        }

        string Build64(string name, IEnumerable<(int Key, ulong Value)> pairs)
        {
            using var builder = UInt64IdMultiMapper.CreateBuilder();
            foreach ((int key, ulong value) in pairs)
            {
                builder.Add((ulong)key << 33, value);
            }

            builder.Publish(_folder[name]);
            return _folder[name];
        }
    }

    [Test]
    public void Merge_ObjectKeys_EqualsABuildOfAllPairs([Values] bool multi, [Values(1, 3)] int files)
    {
        string[] paths = [.. Enumerable.Range(0, files).Select(f => Build($"{f}", f * 3000, 3000))];
        long count = multi ? ObjectIdMultiMapper.Merge(paths, Output) : ObjectIdMapper.Merge(paths, Output);
        Assert.That(count, Is.EqualTo(multi ? files * 1500 : files * 3000));
        CheckEquals(Build("all", 0, files * 3000));

        string Build(string name, int first, int length)
        {
            using ObjectIdMapperBuilder builder = multi ? ObjectIdMultiMapper.CreateBuilder() : ObjectIdMapper.CreateBuilder();
            for (int i = first; i < first + length; i++)
            {
                int key = multi ? i / 2 : i;
                builder.Add(key % 3 == 0 ? ("sku", key) : key % 3 == 1 ? $"text {key}" : (object)(key + 0.5), (ulong)i);
            }

            builder.Publish(_folder[name]);
            return _folder[name];
        }
    }

    [Test]
    public void Merge_RepeatedPairs_AreDiscardedWhenAsked([Values] bool discard)
    {
        for (int f = 0; f < 3; f++)
        {
            using var builder = StringIdMultiMapper.CreateBuilder();
            builder.Add("a", 1);
            builder.Add("a", (ulong)f);
            builder.Publish(_folder[$"{f}"]);
        }

        StringIdMultiMapper.Merge(new[] { "0", "1", "2" }.Select(n => _folder[n]), Output, new IndexBuildOptions { DiscardRepeatedPairs = discard });

        using StringIdMultiMapper merged = StringIdMultiMapper.Open(Output);
        Assert.That(merged["a"].ToArray(), Is.EqualTo(discard ? new ulong[] { 1, 0, 2 } : new ulong[] { 1, 0, 1, 1, 1, 2 }));
    }

    [Test]
    public void Merge_OneValueAndSeveralAKey_OnlyMultiMappersTakeBoth()
    {
        using (var one = StringIdMapper.CreateBuilder())
        {
            one.Add("a", 1);
            one.Publish(_folder["one"]);
        }

        using (var several = StringIdMultiMapper.CreateBuilder())
        {
            several.Add("a", 2);
            several.Add("a", 3);
            several.Publish(_folder["several"]);
        }

        StringIdMultiMapper.Merge([_folder["one"], _folder["several"]], Output);
        using StringIdMultiMapper merged = StringIdMultiMapper.Open(Output);
        Assert.Multiple(() =>
        {
            Assert.That(merged["a"].ToArray(), Is.EqualTo(new ulong[] { 1, 2, 3 }));
            Assert.That(() => StringIdMapper.Merge([_folder["several"]], _folder["x"]), Throws.InvalidOperationException.With.Message.Contains("several values"));
            Assert.That(() => IdMapper.Merge([_folder["one"], _folder["several"]], _folder["x"]), Throws.InvalidOperationException);
            Assert.That(() => ObjectIdMultiMapper.Merge([_folder["several"]], _folder["x"]), Throws.TypeOf<CorruptBufferException>());
            Assert.That(_folder.FileNames, Is.EqualTo(new[] { "merged", "one", "several" }));
        });
    }

    [Test]
    public void Merge_TableWithBytesChanged_MergesOrThrowsCorruptAndLeavesNothing()
    {
        using (var builder = UInt32IdMultiMapper.CreateBuilder())
        {
            for (uint i = 0; i < 20; i++)
            {
                builder.Add(i % 8, i);
            }

            builder.Publish(_folder["good"]);
        }

        using var damaged = new DamagedFile(_folder["good"]);
        byte[] good = damaged.Bytes.ToArray();
        FileSection section = damaged.Section(SectionKind.IdMapper);
        int corrupt = 0;
        for (long offset = section.Offset; offset < section.Offset + section.Length; offset++)
        {
            damaged.Change(offset, b => (byte)(b ^ (offset % 2 == 0 ? 0xFF : 1)));
            File.WriteAllBytes(_folder["damaged"], damaged.Bytes.ToArray());
            good.CopyTo(damaged.Bytes);
            try
            {
                UInt32IdMultiMapper.Merge([_folder["good"], _folder["damaged"]], Output);
                File.Delete(Output);
            }
            catch (CorruptBufferException)
            {
                corrupt++;
            }
        }

        Assert.That(corrupt, Is.InRange(20, section.Length - 20));
        Assert.That(_folder.FileNames, Is.EqualTo(new[] { "damaged", "good" }));
    }

    /// <summary>Keys that are in one file and keys that are in several, with one value and with many.</summary>
    private static (int Key, ulong Value)[][] Pairs(int files, int perFile, int bits)
    {
        var random = new Random((files * 31) + perFile);
        return [.. Enumerable.Range(0, files).Select(f => Enumerable.Range(0, perFile).Select(i =>
            (random.Next(10) == 0 ? random.Next(20) : random.Next(perFile) + (f * perFile / 2), unchecked((ulong)random.NextInt64() * 3) >> (64 - bits))).ToArray())];
    }

    private static string KeyOf(int key) => $"key {key}" + new string('k', key % 100 == 0 ? 300 : 0);

    private void CheckEquals(string expected)
    {
        Assert.That(File.ReadAllBytes(Output).AsSpan().SequenceEqual(File.ReadAllBytes(expected)));
        Assert.That(FileVerifier.Verify(Output).Findings, Is.Empty);
    }
}
