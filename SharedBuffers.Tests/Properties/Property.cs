namespace SharedBuffers.Tests.Properties;

/// <summary>What a property says when it does not hold: also in a process without a test runner.</summary>
internal static class Property
{
    public static void Equal<T>(T actual, T expected, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(actual, expected))
        {
            throw new InvalidOperationException($"{what}: {actual} instead of {expected}");
        }
    }

    public static void Same<T>(IEnumerable<T> actual, IEnumerable<T> expected, string what)
    {
        T[] a = [.. actual];
        T[] e = [.. expected];
        if (!a.AsSpan().SequenceEqual(e))
        {
            throw new InvalidOperationException($"{what}: [{string.Join(", ", a)}] instead of [{string.Join(", ", e)}]");
        }
    }

    /// <summary>Runs a property with seeds that count up, each at another offset.</summary>
    public static void Check(Action<Random, int> property, int rounds)
    {
        for (int seed = 0; seed < rounds; seed++)
        {
            try
            {
                property(new Random(seed), seed % 8);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"seed {seed}, offset {seed % 8}: {exception.Message}", exception);
            }
        }
    }
}
