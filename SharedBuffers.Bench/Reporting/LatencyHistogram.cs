using System.Numerics;

namespace SharedBuffers.Bench.Reporting;

/// <summary>
/// Counts durations in buckets whose width grows with the duration: 32 to each doubling, so a percentile is right to about 3 %, and recording allocates nothing.
/// </summary>
/// <remarks>The idea of HdrHistogram (Gil Tene) in its plainest form. One thread records.</remarks>
internal sealed class LatencyHistogram
{
    private const int SubBucketBits = 5;
    private const int SubBuckets = 1 << SubBucketBits;

    private readonly long[] _counts = new long[(64 - SubBucketBits + 1) * SubBuckets];

    public long Count { get; private set; }

    public long Max { get; private set; }

    public void Record(long nanoseconds)
    {
        nanoseconds = Math.Max(nanoseconds, 0);
        _counts[BucketOf(nanoseconds)]++;
        Count++;
        Max = Math.Max(Max, nanoseconds);
    }

    public void Add(LatencyHistogram other)
    {
        for (int i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }

        Count += other.Count;
        Max = Math.Max(Max, other.Max);
    }

    /// <summary>The smallest duration that at least <paramref name="fraction"/> of the recorded ones do not exceed (its bucket's upper end).</summary>
    public long Percentile(double fraction)
    {
        long wanted = Math.Max(1, (long)Math.Ceiling(Count * fraction));
        long seen = 0;
        for (int bucket = 0; bucket < _counts.Length; bucket++)
        {
            seen += _counts[bucket];
            if (seen >= wanted)
            {
                return Math.Min(UpperEndOf(bucket), Max);
            }
        }

        return Max;
    }

    private static int BucketOf(long value)
    {
        int exponent = Math.Max(0, BitOperations.Log2((ulong)value | 1) - SubBucketBits);
        return (exponent * SubBuckets) + (int)(value >> exponent);
    }

    private static long UpperEndOf(int bucket)
    {
        int exponent = Math.Max(0, (bucket / SubBuckets) - 1);
        long mantissa = bucket - (exponent * SubBuckets);
        return ((mantissa + 1) << exponent) - 1;
    }
}
