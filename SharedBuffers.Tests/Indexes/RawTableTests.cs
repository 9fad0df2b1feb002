using System.Runtime.InteropServices;
using NUnit.Framework;
using SharedBuffers.Diagnostics;
using SharedBuffers.Indexes;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Tests.Indexes;

public sealed unsafe class RawTableTests
{
    [Test]
    public void MatchTags_RandomBytes_AgreesWithItsScalarTwin()
    {
        var random = new Random(17);
        byte[] tags = new byte[HashTableHeader.TagGroup];
        for (int round = 0; round < 2000; round++)
        {
            for (int i = 0; i < tags.Length; i++)
            {
                tags[i] = (byte)random.Next(round % 7 + 1);
            }

            fixed (byte* p = tags)
            {
                Assert.That(RawTable.MatchTags(p, 2, out uint empty), Is.EqualTo(RawTable.MatchTagsScalar(p, 2, out uint scalarEmpty)));
                Assert.That(empty, Is.EqualTo(scalarEmpty));
                foreach (ulong hash in new ulong[] { 0, 1, 2, 0xff, 0xdead_0100, ulong.MaxValue - 0xfd })
                {
                    Assert.That(RawTable.MatchTagOrEmpty(p, hash), Is.EqualTo(RawTable.MatchTagsScalar(p, RawTable.TagOf(hash), out scalarEmpty) | scalarEmpty));
                }
            }
        }
    }

    [Test]
    public void MatchWords_RandomLines_AgreesWithItsScalarTwin()
    {
        var random = new Random(19);
        byte[] line = new byte[HashTableHeader.LineLength];
        for (int round = 0; round < 2000; round++)
        {
            for (int i = 0; i < line.Length; i++)
            {
                line[i] = random.Next(8) == 0 ? (byte)1 : (byte)0;
            }

            fixed (byte* p = line)
            {
                Assert.That(RawTable.MatchWords(p, 0UL), Is.EqualTo(RawTable.MatchWordsScalar(p, 0UL)));
                Assert.That(RawTable.MatchWords(p, 0U), Is.EqualTo(RawTable.MatchWordsScalar(p, 0U)));
            }
        }
    }

    [Test]
    public void Open_AnyHeaderWordChanged_ThrowsCorruptOrReadsInBounds()
    {
        byte[] table = StringTable(200);
        List<byte[]> keys = RandomKeys.Distinct(new Random(2), 400, 2, 300);
        for (int offset = 0; offset < HashTableHeader.Size; offset++)
        {
            foreach (byte value in new byte[] { 0, 1, 2, 3, 0x7f, 0x80, 0xff })
            {
                byte[] damaged = [.. table];
                damaged[offset] = value;
                AssertSafe(damaged, keys, $"byte {offset} = {value}");
            }
        }
    }

    [Test]
    public void Open_ExtremeCounts_ThrowsCorrupt(
        [Values(8, 16, 48, 56)] int offset, [Values(ulong.MaxValue, ulong.MaxValue - 63, 1UL << 63, (ulong)long.MaxValue, 1UL << 40)] ulong value)
    {
        byte[] damaged = StringTable(20);
        MemoryMarshal.Write(damaged.AsSpan(offset), value);
        using MemoryRegion region = MemoryRegion.CopyOf(damaged);

        Assert.That(() => RawTable.Open(region.View), Throws.TypeOf<CorruptBufferException>());
    }

    [Test]
    public void Open_EveryTruncation_ThrowsCorrupt()
    {
        byte[] table = StringTable(20);
        for (int length = 0; length < table.Length; length++)
        {
            using MemoryRegion region = MemoryRegion.CopyOf(table.AsSpan(0, length));
            Assert.That(() => RawTable.Open(region.View), Throws.TypeOf<CorruptBufferException>(), $"{length} bytes");
        }
    }

    [Test]
    public void Lookups_RandomDamageInTagsSlotsAndHeap_GiveDataOrCorrupt()
    {
        byte[] table = StringTable(200);
        List<byte[]> keys = RandomKeys.Distinct(new Random(2), 400, 2, 300);
        var random = new Random(41);
        for (int round = 0; round < 300; round++)
        {
            byte[] damaged = [.. table];
            for (int i = 0; i < 1 + (round % 200); i++)
            {
                damaged[random.Next(HashTableHeader.Size, damaged.Length)] = (byte)random.Next(256);
            }

            AssertSafe(damaged, keys, $"round {round}");
        }
    }

    [Test]
    public void Lookups_AllTagsFull_End()
    {
        byte[] table = StringTable(200);
        using MemoryRegion original = MemoryRegion.CopyOf(table);
        int tags = (int)RawTable.Open(original.View).PositionCount + HashTableHeader.TagGroup;
        for (int tag = 1; tag < 256; tag += 50)
        {
            byte[] damaged = [.. table];
            damaged.AsSpan(HashTableHeader.Size, tags).Fill((byte)tag);
            AssertSafe(damaged, RandomKeys.Distinct(new Random(2), 400, 2, 300), $"tag {tag}");
        }
    }

    [Test]
    public void Open_TableOfAnotherKind_ThrowsCorrupt()
    {
        using MemoryRegion region = MemoryRegion.CopyOf(StringTable(3));

        Assert.That(() => UInt64IdMapper.Open(region.View), Throws.TypeOf<CorruptBufferException>().With.Message.Contains("InlineKeys"));
    }

    [Test]
    public void Open_TableAtAnyOffset_FindsItsKeys([Range(0, 9)] int offset)
    {
        byte[] table = StringTable(200);
        using MemoryRegion region = MemoryRegion.CopyOf([.. new byte[offset], .. table, .. new byte[offset]]);
        StringIdMapper mapper = StringIdMapper.Open(region.View.Slice(offset));

        Assert.That(RandomKeys.Distinct(new Random(2), 400, 2, 300).Take(200).Select((k, i) => mapper[k] == (ulong)i), Is.All.True);
        Assert.That(mapper.ByteLength, Is.EqualTo(table.Length));
    }

    private static void AssertSafe(byte[] bytes, List<byte[]> keys, string what)
    {
        using MemoryRegion region = MemoryRegion.CopyOf(bytes);
        int answers = 0;
        try
        {
            RawTable table = RawTable.Open(region.View);
            if (table.Geometry.Kind == HashTableKind.InlineKeys)
            {
                StringIdMapper mapper = StringIdMapper.Open(region.View);
                foreach (byte[] key in keys)
                {
                    answers += mapper.ContainsKey(key) ? 1 : 0;
                }

                foreach (StringIdMapper.Entry entry in mapper.Entries)
                {
                    answers += entry.Key.Length > 1000 ? 1 : 0;
                }
            }
            else if (table.Geometry.Kind == HashTableKind.UInt64Keys)
            {
                answers += table.TryFindUInt64(7, out _) ? 1 : 0;
            }
            else if (table.Geometry.Kind == HashTableKind.UInt32Keys)
            {
                answers += table.TryFindUInt32(7, out _) ? 1 : 0;
            }
        }
        catch (CorruptBufferException exception)
        {
            Assert.That(exception.Message, Is.Not.Empty);
        }

        Assert.That(answers, Is.InRange(0, 2 * keys.Count), what);
    }

    private static byte[] StringTable(int count)
    {
        using StringIdMapperBuilder builder = StringIdMapper.CreateBuilder();
        List<byte[]> keys = RandomKeys.Distinct(new Random(2), 400, 2, 300);
        for (int i = 0; i < count; i++)
        {
            builder.Add(keys[i], (ulong)i);
        }

        var stream = new MemoryStream();
        builder.Build(stream);
        return stream.ToArray();
    }
}
