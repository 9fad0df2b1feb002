using NUnit.Framework;
using SharedBuffers.Hashing;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Hashing;

/// <summary>The three hashes against the reference implementation. One test per hash over the whole table, so that the report stays short.</summary>
public sealed class XxHashVectorTests
{
    private static readonly XxHashVector[] s_vectors = [.. XxHashVector.ReadAll()];

    [Test]
    public void Vectors_CoverEveryPath_Always()
    {
        Assert.That(s_vectors, Has.Length.GreaterThanOrEqualTo(299));
        int[] lengths = [.. s_vectors.Select(v => v.Input.Length)];
        foreach ((int low, int high) in new[] { (0, 0), (1, 3), (4, 8), (9, 16), (17, 32), (33, 128), (129, 240), (241, 1024), (1025, int.MaxValue) })
        {
            Assert.That(lengths, Has.Some.InRange(low, high));
        }
    }

    [Test]
    public void XxHash32_Vectors_EqualReference()
    {
        foreach (XxHashVector vector in s_vectors)
        {
            Assert.That(XxHash32.Hash32(vector.Input), Is.EqualTo(vector.XxHash32), () => $"length {vector.Input.Length}");
        }
    }

    [Test]
    public void XxHash64_Vectors_EqualReference()
    {
        foreach (XxHashVector vector in s_vectors)
        {
            Assert.That(XxHash64.Hash64(vector.Input), Is.EqualTo(vector.XxHash64), () => $"length {vector.Input.Length}");
        }
    }

    [Test]
    public void XxHash3_Vectors_EqualReference()
    {
        foreach (XxHashVector vector in s_vectors)
        {
            Assert.That(XxHash3.Hash64(vector.Input), Is.EqualTo(vector.XxHash3), () => $"length {vector.Input.Length}");
            Assert.That(XxHash3.Hash64(vector.Input, vector.Seed), Is.EqualTo(vector.XxHash3Seeded), () => $"length {vector.Input.Length} seed {vector.Seed}");
        }
    }

    [Test]
    public void XxHash3_VectorsOfFourAndEightBytes_EqualIntegerSpecialisations()
    {
        foreach (XxHashVector vector in s_vectors)
        {
            if (vector.Input.Length == 4)
            {
                uint value = BitConverter.ToUInt32(vector.Input);
                Assert.That(XxHash3.Hash64(value), Is.EqualTo(vector.XxHash3));
                Assert.That(XxHash3.Hash64(value, vector.Seed), Is.EqualTo(vector.XxHash3Seeded));
            }
            else if (vector.Input.Length == 8)
            {
                ulong value = BitConverter.ToUInt64(vector.Input);
                Assert.That(XxHash3.Hash64(value), Is.EqualTo(vector.XxHash3));
                Assert.That(XxHash3.Hash64(value, vector.Seed), Is.EqualTo(vector.XxHash3Seeded));
            }
        }
    }

    [Test]
    public void Accumulator_Vectors_EqualReference()
    {
        var accumulator = new XxHash3Accumulator();
        foreach (XxHashVector vector in s_vectors)
        {
            accumulator.Reset(vector.Seed);
            accumulator.Append(vector.Input);
            Assert.That(accumulator.GetDigest(), Is.EqualTo(vector.XxHash3Seeded), () => $"length {vector.Input.Length} seed {vector.Seed}");
        }
    }
}
