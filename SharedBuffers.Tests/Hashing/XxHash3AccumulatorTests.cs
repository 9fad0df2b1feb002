using NUnit.Framework;
using SharedBuffers.Hashing;

namespace SharedBuffers.Tests.Hashing;

public sealed class XxHash3AccumulatorTests
{
    [Test]
    public void Append_EveryLengthInOnePiece_EqualsOneShot()
    {
        byte[] input = XxHash3Tests.RandomBytes(seed: 21, 2200);
        var accumulator = new XxHash3Accumulator();
        for (int length = 0; length <= input.Length; length++)
        {
            accumulator.Reset(seed: (ulong)length);
            accumulator.Append(input.AsSpan(0, length));
            Assert.That(accumulator.GetDigest(), Is.EqualTo(XxHash3.Hash64(input.AsSpan(0, length), (ulong)length)), () => $"{length} bytes");
            Assert.That(accumulator.Length, Is.EqualTo(length));
        }
    }

    [TestCase(1)]
    [TestCase(63)]
    [TestCase(64)]
    [TestCase(255)]
    [TestCase(256)]
    [TestCase(257)]
    [TestCase(1024)]
    public void Append_FixedChunks_EqualsOneShotAfterEachChunk(int chunk)
    {
        byte[] input = XxHash3Tests.RandomBytes(seed: 22, 5000);
        var accumulator = new XxHash3Accumulator(seed: 5);
        for (int done = 0; done < input.Length;)
        {
            int take = Math.Min(chunk, input.Length - done);
            accumulator.Append(input.AsSpan(done, take));
            done += take;
            Assert.That(accumulator.GetDigest(), Is.EqualTo(XxHash3.Hash64(input.AsSpan(0, done), 5)), () => $"{done} bytes in chunks of {chunk}");
        }
    }

    [Test]
    public void Append_RandomChunks_EqualsOneShot()
    {
        byte[] input = XxHash3Tests.RandomBytes(seed: 23, 100_000);
        var accumulator = new XxHash3Accumulator();
        for (int round = 0; round < 200; round++)
        {
            var random = new Random(round);
            int length = random.Next(random.Next(2) == 0 ? 3000 : input.Length);
            int bound = 1 << random.Next(1, 14);
            ulong seed = (ulong)random.NextInt64();
            accumulator.Reset(seed);
            for (int done = 0; done < length;)
            {
                int take = Math.Min(random.Next(bound), length - done);
                accumulator.Append(input.AsSpan(done, take));
                done += take;
            }

            Assert.That(accumulator.GetDigest(), Is.EqualTo(XxHash3.Hash64(input.AsSpan(0, length), seed)), () => $"round {round}: {length} bytes in chunks below {bound}");
        }
    }

    [Test]
    public void GetDigest_Twice_SameResult()
    {
        var accumulator = new XxHash3Accumulator();
        accumulator.Append(new byte[1000]);
        Assert.That(accumulator.GetDigest(), Is.EqualTo(accumulator.GetDigest()));
        Assert.That(accumulator.GetDigest(), Is.EqualTo(XxHash3.Hash64(new byte[1000])));
    }
}
