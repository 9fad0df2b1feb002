using System.Numerics;
using NUnit.Framework;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Values;

[TestFixture]
public sealed class SortedSpanTests
{
    /// <summary>Every kind of number that conversions go wrong at, as exact rationals would order them.</summary>
    private static readonly double[] s_floats =
    [
        double.NaN, double.NegativeInfinity, double.MinValue, -18446744073709551616.0, -9223372036854777856.0, -9223372036854775808.0, -2147483649, -129, -128.5, -1.5, -1, -0.1, 0,
        double.Epsilon, 0.1, 0.5, 1, 1.5, 127, 128, 255, 255.5, 256, 65535, 16777217, 2147483647, 2147483648, 4294967296, 9007199254740992, 9007199254740994, 9223372036854775807.0, 18446744073709551616.0, 1e300,
        double.PositiveInfinity,
    ];

    private static readonly long[] s_integers = [long.MinValue, int.MinValue - 1L, int.MinValue, -129, -128, -1, 0, 1, 2, 127, 128, 255, 256, 65535, 16777217, int.MaxValue, uint.MaxValue, (1L << 53) + 1, long.MaxValue];

    [Test]
    public void Search_AllTypesOfElements_AgreesWithExactComparison()
    {
        Check<byte>();
        Check<sbyte>();
        Check<ushort>();
        Check<short>();
        Check<uint>();
        Check<int>();
        Check<ulong>();
        Check<long>();
        Check<float>();
        Check<double>();
    }

    [Test]
    public void Contains_WhereTheOriginalWasWrong_IsFalse()
    {
        Assert.That(SortedSpan.Contains<uint, int>([0, 1, uint.MaxValue], -1), Is.False);
        Assert.That(SortedSpan.Contains<byte, double>([1, 2], 1.5), Is.False);
        Assert.That(SortedSpan.Contains<double, double>([1, 2], double.NaN), Is.False);
        Assert.That(SortedSpan.Contains<float, double>([0.1f], 0.1), Is.False);
        Assert.That(SortedSpan.Contains<float, float>([0.1f], 0.1f), Is.True);
        Assert.That(SortedSpan.Contains<double, double>([double.NaN, 1], double.NaN), Is.True);
        Assert.That(SortedSpan.Contains<double, long>([9007199254740992], 9007199254740993), Is.False);
        Assert.That(SortedSpan.LowerBound<uint, int>([5], -1), Is.Zero);
        Assert.That(SortedSpan.LowerBound<byte, int>([5, 255], 256), Is.EqualTo(2));
        Assert.That(SortedSpan.LowerBound<int, double>([1, 2], 1.5), Is.EqualTo(1));
    }

    [Test]
    public void Search_OtherTypes_Throws()
    {
        Assert.That(() => SortedSpan.Contains<decimal, int>([1], 1), Throws.ArgumentException);
        Assert.That(() => SortedSpan.LowerBound<int, Half>([1], (Half)1), Throws.ArgumentException);
        Assert.That(() => SortedSpan.LowerBound<decimal, decimal>([1], 1), Throws.ArgumentException);
    }

    [Test]
    public void LowerBound_AnyHint_GivesTheSame()
    {
        var random = new Random(1);
        for (int round = 0; round < 300; round++)
        {
            int[] sorted = [.. Enumerable.Range(0, random.Next(70)).Select(_ => random.Next(40)).Order()];
            int key = random.Next(-2, 42);
            int expected = sorted.Count(number => number < key);
            for (int hint = -3; hint < sorted.Length + 3; hint++)
            {
                if (SortedSpan.LowerBound<int, int>(sorted, key, hint) != expected || SortedSpan.Contains<int, int>(sorted, key, hint) != sorted.Contains(key))
                {
                    Assert.Fail($"round {round}: {key} with the hint {hint} in [{string.Join(", ", sorted)}]");
                }
            }

            Assert.That(SortedSpan.LowerBound<int, int>(sorted, key, int.MaxValue), Is.EqualTo(expected));
            Assert.That(SortedSpan.LowerBound<int, int>(sorted, key, int.MinValue), Is.EqualTo(expected));
        }
    }

    [Test]
    public void MergeRows_RandomIndexes_IsAStableSort([Values(1, 2, 3)] int columns)
    {
        var random = new Random(2);
        for (int round = 0; round < 200; round++)
        {
            double[] left = Rows(random, columns, 0);
            double[] right = Rows(random, columns, 1000);
            var merged = new double[left.Length + right.Length + 1];
            int rows = SortedSpan.MergeRows<double>(left, right, merged, columns);
            double[] expected = [.. left.Chunk(columns).Concat(right.Chunk(columns)).OrderBy(row => row[0]).SelectMany(row => row)];
            Assert.That(rows, Is.EqualTo(expected.Length / columns));
            Assert.That(merged[..^1], Is.EqualTo(expected), $"round {round}");
        }
    }

    [Test]
    public void Merge_WrongSpans_Throws()
    {
        int[] numbers = [1, 2, 3, 4];
        Assert.That(() => SortedSpan.Merge<int>([1], [2], new int[1]), Throws.ArgumentException);
        Assert.That(() => SortedSpan.MergeRows<int>([1, 2, 3], [], new int[4]), Throws.ArgumentException);
        Assert.That(() => SortedSpan.Merge<int>(numbers.AsSpan(0, 2), [], numbers), Throws.ArgumentException);
        Assert.That(SortedSpan.Merge<int>([], [], []), Is.Zero);
    }

    private static double[] Rows(Random random, int columns, int mark) =>
        [.. Enumerable.Range(0, random.Next(12)).Select(_ => random.Next(6) == 0 ? double.NaN : random.Next(5)).Order().SelectMany((key, i) => Enumerable.Range(0, columns).Select(c => c == 0 ? key : mark + (i * 10) + c))];

    private static void Check<T>()
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        T[] sorted = [.. s_floats.Select(T.CreateSaturating).Concat(s_integers.Select(T.CreateSaturating)).Distinct().Order()];
        foreach (double key in s_floats)
        {
            CheckKey(sorted, key, element => Compare(element, key));
        }

        foreach (long key in s_integers)
        {
            CheckKey(sorted, key, element => Compare(element, key));
        }

        foreach (ulong key in s_integers.Select(number => (ulong)number))
        {
            CheckKey(sorted, key, element => Compare(element, key));
        }

        foreach (float key in s_floats.Select(number => (float)number))
        {
            CheckKey(sorted, key, element => Compare(element, (double)key));
        }

        foreach (short key in s_integers.Select(number => (short)number))
        {
            CheckKey(sorted, key, element => Compare(element, (long)key));
        }
    }

    private static void CheckKey<T, TKey>(T[] sorted, TKey key, Func<T, int> compare)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TKey : unmanaged, INumber<TKey>
    {
        string what = $"{typeof(TKey).Name} {key} among {typeof(T).Name}";
        Assert.That(SortedSpan.LowerBound<T, TKey>(sorted, key), Is.EqualTo(sorted.Count(element => compare(element) < 0)), what);
        Assert.That(SortedSpan.UpperBound<T, TKey>(sorted, key), Is.EqualTo(sorted.Count(element => compare(element) <= 0)), what);
        Assert.That(SortedSpan.LowerBound<T, TKey>(sorted, key, sorted.Length / 3), Is.EqualTo(sorted.Count(element => compare(element) < 0)), what);
        Assert.That(SortedSpan.Contains<T, TKey>(sorted, key), Is.EqualTo(sorted.Any(element => compare(element) == 0)), what);
    }

    /// <summary>Compares exactly: finite numbers as integers of 2^-1074, the rest by hand.</summary>
    private static int Compare<T, TKey>(T element, TKey key)
        where T : INumber<T>
        where TKey : INumber<TKey>
    {
        double l = double.CreateTruncating(element);
        double r = double.CreateTruncating(key);
        return double.IsFinite(l) && double.IsFinite(r) ? Exact(element).CompareTo(Exact(key)) : l.CompareTo(r);
    }

    private static BigInteger Exact<T>(T number)
        where T : INumber<T>
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
        {
            return BigInteger.CreateTruncating(number) << 1074;
        }

        long bits = BitConverter.DoubleToInt64Bits(double.CreateTruncating(number));
        int exponent = (int)((bits >> 52) & 0x7FF);
        BigInteger mantissa = (bits & ((1L << 52) - 1)) | (exponent == 0 ? 0 : 1L << 52);
        return (bits < 0 ? -mantissa : mantissa) << (Math.Max(exponent, 1) - 1);
    }
}
