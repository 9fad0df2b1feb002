using System.Runtime.InteropServices;
using NUnit.Framework;
using SharedBuffers.Hashing;

namespace SharedBuffers.Tests.Hashing;

/// <summary>XXH3 against itself: every kernel gives what the scalar one gives, at every length and alignment.</summary>
public sealed unsafe class XxHash3Tests
{
    private const int LongMinLength = XxHash3.MediumMaxLength + 1;

    private static readonly int[] s_longLengths = [4096, 4097, 8191, 65_536, 65_599, 1_000_003];

    [Test]
    public void HashLong_Vector128_EqualsScalar() => AssertKernelEqualsScalar<Vector128Kernel>();

    [Test]
    public void HashLong_Vector256_EqualsScalar() => AssertKernelEqualsScalar<Vector256Kernel>();

    [Test]
    public void HashLong_Vector512_EqualsScalar() => AssertKernelEqualsScalar<Vector512Kernel>();

    [Test]
    public void Hash64_LongInputs_EqualScalar() =>
        Compare((p, length, seed) => XxHash3.Hash64(p, length, seed), "the kernel of this machine");

    [Test]
    public void Hash64_AnyAlignment_SameResult()
    {
        byte[] input = RandomBytes(seed: 3, 2048);
        byte* buffer = (byte*)NativeMemory.AlignedAlloc(2048 + 8, 64);
        try
        {
            foreach (int length in Enumerable.Range(0, 300).Append(1024).Append(1025).Append(2048))
            {
                ulong expected3 = XxHash3.Hash64(input.AsSpan(0, length), seed: 42);
                ulong expected64 = XxHash64.Hash64(input.AsSpan(0, length), seed: 42);
                uint expected32 = XxHash32.Hash32(input.AsSpan(0, length), seed: 42);
                for (int alignment = 0; alignment < 8; alignment++)
                {
                    input.AsSpan(0, length).CopyTo(new Span<byte>(buffer + alignment, length));
                    Assert.That(XxHash3.Hash64(buffer + alignment, length, 42), Is.EqualTo(expected3), () => $"XXH3 of {length} bytes at alignment {alignment}");
                    Assert.That(XxHash64.Hash64(buffer + alignment, length, 42), Is.EqualTo(expected64), () => $"XXH64 of {length} bytes at alignment {alignment}");
                    Assert.That(XxHash32.Hash32(buffer + alignment, length, 42), Is.EqualTo(expected32), () => $"XXH32 of {length} bytes at alignment {alignment}");
                }
            }
        }
        finally
        {
            NativeMemory.AlignedFree(buffer);
        }
    }

    [Test]
    public void Hash64_IntegerKeys_EqualTheirBytes()
    {
        var random = new Random(11);
        for (int i = 0; i < 10_000; i++)
        {
            ulong value = (ulong)random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64);
            ulong seed = i % 3 == 0 ? 0 : (ulong)random.NextInt64(long.MinValue, long.MaxValue);
            Assert.That(XxHash3.Hash64(value, seed), Is.EqualTo(XxHash3.Hash64(BitConverter.GetBytes(value), seed)));
            Assert.That(XxHash3.Hash64((uint)value, seed), Is.EqualTo(XxHash3.Hash64(BitConverter.GetBytes((uint)value), seed)));
        }
    }

    [Test]
    public void Hash64_EmptySpan_ReadsNothing()
    {
        Assert.That(XxHash3.Hash64([]), Is.EqualTo(0x2D06800538D394C2));
        Assert.That(XxHash3.Hash64((byte*)null, 0), Is.EqualTo(0x2D06800538D394C2));
        Assert.That(XxHash64.Hash64((byte*)null, 0), Is.EqualTo(0xEF46DB3751D8E999));
        Assert.That(XxHash32.Hash32((byte*)null, 0), Is.EqualTo(0x02CC5D05));
    }

    internal static byte[] RandomBytes(int seed, int length)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static void AssertKernelEqualsScalar<TKernel>()
        where TKernel : struct, IStripeKernel
    {
        Assume.That(TKernel.IsSupported, $"this machine cannot run {typeof(TKernel).Name}");
        Compare(XxHash3.HashLong<TKernel>, typeof(TKernel).Name);
    }

    private static void Compare(HashFunction function, string name)
    {
        byte[] input = RandomBytes(seed: 7, s_longLengths.Max());
        fixed (byte* p = input)
        {
            foreach (int length in Enumerable.Range(LongMinLength, 2048 - LongMinLength + 1).Concat(s_longLengths))
            {
                foreach (ulong seed in new ulong[] { 0, 1, 0x9E3779B97F4A7C15 })
                {
                    ulong expected = XxHash3.HashLong<ScalarKernel>(p, length, seed);
                    Assert.That(function(p, length, seed), Is.EqualTo(expected), () => $"{name}: {length} bytes, seed {seed}");
                }
            }
        }
    }

    private delegate ulong HashFunction(byte* source, long length, ulong seed);
}
