using System.Text;
using NUnit.Framework;
using SharedBuffers.Compression;
using SharedBuffers.Diagnostics;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Compression;

/// <summary>Round trips, blocks written by hand from the format description, and what the encoder promises.</summary>
public sealed class Lz4BlockTests
{
    private static readonly byte[] s_sixByteWords = Repeat("foobar"u8, 1024);

    // Blocks by hand: token, literals, distance (little-endian), length bytes. The last one is what liblz4 wrote for a value of the 1.x library.
    private static readonly (string Block, byte[] Data)[] s_golden =
    [
        ("00", []),
        ("10 61", "a"u8.ToArray()),
        ("E0 6162636465666768696A6B6C6D6E", "abcdefghijklmn"u8.ToArray()),
        ("F0 00 6162636465666768696A6B6C6D6E6F", "abcdefghijklmno"u8.ToArray()),
        ("14 61 0100 50 6161616161", Encoding.ASCII.GetBytes(new string('a', 14))),
        ("1F 61 0100 00 50 6161616161", Encoding.ASCII.GetBytes(new string('a', 25))),
        ("1F 61 0100 FF 01 50 6161616161", Encoding.ASCII.GetBytes(new string('a', 281))),
        ("42 61626364 0400 50 7879787978", "abcdabcdabxyxyx"u8.ToArray()),
        ("40 61626364 0300 10 21", "abcdbcdb!"u8.ToArray()),
        ($"6F 666F6F626172 0600 {new string('F', 46)}F9 50 6F6F626172", s_sixByteWords),
    ];

    [Test]
    public void Decode_BlocksByHand_GiveTheirData()
    {
        foreach ((string block, byte[] data) in s_golden)
        {
            Assert.That(DecodeExact(FromHex(block), data.Length), Is.EqualTo(data), block);
        }
    }

    [Test]
    public void Decode_WrongDestinationLength_Throws()
    {
        foreach ((string block, byte[] data) in s_golden)
        {
            Assert.That(() => DecodeExact(FromHex(block), data.Length + 1), Throws.TypeOf<CorruptBufferException>(), block);
            if (data.Length > 0)
            {
                Assert.That(() => DecodeExact(FromHex(block), data.Length - 1), Throws.TypeOf<CorruptBufferException>(), block);
            }
        }
    }

    [TestCase("", 0, "ends inside a sequence")]
    [TestCase("14 61 0000 10 21", 6, "distance 0")]
    [TestCase("14 61 0200 10 21", 6, "distance 2")]
    [TestCase("14 61 01", 6, "ends inside a distance")]
    [TestCase("14 61 0100", 9, "ends inside a sequence")]
    [TestCase("F0 FF", 300, "ends inside a length")]
    [TestCase("30 6161", 3, "literals of 3 bytes")]
    [TestCase("10 61", 2, "decodes to 1 bytes, not to 2")]
    public void Decode_DamagedBlock_SaysWhat(string block, int length, string message) =>
        Assert.That(() => DecodeExact(FromHex(block), length), Throws.TypeOf<CorruptBufferException>().With.Message.Contains(message));

    [Test]
    public void Encode_RandomStructures_RoundTrip()
    {
        for (int seed = 0; seed < 400; seed++)
        {
            byte[] data = Lz4TestData.Create(seed);
            byte[] block = Encode(data);
            Assert.That(block, Has.Length.LessThanOrEqualTo((int)Lz4Block.MaxEncodedLength(data.Length)));
            Assert.That(DecodeExact(block, data.Length).AsSpan().SequenceEqual(data), Is.True, $"seed {seed}, {data.Length} bytes");
        }
    }

    [Test]
    public void Encode_EveryShortLength_RoundTrips()
    {
        for (int length = 0; length < 300; length++)
        {
            foreach (byte[] data in new[] { new byte[length], Hashing.XxHash3Tests.RandomBytes(length, length), Repeat("ab"u8, 150)[..length] })
            {
                Assert.That(DecodeExact(Encode(data), length), Is.EqualTo(data), () => $"length {length}");
            }
        }
    }

    [Test]
    public void Encode_HugeMatch_RoundTrips()
    {
        byte[] data = new byte[20_000_000];
        data[^1] = 1;
        byte[] block = Encode(data);
        Assert.That(block, Has.Length.LessThan(data.Length / 250));
        Assert.That(DecodeExact(block, data.Length).AsSpan().SequenceEqual(data), Is.True);
    }

    [Test]
    public void Encode_MatchesAtTheLargestDistance_RoundTrip()
    {
        foreach (int gap in new[] { 65_527, 65_534, 65_535, 65_536, 65_537 })
        {
            byte[] data = Hashing.XxHash3Tests.RandomBytes(gap, gap + 64);
            data.AsSpan(0, 64).CopyTo(data.AsSpan(gap));
            Assert.That(DecodeExact(Encode(data), data.Length).AsSpan().SequenceEqual(data), Is.True, $"distance {gap}");
        }
    }

    [Test]
    public void Encode_RepetitiveData_Shrinks()
    {
        Assert.That(Encode(s_sixByteWords), Has.Length.LessThan(60));
        Assert.That(Encode(File.ReadAllBytes(VectorFiles.GetPath("hashes.jsonl"))), Has.Length.LessThan((int)(new FileInfo(VectorFiles.GetPath("hashes.jsonl")).Length * 2 / 3)));
    }

    [Test]
    public void Encode_Twice_SameBytes()
    {
        byte[] data = Lz4TestData.Create(77);
        Assert.That(Encode(data), Is.EqualTo(Encode(data)));
    }

    [Test]
    public void Encode_FollowsTheEndOfBlockRules()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            byte[] data = Lz4TestData.Create(seed);
            (int lastLiterals, int lastMatchStart) = Lz4TestData.ReadEnd(Encode(data));
            Assert.That(lastLiterals, Is.GreaterThanOrEqualTo(Math.Min(5, data.Length)), () => $"seed {seed}");
            if (lastMatchStart >= 0)
            {
                Assert.That(data.Length - lastMatchStart, Is.GreaterThanOrEqualTo(12), () => $"seed {seed}");
            }
        }
    }

    [Test]
    public void TryEncode_EveryTooShortDestination_IsFalse()
    {
        byte[] data = [.. Encoding.ASCII.GetBytes(new string('x', 300)), .. Hashing.XxHash3Tests.RandomBytes(1, 40), .. new byte[40]];
        byte[] block = Encode(data);
        for (int capacity = 0; capacity < block.Length; capacity++)
        {
            byte[] guarded = new byte[capacity + 16];
            guarded.AsSpan(capacity).Fill(0xCC);
            Assert.That(Lz4Block.TryEncode(data, guarded.AsSpan(0, capacity), out int written), Is.False);
            Assert.That(written, Is.Zero);
            Assert.That(guarded.AsSpan(capacity).IndexOfAnyExcept((byte)0xCC), Is.EqualTo(-1));
        }

        Assert.That(Lz4Block.TryEncode(data, new byte[block.Length], out int exact), Is.True);
        Assert.That(exact, Is.EqualTo(block.Length));
        Assert.That(() => Lz4Block.Encode(data, new byte[block.Length - 1]), Throws.ArgumentException);
    }

    [Test]
    public void MaxEncodedLength_NegativeAndLargest_ThrowsAndDoesNotOverflow()
    {
        Assert.That(() => Lz4Block.MaxEncodedLength(-1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(Lz4Block.MaxEncodedLength(int.MaxValue), Is.GreaterThan(int.MaxValue));
    }

    internal static byte[] Encode(ReadOnlySpan<byte> data)
    {
        byte[] buffer = new byte[Lz4Block.MaxEncodedLength(data.Length)];
        return buffer[..Lz4Block.Encode(data, buffer)];
    }

    private static byte[] DecodeExact(ReadOnlySpan<byte> block, int length)
    {
        byte[] data = new byte[length];
        Lz4Block.Decode(block, data);
        return data;
    }

    private static byte[] FromHex(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    private static byte[] Repeat(ReadOnlySpan<byte> word, int count)
    {
        byte[] data = new byte[word.Length * count];
        for (int i = 0; i < count; i++)
        {
            word.CopyTo(data.AsSpan(i * word.Length));
        }

        return data;
    }
}
