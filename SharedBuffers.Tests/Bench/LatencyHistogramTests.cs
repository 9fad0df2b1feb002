using NUnit.Framework;
using SharedBuffers.Bench.Reporting;

namespace SharedBuffers.Tests.Bench;

public sealed class LatencyHistogramTests
{
    [TestCase(0.5)]
    [TestCase(0.9)]
    [TestCase(0.99)]
    [TestCase(0.999)]
    [TestCase(1.0)]
    public void Percentile_AnyFraction_IsWithinABucketOfTheSortedValue(double fraction)
    {
        const int Seed = 20260101;
        var random = new Random(Seed);
        var histogram = new LatencyHistogram();
        var values = new long[20_000];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (long)Math.Pow(10, random.NextDouble() * 9);
            histogram.Record(values[i]);
        }

        Array.Sort(values);
        long exact = values[Math.Max(0, (int)Math.Ceiling(values.Length * fraction) - 1)];
        Assert.That(histogram.Percentile(fraction), Is.GreaterThanOrEqualTo(exact).And.LessThanOrEqualTo(exact + (exact / 16) + 1), $"seed {Seed}");
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(63)]
    [TestCase(64)]
    [TestCase(long.MaxValue)]
    public void Record_OneValue_IsEveryPercentile(long value)
    {
        var histogram = new LatencyHistogram();

        histogram.Record(value);

        Assert.That(histogram.Percentile(0.001), Is.EqualTo(value));
        Assert.That(histogram.Max, Is.EqualTo(value));
    }

    [Test]
    public void Add_OtherHistogram_CountsBoth()
    {
        var first = new LatencyHistogram();
        var second = new LatencyHistogram();
        first.Record(10);
        second.Record(1000);

        first.Add(second);

        Assert.That((first.Count, first.Max, first.Percentile(0.5)), Is.EqualTo((2L, 1000L, 10L)));
    }
}
