using System.Numerics;
using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;

namespace SharedBuffers.Values;

/// <summary>A number of any type as a place among numbers of type <typeparamref name="T"/>: the least of them that is not below it.</summary>
/// <param name="Ceiling">The least <typeparamref name="T"/> that is not below the number.</param>
/// <param name="IsExact">Whether it is the number itself.</param>
internal readonly record struct SortedKey<T>(T Ceiling, bool IsExact)
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    /// <summary>Finds the place of a number.</summary>
    /// <returns>False when every <typeparamref name="T"/> is below it.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryCreate<TKey>(TKey key, out SortedKey<T> place)
        where TKey : unmanaged, INumber<TKey>
    {
        if (typeof(T) == typeof(TKey) && NumericCode.Of<T>() != ValueTypeCode.None)
        {
            place = new SortedKey<T>(Unsafe.As<TKey, T>(ref key), true);
            return true;
        }

        return TryConvert(key, out place);
    }

    private static bool TryConvert<TKey>(TKey key, out SortedKey<T> place)
        where TKey : unmanaged, INumber<TKey>
    {
        if (NumericCode.Of<T>() == ValueTypeCode.None || NumericCode.Of<TKey>() == ValueTypeCode.None)
        {
            ThrowHelper.Argument($"A {typeof(TKey).Name} cannot be looked for among {typeof(T).Name}: the ten numeric types from 8 to 64 bits can.", nameof(key));
        }

        bool isFloatKey = typeof(TKey) == typeof(double) || typeof(TKey) == typeof(float);
        if (typeof(T) == typeof(double) || typeof(T) == typeof(float))
        {
            place = isFloatKey ? FloatOfFloat(double.CreateTruncating(key)) : FloatOfInteger(Int128.CreateTruncating(key));
            return true;
        }

        return isFloatKey ? TryIntegerOfFloat(double.CreateTruncating(key), out place) : TryInteger(Int128.CreateTruncating(key), true, out place);
    }

    private static bool TryInteger(Int128 key, bool isExact, out SortedKey<T> place)
    {
        Int128 min = Int128.CreateTruncating(T.MinValue);
        place = key < min ? new SortedKey<T>(T.MinValue, false) : new SortedKey<T>(T.CreateTruncating(key), isExact);
        return key <= Int128.CreateTruncating(T.MaxValue);
    }

    private static bool TryIntegerOfFloat(double key, out SortedKey<T> place)
    {
        // Beyond 2^64 on either side every integer type ends, and conversions would saturate.
        const double Beyond = 18446744073709551616.0;
        if (double.IsNaN(key) || key <= -Beyond)
        {
            place = new SortedKey<T>(T.MinValue, false);
            return true;
        }

        double ceiling = Math.Ceiling(Math.Min(key, Beyond));
        return TryInteger((Int128)ceiling, ceiling == key, out place);
    }

    private static SortedKey<T> FloatOfFloat(double key)
    {
        T nearest = T.CreateTruncating(key);
        double back = double.CreateTruncating(nearest);
        return back < key ? new SortedKey<T>(Next(nearest), false) : new SortedKey<T>(nearest, back == key || double.IsNaN(key));
    }

    private static SortedKey<T> FloatOfInteger(Int128 key)
    {
        // All integers of 64 bits are far inside the range of both types, so the nearest number is finite and converts back without loss.
        T nearest = T.CreateTruncating(key);
        var back = Int128.CreateTruncating(nearest);
        return back < key ? new SortedKey<T>(Next(nearest), false) : new SortedKey<T>(nearest, back == key);
    }

    private static T Next(T number) => typeof(T) == typeof(float)
        ? T.CreateTruncating(MathF.BitIncrement(float.CreateTruncating(number)))
        : T.CreateTruncating(Math.BitIncrement(double.CreateTruncating(number)));
}
