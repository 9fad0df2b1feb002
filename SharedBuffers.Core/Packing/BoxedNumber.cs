using System.Numerics;

namespace SharedBuffers.Packing;

/// <summary>Converts boxed numbers to the number type of a slot, when the value can be held.</summary>
internal static class BoxedNumber
{
    /// <summary>Integers convert to every type that has the value, floating-point numbers to floating-point types, bools to 0 and 1.</summary>
    public static bool TryConvert<T>(object value, out T number)
        where T : unmanaged, INumber<T>
    {
        bool isFloat = typeof(T) == typeof(float) || typeof(T) == typeof(double);
        switch (value)
        {
            case T same:
                number = same;
                return true;
            case double d when isFloat:
                number = T.CreateTruncating(d);
                return !T.IsInfinity(number) || double.IsInfinity(d);
            case float f when isFloat:
                number = T.CreateTruncating(f);
                return true;
            case decimal m when isFloat:
                number = T.CreateTruncating((double)m);
                return true;
            case bool b:
                number = b ? T.One : T.Zero;
                return true;
        }

        if (!ValuePacker.TryGetInteger(value, out Int128 integer))
        {
            number = default;
            return false;
        }

        number = T.CreateTruncating(integer);
        return isFloat || Int128.CreateTruncating(number) == integer;
    }
}
