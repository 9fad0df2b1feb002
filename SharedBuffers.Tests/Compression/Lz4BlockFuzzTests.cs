using System.Text;
using NUnit.Framework;
using SharedBuffers.Compression;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Tests.Compression;

/// <summary>Damaged blocks: the answer is data or <see cref="CorruptBufferException"/>, and nothing outside the destination is written.</summary>
public sealed class Lz4BlockFuzzTests
{
    private const byte Guard = 0xA5;
    private const int GuardLength = 64;

    private static readonly byte[][] s_samples =
    [
        [],
        "a"u8.ToArray(),
        Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 12).Select(i => $"key-{i:d4};value={i * 7};"))),
        Encoding.ASCII.GetBytes(new string('a', 400)),
        [.. Hashing.XxHash3Tests.RandomBytes(5, 40), .. new byte[60], .. Hashing.XxHash3Tests.RandomBytes(5, 40)],
    ];

    [Test]
    public void Decode_EveryTruncation_Throws()
    {
        foreach (byte[] sample in s_samples)
        {
            byte[] block = Lz4BlockTests.Encode(sample);
            for (int length = 0; length < block.Length; length++)
            {
                Assert.That(TryDecode(block.AsSpan(0, length), sample.Length), Is.Null, () => $"{length} of {block.Length} bytes");
            }
        }
    }

    [Test]
    public void Decode_EverySingleByteChange_StaysInBounds()
    {
        int decoded = 0;
        int refused = 0;
        foreach (byte[] sample in s_samples)
        {
            byte[] block = Lz4BlockTests.Encode(sample);
            for (int i = 0; i < block.Length; i++)
            {
                byte original = block[i];
                for (int change = 1; change < 256; change++)
                {
                    block[i] = (byte)(original ^ change);
                    _ = TryDecode(block, sample.Length) is null ? refused++ : decoded++;
                }

                block[i] = original;
            }

            Assert.That(TryDecode(block, sample.Length), Is.EqualTo(sample));
        }

        Assert.That(decoded, Is.Positive, "changed literals decode to other data");
        Assert.That(refused, Is.Positive, "changed lengths and distances are refused");
    }

    [Test]
    public void Decode_RandomBytes_StaysInBounds()
    {
        int refused = 0;
        for (int seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            byte[] block = new byte[random.Next(80)];
            random.NextBytes(block);

            // Small tokens make the decoder go on for longer before it finds something wrong.
            for (int i = 0; i < block.Length; i++)
            {
                block[i] = random.Next(3) == 0 ? (byte)(block[i] & 0x33) : block[i];
            }

            refused += TryDecode(block, random.Next(400)) is null ? 1 : 0;
        }

        Assert.That(refused, Is.GreaterThan(15_000), "hardly any random block is valid");
    }

    /// <summary>The data, or null when the block was refused. Fails when a byte outside the destination changed.</summary>
    private static byte[]? TryDecode(ReadOnlySpan<byte> block, int length)
    {
        byte[] memory = new byte[GuardLength + length + GuardLength];
        memory.AsSpan().Fill(Guard);
        Span<byte> destination = memory.AsSpan(GuardLength, length);
        bool valid = true;
        try
        {
            Lz4Block.Decode(block, destination);
        }
        catch (CorruptBufferException)
        {
            valid = false;
        }

        if (memory.AsSpan(0, GuardLength).IndexOfAnyExcept(Guard) >= 0 || memory.AsSpan(GuardLength + length).IndexOfAnyExcept(Guard) >= 0)
        {
            Assert.Fail($"bytes outside the destination were written; block {Convert.ToHexString(block)}, length {length}");
        }

        return valid ? destination.ToArray() : null;
    }
}
