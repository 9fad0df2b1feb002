namespace SharedBuffers.Bench.Reporting;

/// <summary>The middle and the ends of a handful of measurements. No mean, no deviation: with five rounds on a shared machine they would say more than is known.</summary>
internal readonly record struct Spread(double Median, double Min, double Max)
{
    /// <summary>Width of the spread relative to the median: 0.1 means that all rounds lie within ten percent.</summary>
    public double RelativeWidth => Median == 0 ? 0 : (Max - Min) / Median;

    /// <summary>Median, smallest and largest of the values; the median of an even number is the mean of the middle two.</summary>
    public static Spread Of(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
        {
            throw new ArgumentException("A spread needs at least one measurement.", nameof(values));
        }

        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        int middle = sorted.Length / 2;
        double median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[^1]);
    }

    /// <summary>The spread of the ratios of values that belong together.</summary>
    public static Spread OfRatios(ReadOnlySpan<double> numerators, ReadOnlySpan<double> denominators)
    {
        if (numerators.Length != denominators.Length)
        {
            throw new ArgumentException($"{numerators.Length} values cannot be divided by {denominators.Length}: ratios are of the same rounds.", nameof(denominators));
        }

        var ratios = new double[numerators.Length];
        for (int i = 0; i < ratios.Length; i++)
        {
            ratios[i] = numerators[i] / denominators[i];
        }

        return Of(ratios);
    }
}
