using System.Text;
using NUnit.Framework;
using SharedBuffers.Diagnostics;
using SharedBuffers.Memory;
using SharedBuffers.Packing;
using SharedBuffers.Tests.Support;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Values;

[TestFixture]
public class SharedStringTests
{
    private static readonly string[] s_texts =
        ["", "a", "abc", "abd", "ab", "Ä", "aé", "日本", "𐐀x", "x𐐀", "\uFFFF", new string('q', 300), new string('é', 300), new string('q', 299) + "é", new string('z', 40_000)];

    [Test]
    public void Equals_EveryPair_AgreesWithString([ValueSource(nameof(s_texts))] string text)
    {
        SharedString view = Packed.String(text);
        foreach (string other in s_texts)
        {
            bool expected = text == other;
            Assert.That(view.Equals(other), Is.EqualTo(expected), other);
            Assert.That(view.Equals(other.AsSpan()), Is.EqualTo(expected), other);
            Assert.That(view.Equals(Encoding.UTF8.GetBytes(other)), Is.EqualTo(expected), other);
            Assert.That(view == Packed.String(other), Is.EqualTo(expected), other);
            Assert.That(view == other, Is.EqualTo(expected), other);
        }
    }

    [Test]
    public void CompareTo_EveryPair_IsCodePointOrder([ValueSource(nameof(s_texts))] string text)
    {
        SharedString view = Packed.String(text);
        foreach (string other in s_texts)
        {
            int expected = Math.Sign(Encoding.UTF8.GetBytes(text).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(other)));
            Assert.That(Math.Sign(view.CompareTo(other)), Is.EqualTo(expected), other);
            Assert.That(Math.Sign(view.CompareTo(Packed.String(other))), Is.EqualTo(expected), other);
            Assert.That(Math.Sign(view.CompareTo(Encoding.UTF8.GetBytes(other))), Is.EqualTo(expected), other);
        }
    }

    [Test]
    public void Reading_EveryWay_GivesTheText([ValueSource(nameof(s_texts))] string text, [Values] bool compressed)
    {
        SharedString view = Packed.String(text, new PackOptions { CompressStrings = compressed });
        var chars = new char[text.Length];
        Assert.That(view.ToString(), Is.EqualTo(text));
        Assert.That(view.GetCharCount(), Is.EqualTo(text.Length));
        Assert.That(view.ByteLength, Is.EqualTo(Encoding.UTF8.GetByteCount(text)));
        Assert.That(view.TryFormat(chars, out int written), Is.True);
        Assert.That(new string(chars, 0, written), Is.EqualTo(text));
        Assert.That($"{view}", Is.EqualTo(text));
        Assert.That(view.Bytes.ToArray(), Is.EqualTo(Encoding.UTF8.GetBytes(text)));
        Assert.That(view.Equals(text), Is.True);
        Assert.That(view.TryGetUtf8Span(out _), Is.EqualTo(!view.IsCompressed));
        if (!view.IsCompressed)
        {
            var runes = new StringBuilder();
            foreach (Rune rune in view.EnumerateRunes())
            {
                runes.Append(rune);
            }

            Assert.That(runes.ToString(), Is.EqualTo(text));
        }
    }

    [Test]
    public void AsUtf8Span_Compressed_SaysWhatToUse()
    {
        SharedString view = Packed.String(new string('z', 600), new PackOptions { CompressStrings = true });
        Assert.That(view.IsCompressed, Is.True);
        Assert.That(() => view.AsUtf8Span().Length, Throws.InvalidOperationException.With.Message.Contains("CopyTo"));
    }

    [Test]
    public void TryFormat_TooShort_ReturnsFalse()
    {
        SharedString view = Packed.String("abc");
        Assert.That(view.TryFormat(new char[2], out int chars), Is.False);
        Assert.That(view.TryFormat(new byte[2], out int bytes), Is.False);
        Assert.That((chars, bytes), Is.EqualTo((0, 0)));
    }

    [Test]
    public void GetHashCode_EqualText_IsEqual()
    {
        Assert.That(Packed.String("tag").GetHashCode(), Is.EqualTo(Packed.String("tag").GetHashCode()));
        Assert.That(Packed.String("abc").GetStableHash(), Is.EqualTo(0x44bc2cf5ad770999));
    }

    [Test]
    public void Default_IsNullAndEqualsOnlyNull()
    {
        SharedString view = default;
        Assert.That(view.IsNull && view.IsEmpty, Is.True);
        Assert.That(view.Equals((string?)null), Is.True);
        Assert.That(view.Equals(""), Is.False);
        Assert.That(view.Equals(ReadOnlySpan<byte>.Empty), Is.False);
        Assert.That(view.ToString(), Is.Empty);
        Assert.That(view.CompareTo(Packed.String("")), Is.LessThan(0));
        Assert.That(view.CompareTo((string?)null), Is.Zero);
    }

    [Test]
    public void ToString_InvalidUtf8_ThrowsCorrupt()
    {
        using MemoryRegion region = MemoryRegion.CopyOf([2, 0, 0xC3, 0x28]);
        SharedString view = SharedString.Read(region, 0);
        Assert.That(() => view.ToString(), Throws.InstanceOf<CorruptBufferException>());
        Assert.That(() => view.GetCharCount(), Throws.InstanceOf<CorruptBufferException>());
        Assert.That(() => view.TryFormat(new char[8], out _), Throws.InstanceOf<CorruptBufferException>());
        Assert.That(view.Equals("xx"), Is.False);
    }

    [Test]
    public void PackString_LoneSurrogate_ThrowsBeforeAppending()
    {
        using var context = new PackContext();
        Assert.That(() => ValuePacker.PackString(context, "a\uD800"), Throws.InstanceOf<ArgumentException>());
        Assert.That(context.Buffer.Length, Is.Zero);
    }

    [Test]
    public void Read_AfterDispose_ThrowsObjectDisposed()
    {
        MemoryRegion region = MemoryRegion.CopyOf([1, 0, 0x61]);
        SharedString view = SharedString.Read(region, 0);
        region.Dispose();
        Assert.That(() => view.AsUtf8Span().Length, Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => view.Equals("a"), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => view.ToString(), Throws.InstanceOf<ObjectDisposedException>());
    }
}
