using System.Runtime.InteropServices;
using System.Text;
using NUnit.Framework;
using SharedBuffers.Diagnostics;
using SharedBuffers.Hashing;
using SharedBuffers.Indexes;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Tests.Indexes;

public sealed class KeyedRecordTableTests
{
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(12)]
    [TestCase(1000)]
    [TestCase(50_000)]
    public void Find_EveryKeyAndStrangers_EqualsTheModel(int count)
    {
        var random = new Random(count);
        List<byte[]> keys = RandomKeys.Distinct(random, 2 * count, 2, 40);
        var records = new KeyedRecords();
        byte[] table = Build(records, keys.Take(count), new IndexBuildOptions());
        using MemoryRegion region = records.Open(table, out KeyedRecordTable index);

        Assert.That(index.Count, Is.EqualTo(count));
        for (int i = 0; i < keys.Count; i++)
        {
            long offset = index.Find(keys[i]);
            bool found = offset != KeyedRecordTable.None;
            Assert.That(found, Is.EqualTo(i < count), $"key {i}");
            Assert.That(offset, Is.EqualTo(i < count ? records.References[i] : 0), $"key {i}");
        }
    }

    [Test]
    public void Find_WideReferences_EqualsNarrowOnes()
    {
        // Builders make wide references for more than 32 GiB of records.
        List<byte[]> keys = RandomKeys.Distinct(new Random(17), 4000, 0, 40);
        keys.AddRange(Enumerable.Range(0, 500).Select(i => Encoding.UTF8.GetBytes($"Grüße {i}")));
        var records = new KeyedRecords();
        byte[] narrow = Build(records, keys.Where((_, i) => i % 2 == 0), new IndexBuildOptions());
        using MemoryRegion narrowRegion = records.Open(narrow, out KeyedRecordTable expected);
        using MemoryRegion wideRegion = records.Open(Widened(narrow), out KeyedRecordTable index);
        long[] offsets = [.. keys.Select(k => expected.Find(k))];
        int end = 0;
        int[] ends = [.. keys.Select(k => end += k.Length)];
        long[] batch = new long[keys.Count];
        index.TryFindBatch(keys.SelectMany(k => k).ToArray(), ends, batch);

        Assert.That(offsets.Count(o => o != KeyedRecordTable.None), Is.EqualTo(keys.Count / 2));
        Assert.That(keys.Select(k => index.Find(k)), Is.EqualTo(offsets));
        Assert.That(keys.Select(k => index.Find(k, XxHash3.Hash64(k, index.Table.Seed))), Is.EqualTo(offsets));
        Assert.That(keys[4000..].Select(k => index.Find(Encoding.UTF8.GetString(k).AsSpan())), Is.EqualTo(offsets[4000..]));
        Assert.That(keys[4000..].Select(k => index.Find(new string('x', k.Length).AsSpan())), Is.All.EqualTo(KeyedRecordTable.None));
        Assert.That(batch, Is.EqualTo(offsets));
    }

    [Test]
    public void TryFindBatch_HitsAndMisses_EqualsSingleLookups()
    {
        List<byte[]> keys = RandomKeys.Distinct(new Random(7), 3000, 0, 300);
        var records = new KeyedRecords();
        byte[] table = Build(records, keys.Take(2000), new IndexBuildOptions());
        using MemoryRegion region = records.Open(table, out KeyedRecordTable index);
        byte[] all = keys.SelectMany(k => k).ToArray();
        int end = 0;
        int[] ends = keys.Select(k => end += k.Length).ToArray();
        long[] offsets = new long[keys.Count];

        int found = index.TryFindBatch(all, ends, offsets);

        Assert.That(found, Is.EqualTo(2000));
        Assert.That(offsets, Is.EqualTo(keys.Select(k => index.Find(k))));
    }

    [TestCase("")]
    [TestCase("plain")]
    [TestCase("Grüße, κόσμε, 日本語, 🎉")]
    public void Find_Text_FindsItsUtf8(string key)
    {
        var records = new KeyedRecords();
        byte[] table = Build(records, [Encoding.UTF8.GetBytes(key), "another"u8.ToArray()], new IndexBuildOptions());
        using MemoryRegion region = records.Open(table, out KeyedRecordTable index);

        Assert.That(index.Find(key.AsSpan()), Is.EqualTo(records.References[0]));
        Assert.That(index.Find((key + new string('x', 4000)).AsSpan()), Is.EqualTo(KeyedRecordTable.None));
    }

    [Test]
    public void Find_LoneSurrogate_DoesNotFindTheReplacementCharacter()
    {
        var records = new KeyedRecords();
        byte[] table = Build(records, [Encoding.UTF8.GetBytes("\uFFFD")], new IndexBuildOptions());
        using MemoryRegion region = records.Open(table, out KeyedRecordTable index);

        Assert.That(index.Find("\uD800".AsSpan()), Is.EqualTo(KeyedRecordTable.None));
    }

    [Test]
    public void Find_AfterDispose_Throws()
    {
        var records = new KeyedRecords();
        byte[] table = Build(records, ["key"u8.ToArray()], new IndexBuildOptions());
        MemoryRegion region = records.Open(table, out KeyedRecordTable index);
        region.Dispose();

        Assert.That(() => index.Find("key"u8), Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public void Find_ReferenceBehindTheRecords_ThrowsCorrupt()
    {
        var records = new KeyedRecords();
        byte[] table = Build(records, ["key"u8.ToArray()], new IndexBuildOptions());
        using MemoryRegion region = MemoryRegion.CopyOf(table);
        BufferView tooShort = region.View.Slice(0, 4);

        Assert.That(() => KeyedRecordTable.Open(region.View, tooShort).Find("key"u8), Throws.TypeOf<CorruptBufferException>());
    }

    [Test]
    public void Find_EqualHashOfAKeyThatDoesNotFitBeforeTheRecord_FindsNothing([Values(20, 40)] int length)
    {
        var records = new KeyedRecords();
        using MemoryRegion region = records.Open(Build(records, ["key"u8.ToArray()], new IndexBuildOptions()), out KeyedRecordTable index);
        byte[] longer = [.. Enumerable.Repeat((byte)'k', length)];
        ulong hash = XxHash3.Hash64("key"u8);

        Assert.That(index.Find("key"u8, hash), Is.GreaterThan(KeyedRecordTable.None).And.LessThan(length));
        Assert.That(index.Find(longer, hash), Is.EqualTo(KeyedRecordTable.None));
        if (KeyWords.Fits(length))
        {
            bool found = index.Table.TryFindSlot(new KeyedRecordWordsMatcher(index, KeyWords.Load(longer)), hash, out _);
            Assert.That(found, Is.False);
        }
    }

    [Test]
    public void Open_TableAndRecordsInTwoRegions_Throws()
    {
        using MemoryRegion table = MemoryRegion.CopyOf(Build(new KeyedRecords(), [], new IndexBuildOptions()));
        using MemoryRegion records = MemoryRegion.Allocate(64);

        Assert.That(() => KeyedRecordTable.Open(table.View, records.View), Throws.ArgumentException);
    }

    [TestCase(DuplicatePolicy.KeepFirst, 0)]
    [TestCase(DuplicatePolicy.KeepLast, 200)]
    public void Build_RepeatedKeys_KeepsOneAndListsTheOthers(DuplicatePolicy policy, int keptFrom)
    {
        List<byte[]> keys = RandomKeys.Distinct(new Random(3), 100, 1, 20);
        var records = new KeyedRecords();
        using var builder = new ReferenceTableBuilder(new IndexBuildOptions { Duplicates = policy }, records);
        foreach (byte[] key in keys.Concat(keys).Concat(keys))
        {
            builder.Add(key, records.Add(key));
        }

        var table = new MemoryStream();
        builder.Build(table);

        using MemoryRegion region = records.Open(table.ToArray(), out KeyedRecordTable index);
        long[] kept = keys.Select(k => index.Find(k)).ToArray();
        Assert.That(kept, Is.EqualTo(records.References.Skip(keptFrom).Take(100)));
        Assert.That(builder.Count, Is.EqualTo(100));
        Assert.That(builder.DroppedCount, Is.EqualTo(200));
        Assert.That(builder.DroppedReferences(), Is.EqualTo(records.References.Except(kept).Order()));
    }

    [Test]
    public void Build_RepeatedKeyUnderErrorPolicy_NamesTheKey()
    {
        var records = new KeyedRecords();

        Assert.That(
            () => Build(records, ["a"u8.ToArray(), "twice"u8.ToArray(), "twice"u8.ToArray()], new IndexBuildOptions()),
            Throws.TypeOf<DuplicateKeyException>().With.Property(nameof(DuplicateKeyException.Key)).EqualTo("\"twice\""));
    }

    [Test]
    public void Build_AnyBudget_WritesTheSameBytes()
    {
        List<byte[]> keys = RandomKeys.Distinct(new Random(5), 150_000, 4, 24);
        keys.AddRange(keys.Take(1000).ToList());
        byte[] inMemory = Build(new KeyedRecords(), keys, new IndexBuildOptions { Duplicates = DuplicatePolicy.KeepLast });
        byte[] spilled = Build(new KeyedRecords(), keys, new IndexBuildOptions { Duplicates = DuplicatePolicy.KeepLast, MemoryBudget = 1 << 20 });

        Assert.That(spilled.AsSpan().SequenceEqual(inMemory), Is.True);
    }

    [Test]
    public void Find_HashesMadeEqual_StillTellsKeysApart()
    {
        // 300 keys share 3 hashes: longer than any bucket, so that probing, the limit bytes and the re-seeding have work.
        List<byte[]> keys = RandomKeys.Distinct(new Random(11), 600, 0, 20);
        var records = new KeyedRecords();
        using var builder = new ReferenceTableBuilder(new IndexBuildOptions(), records);
        for (int i = 0; i < 300; i++)
        {
            builder.Add(WeakHash(i), records.Add(keys[i]));
        }

        var stream = new MemoryStream();
        builder.Build(stream);
        using MemoryRegion tableRegion = MemoryRegion.CopyOf(stream.ToArray());
        using MemoryRegion recordRegion = records.ToRegion();
        RawTable table = RawTable.Open(tableRegion.View);
        for (int i = 0; i < keys.Count; i++)
        {
            bool found = Find(table, recordRegion, keys[i], WeakHash(i), out long offset);
            Assert.That(found, Is.EqualTo(i < 300), $"key {i}");
            Assert.That(offset, Is.EqualTo(i < 300 ? records.References[i] : 0));
        }

        static ulong WeakHash(int i) => (ulong)(i % 3) << 62 | 0x1234567;
    }

    [Test]
    public void Build_KeysThatCollideUnderTheFirstSeed_UsesAnotherSeed()
    {
        List<byte[]> keys = RandomKeys.Distinct(new Random(13), 2000, 1, 20);
        var records = new KeyedRecords();
        using var builder = new ReferenceTableBuilder(new IndexBuildOptions(), records);
        foreach (byte[] key in keys)
        {
            builder.Add(42, records.Add(key));
        }

        var stream = new MemoryStream();
        builder.Build(stream);
        using MemoryRegion region = records.Open(stream.ToArray(), out KeyedRecordTable index);
        Assert.That(index.Table.Seed, Is.EqualTo(1));
        Assert.That(index.Table.LongestDisplacement, Is.LessThan(100));
        Assert.That(keys.Select((k, i) => index.Find(k) == records.References[i]), Is.All.True);
    }

    private static unsafe bool Find(RawTable table, MemoryRegion records, byte[] key, ulong hash, out long offset)
    {
        fixed (byte* k = key)
        {
            var matcher = new KeyedRecordMatcher(records.GetPointer(0, records.Length), records.Length, k, key.Length);
            bool found = table.TryFindSlot(matcher, hash, out ulong reference);
            offset = (long)reference;
            return found;
        }
    }

    // The same table with references of 8 bytes.
    private static byte[] Widened(byte[] narrow)
    {
        HashTableHeader header = MemoryMarshal.Read<HashTableHeader>(narrow);
        TableAreas from = TableAreas.Of(header, (ulong)narrow.Length)!.Value;
        header.SlotStride = header.ValueWidth = sizeof(ulong);
        TableAreas to = TableAreas.Of(header, ulong.MaxValue / 2)!.Value;
        byte[] wide = new byte[to.Length];
        narrow.AsSpan(0, (int)from.SlotsOffset).CopyTo(wide);
        MemoryMarshal.Write(wide, header);
        for (int i = 0; i < (int)from.HomeCount; i++)
        {
            ulong reference = MemoryMarshal.Read<uint>(narrow.AsSpan((int)from.SlotsOffset + (i * sizeof(uint))));
            MemoryMarshal.Write(wide.AsSpan((int)to.SlotsOffset + (i * sizeof(ulong))), reference);
        }

        return wide;
    }

    private static byte[] Build(KeyedRecords records, IEnumerable<byte[]> keys, IndexBuildOptions options)
    {
        using var builder = new ReferenceTableBuilder(options, records);
        foreach (byte[] key in keys)
        {
            builder.Add(XxHash3.Hash64(key), records.Add(key));
        }

        var stream = new MemoryStream();
        long length = builder.Build(stream);
        Assert.That(stream.Length, Is.EqualTo(length));
        return stream.ToArray();
    }
}
