using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Values;

/// <summary>Reads a stored number of any width as the .NET type asked for, when it can show the value.</summary>
/// <remarks>
/// Integers must fit. An integer read as floating point is rounded as C# rounds it; a floating-point number read as an integer or as a narrower float must be
/// exactly that value. A bool reads as 0 or 1, a number read as bool is true unless it is zero.
/// </remarks>
internal static class NumericReader
{
    /// <summary>Reads the number at an offset.</summary>
    /// <returns>Whether <typeparamref name="T"/> is numeric or bool, <paramref name="code"/> too, and the value can be shown.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead<T>(MemoryRegion region, ValueTypeCode code, long offset, out T value)
    {
        switch (code)
        {
            case ValueTypeCode.UInt8:
                return TryConvert(region.Read<byte>(offset), out value);
            case ValueTypeCode.Int8:
                return TryConvert(region.Read<sbyte>(offset), out value);
            case ValueTypeCode.UInt16:
                return TryConvert(region.Read<ushort>(offset), out value);
            case ValueTypeCode.Int16:
                return TryConvert(region.Read<short>(offset), out value);
            case ValueTypeCode.UInt32:
                return TryConvert(region.Read<uint>(offset), out value);
            case ValueTypeCode.Int32:
                return TryConvert(region.Read<int>(offset), out value);
            case ValueTypeCode.UInt64:
                return TryConvert(region.Read<ulong>(offset), out value);
            case ValueTypeCode.Int64:
                return TryConvert(region.Read<long>(offset), out value);
            case ValueTypeCode.Float32:
                return TryConvert(region.Read<float>(offset), out value);
            case ValueTypeCode.Float64:
                return TryConvert(region.Read<double>(offset), out value);
            case ValueTypeCode.Bool:
                return TryConvert(region.Read<byte>(offset) != 0 ? 1L : 0L, out value);
            default:
                value = default!;
                return false;
        }
    }

    /// <summary>Reads the number at an offset, or throws: the file says that it holds what <typeparamref name="T"/> cannot show.</summary>
    public static T Read<T>(MemoryRegion region, ValueTypeCode code, long offset)
    {
        if (!TryRead(region, code, offset, out T value))
        {
            ThrowCannotShow<T>(code, offset);
        }

        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryConvert<T>(long number, out T value)
    {
        if (typeof(T) == typeof(long))
        {
            return Set(number, true, out value);
        }

        if (typeof(T) == typeof(int))
        {
            return Set((int)number, number == (int)number, out value);
        }

        if (typeof(T) == typeof(short))
        {
            return Set((short)number, number == (short)number, out value);
        }

        if (typeof(T) == typeof(sbyte))
        {
            return Set((sbyte)number, number == (sbyte)number, out value);
        }

        if (typeof(T) == typeof(byte))
        {
            return Set((byte)number, number == (byte)number, out value);
        }

        if (typeof(T) == typeof(ushort))
        {
            return Set((ushort)number, number == (ushort)number, out value);
        }

        if (typeof(T) == typeof(uint))
        {
            return Set((uint)number, number == (uint)number, out value);
        }

        if (typeof(T) == typeof(ulong))
        {
            return Set((ulong)number, number >= 0, out value);
        }

        if (typeof(T) == typeof(double))
        {
            return Set((double)number, true, out value);
        }

        if (typeof(T) == typeof(float))
        {
            return Set((float)number, true, out value);
        }

        return Set(number != 0, typeof(T) == typeof(bool), out value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryConvert<T>(ulong number, out T value)
    {
        if (number <= long.MaxValue)
        {
            return TryConvert((long)number, out value);
        }

        if (typeof(T) == typeof(ulong))
        {
            return Set(number, true, out value);
        }

        if (typeof(T) == typeof(double))
        {
            return Set((double)number, true, out value);
        }

        if (typeof(T) == typeof(float))
        {
            return Set((float)number, true, out value);
        }

        return Set(true, typeof(T) == typeof(bool), out value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryConvert<T>(double number, out T value)
    {
        if (typeof(T) == typeof(double))
        {
            return Set(number, true, out value);
        }

        if (typeof(T) == typeof(float))
        {
            return Set((float)number, (float)number == number || double.IsNaN(number), out value);
        }

        if (typeof(T) == typeof(bool))
        {
            return Set(number != 0, true, out value);
        }

        // The bounds are powers of two, exact as doubles; NaN fails every comparison.
        if (number >= -9223372036854775808.0 && number < 9223372036854775808.0)
        {
            long whole = (long)number;
            bool fits = TryConvert(whole, out value);
            return fits && whole == number;
        }

        if (number >= 9223372036854775808.0 && number < 18446744073709551616.0)
        {
            return TryConvert((ulong)number, out value);
        }

        value = default!;
        return false;
    }

    /// <summary>One block that throws is all that it has, so that the compiler sees that it does not return; what it says is made out of line.</summary>
    [DoesNotReturn]
    public static void ThrowCannotShow<T>(ValueTypeCode code, long offset) => throw CannotShowException(code, typeof(T), offset);

    /// <summary>A number cannot be null. One block, likewise.</summary>
    [DoesNotReturn]
    public static void ThrowNull<T>(long offset) => throw NullException(typeof(T), offset);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static CorruptBufferException NullException(Type type, long offset) =>
        new($"A null element cannot be read as {type.Name}; read the sequence with elements of type SharedValue or of a nullable type", offset);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static CorruptBufferException CannotShowException(ValueTypeCode code, Type type, long offset) =>
        new($"A stored {TypeCodeNames.Of(code)} cannot be read as {type.Name}: it is of another type, or its value does not fit", offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Set<TFrom, T>(TFrom number, bool fits, out T value)
        where TFrom : unmanaged
    {
        // Callers come here with T being TFrom whenever fits is true; the sizes are compared so that nothing is reinterpreted otherwise.
        if (fits && typeof(T) == typeof(TFrom))
        {
            value = Unsafe.As<TFrom, T>(ref number);
            return true;
        }

        value = default!;
        return false;
    }
}
