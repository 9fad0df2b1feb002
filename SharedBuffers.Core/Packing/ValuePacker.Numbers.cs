using System.Numerics;
using SharedBuffers.Layout;

namespace SharedBuffers.Packing;

public static partial class ValuePacker
{
    /// <summary>Packs an integer with the first typecode that it fits, of 8, 16, 32 and 64 bits, signed before unsigned. Equal integers are shared.</summary>
    public static long PackIntegerValue(PackContext context, long value)
    {
        ArgumentNullException.ThrowIfNull(context);
        IdentityKey key = IdentityKey.OfInteger(value, PackTarget.Value);
        return context.TryGetPosition(key, out long known) ? known : AppendInteger(context, key, value, FirstCode(value));
    }

    /// <summary>Packs an integer with the first typecode that it fits. Equal integers are shared.</summary>
    public static long PackIntegerValue(PackContext context, ulong value)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (value <= long.MaxValue)
        {
            return PackIntegerValue(context, (long)value);
        }

        IdentityKey key = IdentityKey.OfInteger(value, PackTarget.Value);
        return context.TryGetPosition(key, out long known) ? known : AppendInteger(context, key, (long)value, ValueTypeCode.UInt64);
    }

    /// <summary>Packs a bool with its typecode. Equal bools are shared, never with integers.</summary>
    public static long PackBoolValue(PackContext context, bool value)
    {
        ArgumentNullException.ThrowIfNull(context);
        IdentityKey key = IdentityKey.OfReference(value ? s_true : s_false, PackTarget.Value);
        if (context.TryGetPosition(key, out long known))
        {
            return known;
        }

        long position = AppendScalar(context, ValueTypeCode.Bool, value ? 1 : 0, sizeof(byte));
        context.SetPosition(key, position);
        return position;
    }

    /// <summary>Packs a 64-bit floating-point number with its typecode; never shared.</summary>
    public static long PackFloatValue(PackContext context, double value)
    {
        ArgumentNullException.ThrowIfNull(context);
        return AppendScalar(context, ValueTypeCode.Float64, BitConverter.DoubleToInt64Bits(value), sizeof(double));
    }

    /// <summary>Packs a 32-bit floating-point number with its typecode; never shared.</summary>
    public static long PackFloatValue(PackContext context, float value)
    {
        ArgumentNullException.ThrowIfNull(context);
        return AppendScalar(context, ValueTypeCode.Float32, BitConverter.SingleToInt32Bits(value), sizeof(float));
    }

    private static readonly object s_true = true;
    private static readonly object s_false = false;

    private static long AppendInteger(PackContext context, IdentityKey key, long value, ValueTypeCode code)
    {
        long position = AppendScalar(context, code, value, NumericCode.SizeOf(code));
        context.SetPosition(key, position);
        return position;
    }

    /// <summary>Appends a typecode, a number right behind it, and padding to 8 or 16 bytes in all.</summary>
    private static long AppendScalar(PackContext context, ValueTypeCode code, long bits, int size)
    {
        AlignValue(context);
        PackBuffer buffer = context.Buffer;
        long position = buffer.Reserve(size == sizeof(long) ? 2 * Alignment : Alignment);
        buffer.Write(position, (byte)code);
        switch (size)
        {
            case sizeof(byte):
                buffer.Write(position + 1, (byte)bits);
                break;
            case sizeof(ushort):
                buffer.Write(position + 1, (ushort)bits);
                break;
            case sizeof(uint):
                buffer.Write(position + 1, (uint)bits);
                break;
            default:
                buffer.Write(position + 1, bits);
                break;
        }

        return position;
    }

    /// <summary>The typecode of a single integer: signed is tried before unsigned.</summary>
    private static ValueTypeCode FirstCode(long value) =>
        value == (sbyte)value ? ValueTypeCode.Int8
        : value == (byte)value ? ValueTypeCode.UInt8
        : value == (short)value ? ValueTypeCode.Int16
        : value == (ushort)value ? ValueTypeCode.UInt16
        : value == (int)value ? ValueTypeCode.Int32
        : value == (uint)value ? ValueTypeCode.UInt32
        : ValueTypeCode.Int64;

    /// <summary>
    /// The typecode of a sequence of integers from <paramref name="min"/> (at most 0) to <paramref name="max"/> (at least 0). The order of the tests differs from that
    /// of single integers: unsigned before signed for 8 and 16 bits, signed before unsigned for 32 and 64.
    /// </summary>
    private static ValueTypeCode FirstSequenceCode(Int128 min, Int128 max)
    {
        return Fits(byte.MinValue, byte.MaxValue) ? ValueTypeCode.UInt8
            : Fits(sbyte.MinValue, sbyte.MaxValue) ? ValueTypeCode.Int8
            : Fits(ushort.MinValue, ushort.MaxValue) ? ValueTypeCode.UInt16
            : Fits(short.MinValue, short.MaxValue) ? ValueTypeCode.Int16
            : Fits(int.MinValue, int.MaxValue) ? ValueTypeCode.Int32
            : Fits(uint.MinValue, uint.MaxValue) ? ValueTypeCode.UInt32
            : Fits(long.MinValue, long.MaxValue) ? ValueTypeCode.Int64
            : Fits(ulong.MinValue, ulong.MaxValue) ? ValueTypeCode.UInt64
            : ValueTypeCode.None;

        bool Fits(Int128 low, Int128 high) => min >= low && max <= high;
    }

    /// <summary>The value of a boxed integer of any .NET type but bool and char.</summary>
    internal static bool TryGetInteger(object? value, out Int128 number)
    {
        switch (value)
        {
            case int n:
                number = n;
                return true;
            case long n:
                number = n;
                return true;
            case byte n:
                number = n;
                return true;
            case sbyte n:
                number = n;
                return true;
            case short n:
                number = n;
                return true;
            case ushort n:
                number = n;
                return true;
            case uint n:
                number = n;
                return true;
            case ulong n:
                number = n;
                return true;
            case nint n:
                number = n;
                return true;
            case nuint n:
                number = n;
                return true;
            case Int128 n:
                number = n;
                return true;
            case UInt128 n when n <= (UInt128)Int128.MaxValue:
                number = (Int128)n;
                return true;
            case BigInteger n when n >= (BigInteger)Int128.MinValue && n <= (BigInteger)Int128.MaxValue:
                number = (Int128)n;
                return true;
            case Enum n:
                number = n.GetTypeCode() == TypeCode.UInt64 ? Convert.ToUInt64(n, null) : Convert.ToInt64(n, null);
                return true;
            default:
                number = 0;
                return false;
        }
    }

    /// <summary>Appends integers in one width.</summary>
    private static long AppendIntegers(PackContext context, ValueTypeCode code, ReadOnlySpan<Int128> values)
    {
        AlignValue(context);
        PackBuffer buffer = context.Buffer;
        long position = AppendSequenceHead(buffer, (byte)code, values.Length);
        int size = NumericCode.SizeOf(code);
        foreach (Int128 value in values)
        {
            switch (size)
            {
                case sizeof(byte):
                    buffer.Append(unchecked((byte)value));
                    break;
                case sizeof(ushort):
                    buffer.Append(unchecked((ushort)value));
                    break;
                case sizeof(uint):
                    buffer.Append(unchecked((uint)value));
                    break;
                default:
                    buffer.Append(unchecked((ulong)value));
                    break;
            }
        }

        buffer.Align(Alignment);
        return position;
    }
}
