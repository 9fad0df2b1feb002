using System.Runtime.CompilerServices;

namespace SharedBuffers.Layout;

/// <summary>What the typecodes of numbers say about width and .NET type.</summary>
internal static class NumericCode
{
    /// <summary>Width in bytes of the number that a code names, or 0 when it names something else.</summary>
    public static int SizeOf(ValueTypeCode code) => code switch
    {
        ValueTypeCode.UInt8 or ValueTypeCode.Int8 => 1,
        ValueTypeCode.UInt16 or ValueTypeCode.Int16 => 2,
        ValueTypeCode.UInt32 or ValueTypeCode.Int32 or ValueTypeCode.Float32 => 4,
        ValueTypeCode.UInt64 or ValueTypeCode.Int64 or ValueTypeCode.Float64 => 8,
        _ => 0,
    };

    /// <summary>Whether a code names a number.</summary>
    public static bool IsNumeric(ValueTypeCode code) => SizeOf(code) != 0;

    /// <summary>Whether a code names an integer.</summary>
    public static bool IsInteger(ValueTypeCode code) => SizeOf(code) != 0 && code is not (ValueTypeCode.Float32 or ValueTypeCode.Float64);

    /// <summary>The code of a .NET numeric type or of the type behind an enum, or <see cref="ValueTypeCode.None"/>.</summary>
    public static ValueTypeCode OfElement<T>() => !typeof(T).IsEnum ? Of<T>() : Type.GetTypeCode(typeof(T)) switch
    {
        TypeCode.Byte => ValueTypeCode.UInt8,
        TypeCode.SByte => ValueTypeCode.Int8,
        TypeCode.UInt16 => ValueTypeCode.UInt16,
        TypeCode.Int16 => ValueTypeCode.Int16,
        TypeCode.UInt32 => ValueTypeCode.UInt32,
        TypeCode.Int32 => ValueTypeCode.Int32,
        TypeCode.UInt64 => ValueTypeCode.UInt64,
        _ => ValueTypeCode.Int64,
    };

    /// <summary>The code of a .NET numeric type, or <see cref="ValueTypeCode.None"/>. Folded to a constant by the compiler of the generic method that asks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ValueTypeCode Of<T>()
    {
        if (typeof(T) == typeof(byte))
        {
            return ValueTypeCode.UInt8;
        }

        if (typeof(T) == typeof(sbyte))
        {
            return ValueTypeCode.Int8;
        }

        if (typeof(T) == typeof(ushort))
        {
            return ValueTypeCode.UInt16;
        }

        if (typeof(T) == typeof(short))
        {
            return ValueTypeCode.Int16;
        }

        if (typeof(T) == typeof(uint))
        {
            return ValueTypeCode.UInt32;
        }

        if (typeof(T) == typeof(int))
        {
            return ValueTypeCode.Int32;
        }

        if (typeof(T) == typeof(ulong))
        {
            return ValueTypeCode.UInt64;
        }

        if (typeof(T) == typeof(long))
        {
            return ValueTypeCode.Int64;
        }

        if (typeof(T) == typeof(float))
        {
            return ValueTypeCode.Float32;
        }

        return typeof(T) == typeof(double) ? ValueTypeCode.Float64 : ValueTypeCode.None;
    }
}
