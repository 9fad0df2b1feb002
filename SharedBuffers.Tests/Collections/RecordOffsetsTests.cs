using NUnit.Framework;
using SharedBuffers.Collections;
using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;
using SharedBuffers.Memory;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Collections;

[TestFixture]
internal sealed class RecordOffsetsTests
{
    [TestCase(0, 8)]
    [TestCase(1, 8)]
    [TestCase(12, 8)]
    [TestCase(70_000, 8)]
    [TestCase(140_000, 1 << 20)]
    public void WriteTo_OffsetsOnBothSidesOf32GiB_ReadBack(int count, long step)
    {
        long[] offsets = [.. Enumerable.Range(1, count).Select(i => i * step)];
        long[] dropped = [.. offsets.Where((_, i) => i % 1000 == 7 || (i > 66_000 && i < 67_000))];
        using MemoryRegion region = Write(offsets, dropped, out long written);
        RecordOffsets read = RecordOffsets.Open(region.View);
        long[] expected = [.. offsets.Except(dropped)];
        Assert.Multiple(() =>
        {
            Assert.That(written, Is.EqualTo(expected.Length));
            Assert.That(read.Count, Is.EqualTo(expected.Length));
            Assert.That(region.Length, Is.EqualTo(16 + (expected.Length * (count * step > 8L * uint.MaxValue ? 8 : 4))));
            Assert.That(Enumerable.Range(0, expected.Length).All(i => read.GetOffset(i) == expected[i]));
        });
    }

    [Test]
    public void Open_HeaderThatPromisesTooMuch_Throws()
    {
        using MemoryRegion region = Write([8, 16, 32], [], out _);
        byte[] good = region.View.AsSpan().ToArray();
        void Expect(int offset, params byte[] patch)
        {
            byte[] bad = [.. good];
            patch.CopyTo(bad, offset);
            using MemoryRegion copy = MemoryRegion.CopyOf(bad);
            Assert.That(() => RecordOffsets.Open(copy.View), Throws.TypeOf<CorruptBufferException>(), $"at {offset}");
        }

        Assert.Multiple(() =>
        {
            Expect(0, 2);
            Expect(2, 5);
            Expect(2, 8);
            Expect(3, 200);
            Expect(8, 4);
            Expect(8, 255, 255, 255, 255, 255, 255, 255, 255);
            Expect(8, 255, 255, 255, 255, 255, 255, 255, 127);
            Expect(8, 0, 0, 0, 0, 0, 0, 0, 64);
        });
    }

    [TestCase(2, 8)]
    [TestCase(140_000, 1 << 20)]
    public void WriteTo_EqualDistances_TakesNoOffsetsAndReadsBack(int count, long step)
    {
        long[] offsets = [.. Enumerable.Range(0, count).Select(i => 16 + (i * step))];
        using MemoryRegion region = Write(offsets, [], out long written);
        RecordOffsets read = RecordOffsets.Open(region.View);

        Assert.That((written, read.Count, region.Length), Is.EqualTo((count, (long)count, 32)));
        Assert.That(Enumerable.Range(0, count).All(i => read.GetOffset(i) == offsets[i]));
        offsets[^1] += 8;
        using MemoryRegion uneven = Write(offsets, [], out _);
        Assert.That(RecordOffsets.Open(uneven.View).GetOffset(count - 1), Is.EqualTo(offsets[^1]));
    }

    [TestCase(16, 0L, TestName = "no distance")]
    [TestCase(24, 0L, TestName = "no distance but a first")]
    [TestCase(16, long.MaxValue)]
    [TestCase(16, -1L)]
    [TestCase(24, -1L)]
    [TestCase(24, long.MaxValue)]
    [TestCase(8, long.MaxValue)]
    [TestCase(8, -1L)]
    [TestCase(8, 0L)]
    public void Open_DistancesThatCannotBe_Throw(int offset, long value)
    {
        using MemoryRegion region = Write([8, 16, 24], [], out _);
        byte[] bad = region.View.AsSpan().ToArray();
        if (offset == 16 && value == 0)
        {
            BitConverter.TryWriteBytes(bad.AsSpan(24), 0L);
        }

        BitConverter.TryWriteBytes(bad.AsSpan(offset), value);
        using MemoryRegion copy = MemoryRegion.CopyOf(bad);
        Assert.That(() => RecordOffsets.Open(copy.View), Throws.TypeOf<CorruptBufferException>());
    }

    [Test]
    public void GetRecord_BeyondFourGiB_ReadsIt()
    {
        const long Length = 5L << 30;
        const long Offset = (4L << 30) + 4096;
        using var folder = new TemporaryFolder();
        using (FileStream stream = File.Create(folder["sparse"]))
        {
            using var context = new SharedBuffers.Packing.PackContext();
            new StructPacker<Product>().Pack(context, Product.Numbered(11));
            stream.SetLength(Length);
            stream.Position = Offset - 7;
            stream.Write("key\u0003\0\0\0"u8);
            context.Buffer.CopyTo(stream);
        }

        using MemoryRegion region = MemoryRegion.OpenFile(folder["sparse"]);
        var records = new RecordArea(region.View, SharedBuffers.Schemas.SchemaBinding.Create(Product.Schema, Product.Schema));
        Assert.Multiple(() =>
        {
            Assert.That(Product.IsNumbered(records.GetRecord<Product.View>(Offset), 11));
            Assert.That(records.GetKey(Offset).AsSpan().SequenceEqual("key"u8));
            Assert.That(() => records.GetRecord<Product.View>(Length), Throws.TypeOf<CorruptBufferException>());
            Assert.That(() => records.GetRecord<Product.View>(-8), Throws.TypeOf<CorruptBufferException>());
            Assert.That(() => records.GetKey(Length + 8), Throws.TypeOf<CorruptBufferException>());
            Assert.That(() => records.GetIntegerKey(0), Throws.TypeOf<CorruptBufferException>());
        });
    }

    private static MemoryRegion Write(long[] offsets, long[] dropped, out long written)
    {
        using var spool = new OffsetSpool(Path.GetTempPath());
        foreach (long offset in offsets)
        {
            spool.Add(offset);
        }

        using var stream = new MemoryStream();
        written = spool.WriteTo(stream, KeyKind.None, sharesValues: false, dropped, dropped.Length, CancellationToken.None);
        return MemoryRegion.CopyOf(stream.ToArray());
    }
}
