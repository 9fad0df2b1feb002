using System.Runtime.Intrinsics;
using NUnit.Framework;
using SharedBuffers.Hashing;
using SharedBuffers.Indexes;

namespace SharedBuffers.Tests.Indexes;

/// <summary>Keys of any type in registers are what the writer writes: same bytes, same hash; what does not fit is refused.</summary>
public sealed unsafe class KeyWordsBuilderTests
{
    private static readonly long[] s_numbers = [0, 1, -1, 127, 128, -128, 255, 256, -257, 65535, 1 << 24, -(1L << 31), (1L << 40) + 7, long.MaxValue, long.MinValue, (1L << 56) - 1, 1L << 56];

    [Test]
    public void TryLoad_TextOfEveryLengthAndANumber_IsWhatTheWriterWrites([Range(0, 34)] int length)
    {
        string text = string.Concat(Enumerable.Range(0, length).Select(i => (char)(i * 11 % 128)));
        foreach (long number in s_numbers)
        {
            AssertSame<TupleKeyForm<string, long>, (string, long)>((text, number));
            AssertSame<TupleKeyForm<long, string>, (long, string)>((number, text));
            AssertSame<TupleKeyForm<string, int>, (string, int)>((text, (int)number));
            AssertSame<TupleKeyForm<uint, string>, (uint, string)>(((uint)number, text));
            AssertSame<TupleKeyForm<string, ulong, string>, (string, ulong, string)>((text[..(length / 2)], (ulong)number, text[(length / 2)..]));
            AssertSame<TupleKeyForm<int, string, string, ulong>, (int, string, string, ulong)>((7, text[..(length / 3)], text[(length / 3)..], (ulong)number));
        }
    }

    [Test]
    public void TryLoad_OneCharOutsideAscii_IsRefused([Range(1, 28)] int length, [Values('\u0080', 'é', '\u0100', '\ud800', '\uff41')] char stranger)
    {
        for (int i = 0; i < length; i++)
        {
            string text = new string('a', i) + stranger + new string('b', length - i - 1);
            Assert.That(TupleKeyForm<string, int>.TryLoad((text, 7), out _), Is.False, $"at {i}");
        }
    }

    [Test]
    public void TryLoad_PartsThatRegistersDoNotTake_AreRefused()
    {
        Assert.That(TupleKeyForm<string?, long>.TryLoad((null, long.MaxValue), out _), Is.False);
        Assert.That(TupleKeyForm<string, double>.TryLoad(("a text", 1.5), out _), Is.False);
        Assert.That(TupleKeyForm<string, object>.TryLoad(("a text", 1), out _), Is.False);
        Assert.That(TupleKeyForm<string, (int, int)>.TryLoad(("a text", (1, 2)), out _), Is.False);
    }

    private static void AssertSame<TForm, TKey>(TKey key)
        where TForm : ITupleKeyForm<TKey>
    {
        var writer = new ObjectKeyWriter(stackalloc byte[ObjectKeyWriter.StackLength]);
        TForm.Write(ref writer, key);
        byte[] bytes = writer.Bytes.ToArray();
        writer.Dispose();
        bool loaded = KeyWordsBuilder.IsSupported && TForm.TryLoad(key, out KeyWords words);

        Assert.That(loaded, Is.EqualTo(KeyWordsBuilder.IsSupported && KeyWords.Fits(bytes.Length)), $"{key}");
        if (!loaded)
        {
            return;
        }

        TForm.TryLoad(key, out words);
        foreach (ulong seed in new[] { 0UL, 1UL, ulong.MaxValue })
        {
            Assert.That(words.Hash(new XxHash3Seed(seed)), Is.EqualTo(XxHash3.Hash64(bytes, seed)), $"{key}");
        }

        fixed (byte* place = bytes)
        {
            Assert.That(words.Length, Is.EqualTo(bytes.Length));
            Assert.That(words.DifferenceFrom(place), Is.EqualTo(Vector128<byte>.Zero), $"{key}");
        }
    }
}
