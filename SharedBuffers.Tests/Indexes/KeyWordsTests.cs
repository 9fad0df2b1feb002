using System.Runtime.Intrinsics;
using System.Text;
using NUnit.Framework;
using SharedBuffers.Hashing;
using SharedBuffers.Indexes;

namespace SharedBuffers.Tests.Indexes;

/// <summary>Keys in registers are the keys in memory: same hash, same comparison, at every length.</summary>
public sealed unsafe class KeyWordsTests
{
    [Test]
    public void TryNarrow_AsciiOfEveryLength_HashesAndComparesAsItsBytes([Range(0, 40)] int length)
    {
        string text = string.Concat(Enumerable.Range(0, length).Select(i => (char)(1 + (i * 7 % 127))));
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        bool narrowed = KeyWords.TryNarrow(text, out KeyWords key);

        Assert.That(narrowed, Is.EqualTo(Vector128.IsHardwareAccelerated && KeyWords.Fits(length)));
        if (!narrowed)
        {
            return;
        }

        fixed (byte* place = bytes)
        {
            KeyWords loaded = default;
            foreach (ulong seed in new[] { 0UL, 1UL, ulong.MaxValue })
            {
                loaded = KeyWords.Load(bytes, new XxHash3Seed(seed), out ulong hash);
                Assert.That(hash, Is.EqualTo(XxHash3.Hash64(bytes, seed)));
                Assert.That(key.Hash(new XxHash3Seed(seed)), Is.EqualTo(hash));
            }

            var loadedAlone = KeyWords.Load(bytes);
            Assert.That(Equal(key, place) && Equal(loaded, place) && Equal(loadedAlone, place), Is.True);
            for (int i = 0; i < length; i++)
            {
                place[i] ^= 1;
                Assert.That(Equal(key, place) || Equal(loaded, place) || Equal(loadedAlone, place), Is.False, $"byte {i}");
                place[i] ^= 1;
            }
        }
    }

    private static bool Equal(KeyWords key, byte* place) => key.DifferenceFrom(place) == Vector128<byte>.Zero;

    [Test]
    public void TryNarrow_OneCharOutsideAscii_IsRefused([Range(4, 32)] int length, [Values('\u0080', '\u00ff', '\u0100', '\ud800', '\uff41')] char stranger)
    {
        for (int i = 0; i < length; i++)
        {
            string text = new string('a', i) + stranger + new string('b', length - i - 1);
            Assert.That(KeyWords.TryNarrow(text, out _), Is.False, $"at {i}");
        }
    }

    [Test]
    public void Of_Guid_IsItsBytesInTheOrderOfItsText()
    {
        var random = new Random(8);
        for (int i = 0; i < 100; i++)
        {
            byte[] bytes = new byte[16];
            random.NextBytes(bytes);
            var key = KeyWords.Of(new Guid(bytes, bigEndian: true));
            fixed (byte* place = bytes)
            {
                Assert.That(Equal(key, place), Is.True);
                Assert.That(key.Hash(new XxHash3Seed(7)), Is.EqualTo(XxHash3.Hash64(bytes, 7)));
            }
        }
    }

    [Test]
    public void Mapper_TextsOfEveryLengthAndScript_AreFoundByStringAndByBytes()
    {
        string[] keys = [.. Enumerable.Range(0, 50).SelectMany(n => new[] { new string('a', n), new string('é', n), new string('a', n) + "é", "é" + new string('z', n) }).Distinct()];
        using StringIdMapperBuilder builder = StringIdMapper.CreateBuilder();
        for (int i = 0; i < keys.Length; i++)
        {
            builder.Add(keys[i], (ulong)i);
        }

        var stream = new MemoryStream();
        builder.Build(stream);
        using var region = SharedBuffers.Memory.MemoryRegion.CopyOf(stream.ToArray());
        using StringIdMapper mapper = StringIdMapper.Open(region.View);
        for (int i = 0; i < keys.Length; i++)
        {
            Assert.That((mapper[keys[i]], mapper[Encoding.UTF8.GetBytes(keys[i])]), Is.EqualTo(((ulong)i, (ulong)i)), keys[i]);
            Assert.That(mapper.ContainsKey(keys[i] + "!"), Is.False);
        }
    }
}
