using NUnit.Framework;
using SharedBuffers.Diagnostics;
using SharedBuffers.Memory;

namespace SharedBuffers.Tests.Memory;

/// <summary>Views are bounds: nothing outside them can be reached, and no sum of offsets overflows into them.</summary>
public sealed class BufferViewTests
{
    private static readonly long[] s_hostileOffsets = [-1, -8, long.MinValue, long.MaxValue, long.MaxValue - 7, 64, 65, int.MaxValue, uint.MaxValue];

    private MemoryRegion _region = null!;

    [SetUp]
    public void SetUp() => _region = MemoryRegion.CopyOf([.. Enumerable.Range(0, 64).Select(i => (byte)i)]);

    [TearDown]
    public void TearDown() => _region.Dispose();

    [Test]
    public void Read_AnyAlignment_IsLittleEndian()
    {
        BufferView view = _region.View;
        for (int offset = 0; offset <= 56; offset++)
        {
            Assert.That(view.Read<byte>(offset), Is.EqualTo(offset));
            Assert.That(view.Read<ushort>(offset), Is.EqualTo(offset | ((offset + 1) << 8)));
            Assert.That(view.Read<ulong>(offset) & 0xFF, Is.EqualTo(offset));
            Assert.That(view.Read<ulong>(offset) >> 56, Is.EqualTo(offset + 7));
        }
    }

    [Test]
    public void Access_HostileOffset_Throws()
    {
        BufferView view = _region.View;
        foreach (long offset in s_hostileOffsets)
        {
            Assert.That(() => view.Read<byte>(offset), Throws.TypeOf<CorruptBufferException>());
            Assert.That(() => view.Read<ulong>(offset), Throws.TypeOf<CorruptBufferException>());
            Assert.That(() => view.GetSpan(offset, 1), Throws.TypeOf<CorruptBufferException>());
            Assert.That(() => view.Slice(offset, 1), Throws.TypeOf<CorruptBufferException>());
            Assert.That(() => view.Slice(0, 1).Slice(offset, long.MaxValue), Throws.TypeOf<CorruptBufferException>());
            Assert.That(() => _region.Read<byte>(offset), Throws.TypeOf<CorruptBufferException>());
            Assert.That(() => _region.CheckBounds(offset, 1), Throws.TypeOf<CorruptBufferException>());
        }
    }

    [Test]
    public void Access_HostileLength_Throws()
    {
        BufferView view = _region.View;
        foreach (long length in new[] { -1, long.MinValue, long.MaxValue, 65 })
        {
            Assert.That(() => view.Slice(0, length), Throws.TypeOf<CorruptBufferException>());
            Assert.That(() => view.Slice(1, length), Throws.TypeOf<CorruptBufferException>());
            Assert.That(() => _region.CheckBounds(8, length), Throws.TypeOf<CorruptBufferException>());
        }

        Assert.That(() => view.GetSpan(0, -1), Throws.TypeOf<CorruptBufferException>());
        Assert.That(() => view.GetSpan(0, int.MaxValue), Throws.TypeOf<CorruptBufferException>());
        Assert.That(() => view.Slice(65), Throws.TypeOf<CorruptBufferException>());
        Assert.That(() => view.Slice(long.MinValue), Throws.TypeOf<CorruptBufferException>());
    }

    [Test]
    public void Access_AcrossTheEnd_Throws()
    {
        BufferView view = _region.View;
        for (int offset = 57; offset < 64; offset++)
        {
            Assert.That(() => view.Read<ulong>(offset), Throws.TypeOf<CorruptBufferException>().With.Property("Offset").EqualTo(offset));
        }

        Assert.That(view.Read<ulong>(56), Is.EqualTo(0x3F3E3D3C3B3A3938));
    }

    [Test]
    public void Slice_Nested_IsBoundedByItself()
    {
        BufferView slice = _region.View.Slice(10, 20).Slice(5, 4);
        Assert.That(slice.Offset, Is.EqualTo(15));
        Assert.That(slice.Length, Is.EqualTo(4));
        Assert.That(slice.AsSpan().ToArray(), Is.EqualTo(new byte[] { 15, 16, 17, 18 }));
        Assert.That(() => slice.Read<byte>(4), Throws.TypeOf<CorruptBufferException>(), "the region goes on, the slice does not");
        Assert.That(() => slice.Read<byte>(-1), Throws.TypeOf<CorruptBufferException>());
        Assert.That(slice.Slice(4).Length, Is.Zero);
    }

    [Test]
    public void Default_AnyAccess_SaysSo()
    {
        BufferView view = default;
        Assert.That(view.Length, Is.Zero);
        Assert.That(() => view.Region, Throws.InvalidOperationException);
        Assert.That(() => view.Read<byte>(0), Throws.InvalidOperationException);
        Assert.That(() => view.GetSpan(0, 0), Throws.InvalidOperationException);
        Assert.That(() => view.AsSpan(), Throws.InvalidOperationException);
        Assert.That(() => view.Slice(0, 0), Throws.InvalidOperationException);
    }

    [Test]
    public void Allocate_AnyLength_IsZeroedAlignedAndWritable()
    {
        foreach (long length in new long[] { 0, 1, 63, 64, 100_000 })
        {
            using MemoryRegion region = MemoryRegion.Allocate(length);
            Assert.That(region.Length, Is.EqualTo(length));
            Assert.That(region.IsWritable, Is.True);
            Assert.That(region.View.AsSpan().IndexOfAnyExcept((byte)0), Is.EqualTo(-1));
            region.View.AsWritableSpan().Fill(7);
            Assert.That(region.View.AsSpan().IndexOfAnyExcept((byte)7), Is.EqualTo(-1));
            unsafe
            {
                Assert.That((nint)region.GetPointer(0, 0) % 64, Is.EqualTo((nint)0));
            }
        }

        Assert.That(() => MemoryRegion.Allocate(-1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => MemoryRegion.Allocate(long.MaxValue), Throws.InstanceOf<OutOfMemoryException>());
    }

    [Test]
    public void CopyOf_SourceChangedLater_KeepsItsBytes()
    {
        byte[] source = [1, 2, 3];
        using MemoryRegion region = MemoryRegion.CopyOf(source);
        source[0] = 9;
        Assert.That(region.View.AsSpan().ToArray(), Is.EqualTo(new byte[] { 1, 2, 3 }));
        using MemoryRegion empty = MemoryRegion.CopyOf([]);
        Assert.That(empty.View.AsSpan().IsEmpty, Is.True);
    }
}
