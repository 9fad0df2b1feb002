using System.Collections;
using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;

namespace SharedBuffers.Packing;

public static partial class ValuePacker
{
    /// <summary>Packs a value under the typecode that its owner chose.</summary>
    /// <exception cref="ArgumentException">The value is not one that the typecode can have.</exception>
    /// <exception cref="OverflowException">An integer does not fit the typecode.</exception>
    private static long PackTyped(PackContext context, TypedValue typed)
    {
        IdentityKey key = IdentityKey.OfReference(typed, PackTarget.Value);
        if (context.TryGetPosition(key, out long known))
        {
            return known;
        }

        context.Enter();
        AlignValue(context);
        context.SetPosition(key, context.Buffer.Length);
        long position = AppendTyped(context, typed.Value, typed.Code);
        context.Leave();
        return position;
    }

    private static long AppendTyped(PackContext context, object value, ValueTypeCode code)
    {
        switch (code)
        {
            case ValueTypeCode.Float32 when value is double or float or Half:
                return PackFloatValue(context, ToSingle(value));
            case ValueTypeCode.Float64 when value is double or float or Half:
                return PackFloatValue(context, ToDouble(value));
            case ValueTypeCode.Bool when value is bool flag:
                return AppendScalar(context, ValueTypeCode.Bool, flag ? 1 : 0, sizeof(byte));
            case ValueTypeCode.MappedList or ValueTypeCode.ProxiedList or ValueTypeCode.MappedTuple or ValueTypeCode.ProxiedTuple when value is IEnumerable or ITuple:
                return AppendContainer(context, code, value, static (c, v) => AppendCollection(c, ObjectShape.GetImmutableArray(v) ?? v));
            case ValueTypeCode.MappedSet or ValueTypeCode.ProxiedSet when ObjectShape.IsSet(value):
                return AppendContainer(context, code, value, AppendSetObject);
            case ValueTypeCode.MappedMap or ValueTypeCode.ProxiedMap when value is IDictionary:
                return AppendContainer(context, code, value, static (c, v) => AppendMapObject(c, (IDictionary)v));
            case ValueTypeCode.MappedMap or ValueTypeCode.ProxiedMap when ObjectShape.IsMap(value):
                return AppendContainer(context, code, value, AppendPairs);
            default:
                if (NumericCode.SizeOf(code) != 0 && TryGetInteger(value, out Int128 integer))
                {
                    return code is ValueTypeCode.Float32 or ValueTypeCode.Float64
                        ? AppendTyped(context, (double)integer, code)
                        : AppendScalar(context, code, CheckedBits(integer, code), NumericCode.SizeOf(code));
                }

                ThrowHelper.Argument($"A {value.GetType()} cannot be packed under the typecode {code}.", nameof(value));
                return 0;
        }
    }

    private static long AppendContainer(PackContext context, ValueTypeCode code, object value, Func<PackContext, object, long> append)
    {
        long position = AppendHeader(context, code);
        append(context, value);
        return position;
    }

    private static double ToDouble(object value) => value is Half half ? (double)half : Convert.ToDouble(value, null);

    private static float ToSingle(object value)
    {
        double number = ToDouble(value);
        if (float.IsInfinity((float)number) && !double.IsInfinity(number))
        {
            ThrowHelper.Overflow($"{number:R} is beyond the range of 32-bit floating point.");
        }

        return (float)number;
    }

    private static long CheckedBits(Int128 value, ValueTypeCode code)
    {
        bool fits = code switch
        {
            ValueTypeCode.UInt8 => value == (byte)value,
            ValueTypeCode.Int8 => value == (sbyte)value,
            ValueTypeCode.UInt16 => value == (ushort)value,
            ValueTypeCode.Int16 => value == (short)value,
            ValueTypeCode.UInt32 => value == (uint)value,
            ValueTypeCode.Int32 => value == (int)value,
            ValueTypeCode.UInt64 => value == (ulong)value,
            _ => value == (long)value,
        };
        if (!fits)
        {
            ThrowHelper.Overflow($"{value} does not fit the typecode {code}.");
        }

        return unchecked((long)value);
    }
}
