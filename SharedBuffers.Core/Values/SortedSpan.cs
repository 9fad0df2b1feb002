using System.Numerics;

namespace SharedBuffers.Values;

/// <summary>Searching and merging spans of numbers that are sorted ascending: those of stored lists, sets and arrays, or any others.</summary>
/// <remarks>
/// <para>The ten numeric types from 8 to 64 bits, in any mix of key and element: a key is compared by its exact value and never converted first, so -1 is in no span of unsigned
/// numbers, 1.5 in none of integers, 2^53 + 1 in none of <see cref="double"/>, and 0.1 (a <see cref="double"/>) in none of <see cref="float"/>.</para>
/// <para>The order is that of <see cref="MemoryExtensions.Sort{T}(Span{T})"/>: NaN comes before everything and equals itself. In spans that are not sorted, results have no meaning, but nothing
/// worse happens. Nothing is allocated.</para>
/// </remarks>
public static partial class SortedSpan
{
    /// <summary>So many elements are compared at once, with vectors: less work than the mispredicted branches of halving them.</summary>
    private const int Window = 64;

    /// <summary>Index of the first element that is not less than a key; the length when all are less. O(log length).</summary>
    /// <exception cref="ArgumentException">A type is none of the ten.</exception>
    public static int LowerBound<T, TKey>(ReadOnlySpan<T> sorted, TKey key)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TKey : unmanaged, INumber<TKey> =>
        SortedKey<T>.TryCreate(key, out SortedKey<T> bound) ? FirstNotBelow(sorted, bound.Ceiling) : sorted.Length;

    /// <summary>Index of the first element that is greater than a key; the length when there is none. O(log length).</summary>
    /// <exception cref="ArgumentException">A type is none of the ten.</exception>
    public static int UpperBound<T, TKey>(ReadOnlySpan<T> sorted, TKey key)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TKey : unmanaged, INumber<TKey>
    {
        if (!SortedKey<T>.TryCreate(key, out SortedKey<T> bound))
        {
            return sorted.Length;
        }

        return bound.IsExact ? FirstAbove(sorted, bound.Ceiling) : FirstNotBelow(sorted, bound.Ceiling);
    }

    /// <summary>
    /// As <see cref="LowerBound{T, TKey}(ReadOnlySpan{T}, TKey)"/>, beginning at a place that is likely near: O(log distance).
    /// </summary>
    /// <param name="sorted">The numbers.</param>
    /// <param name="key">What to look for.</param>
    /// <param name="hint">Any number; outside the span it means its nearer end.</param>
    /// <exception cref="ArgumentException">A type is none of the ten.</exception>
    public static int LowerBound<T, TKey>(ReadOnlySpan<T> sorted, TKey key, int hint)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TKey : unmanaged, INumber<TKey> =>
        SortedKey<T>.TryCreate(key, out SortedKey<T> bound) ? FirstNotBelowNear(sorted, bound.Ceiling, hint) : sorted.Length;

    /// <summary>Whether a key is among the elements. O(log length).</summary>
    /// <exception cref="ArgumentException">A type is none of the ten.</exception>
    public static bool Contains<T, TKey>(ReadOnlySpan<T> sorted, TKey key)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TKey : unmanaged, INumber<TKey> =>
        SortedKey<T>.TryCreate(key, out SortedKey<T> bound) && bound.IsExact && IsAt(sorted, FirstNotBelow(sorted, bound.Ceiling), bound.Ceiling);

    /// <summary>Whether a key is among the elements, beginning at a place that is likely near: O(log distance).</summary>
    /// <param name="sorted">The numbers.</param>
    /// <param name="key">What to look for.</param>
    /// <param name="hint">Any number; outside the span it means its nearer end.</param>
    /// <exception cref="ArgumentException">A type is none of the ten.</exception>
    public static bool Contains<T, TKey>(ReadOnlySpan<T> sorted, TKey key, int hint)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TKey : unmanaged, INumber<TKey> =>
        SortedKey<T>.TryCreate(key, out SortedKey<T> bound) && bound.IsExact && IsAt(sorted, FirstNotBelowNear(sorted, bound.Ceiling, hint), bound.Ceiling);

    /// <summary>
    /// Whether an integer is among many, fastest where they are spread evenly: the search starts where the key would lie then, corrects that once by what lies there, and compares
    /// all elements around at once. Only where those do not enclose the key it widens by doubling, so that it is O(log length) however they are spread.
    /// </summary>
    /// <remarks>PERF: CollectionScenario, set-numbers. The first guess is off by about the square root of the length, the corrected one by about its fourth root.</remarks>
    internal static bool ContainsSpread<T>(ReadOnlySpan<T> sorted, T key)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (sorted.Length <= Window)
        {
            return sorted.Contains(key);
        }

        // Rounding moves only the guess. Conversions to int saturate and take NaN, which equal ends give, for 0.
        double target = double.CreateTruncating(key);
        double start = double.CreateTruncating(sorted[0]);
        double slope = (sorted.Length - 1) / (double.CreateTruncating(sorted[^1]) - start);
        int guess = Math.Clamp((int)((target - start) * slope), 0, sorted.Length - 1);
        guess = Math.Clamp((int)(guess + ((target - double.CreateTruncating(sorted[guess])) * slope)), 0, sorted.Length - 1);
        int first = Math.Clamp(guess - (Window / 2), 0, sorted.Length - Window);
        ReadOnlySpan<T> window = sorted.Slice(first, Window);
        bool found = window.Contains(key);
        bool encloses = (first == 0 | window[0] < key) & (first == sorted.Length - Window | window[^1] > key);
        return found | encloses ? found : IsAt(sorted, FirstNotBelowNear(sorted, key, guess), key);
    }

    private static int FirstNotBelow<T>(ReadOnlySpan<T> sorted, T key)
        where T : INumber<T>
    {
        // The loop always halves and never leaves early, so its only branch is predictable.
        int low = 0;
        int length = sorted.Length;
        while (length > 0)
        {
            int half = length >> 1;
            bool isLess = IsLess(sorted[low + half], key);
            low = isLess ? low + half + 1 : low;
            length = isLess ? length - half - 1 : half;
        }

        return low;
    }

    private static int FirstAbove<T>(ReadOnlySpan<T> sorted, T key)
        where T : INumber<T>
    {
        int low = 0;
        int length = sorted.Length;
        while (length > 0)
        {
            int half = length >> 1;
            bool isAbove = IsLess(key, sorted[low + half]);
            low = isAbove ? low : low + half + 1;
            length = isAbove ? half : length - half - 1;
        }

        return low;
    }

    /// <summary>Doubles the distance from the hint until the key lies between, then halves.</summary>
    private static int FirstNotBelowNear<T>(ReadOnlySpan<T> sorted, T key, int hint)
        where T : INumber<T>
    {
        hint = Math.Clamp(hint, 0, sorted.Length);
        int low = 0;
        int high = sorted.Length;
        if (hint < sorted.Length && IsLess(sorted[hint], key))
        {
            low = hint + 1;
            for (long step = 1; low - 1 + step < high; step *= 2)
            {
                int probe = (int)(low - 1 + step);
                if (!IsLess(sorted[probe], key))
                {
                    high = probe;
                    break;
                }

                low = probe + 1;
            }
        }
        else
        {
            high = hint;
            for (long step = 1; high - step >= 0; step *= 2)
            {
                int probe = (int)(high - step);
                if (IsLess(sorted[probe], key))
                {
                    low = probe + 1;
                    break;
                }

                high = probe;
            }
        }

        return low + FirstNotBelow(sorted[low..high], key);
    }

    private static bool IsAt<T>(ReadOnlySpan<T> sorted, int index, T key)
        where T : INumber<T> => (uint)index < (uint)sorted.Length && sorted[index].Equals(key);

    /// <summary>The order of the BCL, where NaN is least. For integers the tests for NaN are constants.</summary>
    private static bool IsLess<T>(T left, T right)
        where T : INumber<T> => left < right || (T.IsNaN(left) && !T.IsNaN(right));
}
