using System.Collections.Immutable;
using System.Numerics;

namespace SharedBuffers.Tests.Properties;

/// <summary>Random numbers that meet the ends of their types often, and random keys of few different values, so that they meet.</summary>
internal static class RandomValues
{
    public static T Number<T>(Random random)
        where T : INumber<T>, IMinMaxValue<T> => random.Next(8) switch
        {
            0 => T.MinValue,
            1 => T.MaxValue,
            2 => T.Zero,
            < 6 => T.CreateTruncating(random.Next(-130, 300)),
            _ => T.IsInteger(T.One / (T.One + T.One)) ? T.CreateTruncating(random.NextInt64()) : T.CreateTruncating((random.NextDouble() - 0.5) * 1000),
        };

    public static T[] Numbers<T>(Random random, int maxLength = 40)
        where T : INumber<T>, IMinMaxValue<T>
    {
        var numbers = new T[random.Next(maxLength)];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = Number<T>(random);
        }

        return numbers;
    }

    /// <summary>Something that can be a key; null is <see cref="DBNull"/>.</summary>
    public static object Key(Random random) => random.Next(10) switch
    {
        0 => DBNull.Value,
        1 => (long)random.Next(-3, 4),
        2 => (long)random.Next(100, 135),
        3 => random.Next(-4, 5) / 2.0,
        4 => random.Next(2) == 0,
        5 => "key " + random.Next(6),
        6 => new string('é', random.Next(20)),
        7 => ImmutableArray.Create<object?>(1L, "tuple " + random.Next(3)),
        8 => double.NaN,
        _ => ulong.MaxValue - (ulong)random.Next(2),
    };
}
