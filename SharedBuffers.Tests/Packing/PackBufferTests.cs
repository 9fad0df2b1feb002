using NUnit.Framework;
using SharedBuffers.Packing;

namespace SharedBuffers.Tests.Packing;

[TestFixture]
public class PackBufferTests
{
    [Test]
    public void Append_MixedWidths_WritesLittleEndianWithoutPadding()
    {
        using var buffer = new PackBuffer();
        Assert.That(buffer.Append((byte)0x11), Is.EqualTo(0));
        Assert.That(buffer.Append(0x5544332211L), Is.EqualTo(1));
        Assert.That(buffer.AppendBytes([7, 8]), Is.EqualTo(9));
        Assert.That(buffer.ToArray(), Is.EqualTo(new byte[] { 0x11, 0x11, 0x22, 0x33, 0x44, 0x55, 0, 0, 0, 7, 8 }));
    }

    [Test]
    public void Reserve_AfterTruncate_IsZeroAgain()
    {
        using var buffer = new PackBuffer();
        buffer.AppendBytes([1, 2, 3, 4, 5, 6, 7, 8]);
        buffer.Truncate(2);
        buffer.Reserve(6);
        Assert.That(buffer.ToArray(), Is.EqualTo(new byte[] { 1, 2, 0, 0, 0, 0, 0, 0 }));
    }

    [Test]
    public void Align_AfterClear_PadsWithZeros()
    {
        using var buffer = new PackBuffer();
        buffer.AppendBytes([9, 9, 9, 9, 9, 9, 9, 9]);
        buffer.Clear();
        buffer.Append((byte)1);
        Assert.That(buffer.Align(8), Is.EqualTo(8));
        Assert.That(buffer.ToArray(), Is.EqualTo(new byte[] { 1, 0, 0, 0, 0, 0, 0, 0 }));
    }

    [Test]
    public void Align_WithOrigin_CountsFromIt()
    {
        using var buffer = new PackBuffer();
        buffer.Reserve(3);
        buffer.AlignmentOrigin = 3;
        buffer.Append((byte)1);
        Assert.That(buffer.Align(4), Is.EqualTo(7));
    }

    [Test]
    public void Grow_ManyAppends_KeepsEverything()
    {
        using var buffer = new PackBuffer();
        for (int i = 0; i < 100_000; i++)
        {
            buffer.Append(i);
        }

        Assert.That(buffer.Length, Is.EqualTo(400_000));
        Assert.That(Enumerable.Range(0, 100_000).All(i => buffer.Read<int>(i * 4L) == i), Is.True);
    }

    [Test]
    public void Write_InsideAndOutside_WritesOrThrows()
    {
        using var buffer = new PackBuffer();
        buffer.Reserve(8);
        buffer.Write(4, 0x01020304);
        Assert.That(buffer.Read<long>(0), Is.EqualTo(0x0102030400000000));
        Assert.That(() => buffer.Write(5, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => buffer.Write(-1, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => buffer.Write(long.MaxValue, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => buffer.Truncate(9), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void CopyTo_Stream_WritesEverythingFromAPosition()
    {
        using var buffer = new PackBuffer();
        buffer.AppendBytes([1, 2, 3]);
        using var stream = new MemoryStream();
        buffer.CopyTo(stream);
        buffer.CopyTo(stream, 2);
        Assert.That(stream.ToArray(), Is.EqualTo(new byte[] { 1, 2, 3, 3 }));
    }

    [Test]
    public void Dispose_ThenUse_ThrowsObjectDisposed()
    {
        var buffer = new PackBuffer();
        buffer.Append(1);
        buffer.Dispose();
        buffer.Dispose();
        Assert.That(buffer.Length, Is.Zero);
        Assert.That(() => buffer.Append(1), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => buffer.Reserve(0), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => buffer.Read<int>(0), Throws.InstanceOf<ObjectDisposedException>());
    }
}
