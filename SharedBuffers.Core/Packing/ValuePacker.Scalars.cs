using System.Numerics;
using SharedBuffers.Layout;
using SharedBuffers.Values;

namespace SharedBuffers.Packing;

public static partial class ValuePacker
{
    /// <summary>Packs the payload of a slot of instants: microseconds in UTC. Times of unspecified kind are taken as UTC, so that the bytes do not depend on the machine.</summary>
    public static long PackDateTime(PackContext context, DateTime value)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Buffer.Append(StoredTime.Encode(value.Kind == DateTimeKind.Local ? value.ToUniversalTime() : value));
    }

    /// <summary>Packs the payload of a slot of instants; the offset from UTC is not kept.</summary>
    public static long PackDateTime(PackContext context, DateTimeOffset value)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Buffer.Append(StoredTime.Encode(value.UtcDateTime));
    }

    /// <summary>Packs the payload of a slot of instants with their offset from UTC, in minutes.</summary>
    public static long PackDateTimeOffset(PackContext context, DateTimeOffset value)
    {
        long position = PackDateTime(context, value);
        context.Buffer.Append(StoredTime.EncodeOffset(value.Offset));
        return position;
    }

    /// <summary>Packs the payload of a slot of instants as it was read; the offset from UTC is not kept.</summary>
    public static long PackDateTime(PackContext context, StoredInstant value)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Buffer.Append(StoredTime.Encode(value));
    }

    /// <summary>Packs the payload of a slot of instants with their offset from UTC as it was read; an instant without an offset gets that of UTC.</summary>
    public static long PackDateTimeOffset(PackContext context, StoredInstant value)
    {
        long position = PackDateTime(context, value);
        context.Buffer.Append(value.OffsetMinutes ?? 0);
        return position;
    }

    /// <summary>Packs the payload of a slot of days.</summary>
    public static long PackDate(PackContext context, DateOnly value)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Buffer.Append(StoredTime.Encode(value));
    }

    /// <summary>Packs the payload of a decimal slot.</summary>
    public static long PackDecimal(PackContext context, decimal value) => PackDecimal(context, new BigDecimal(value));

    /// <summary>Packs the payload of a decimal slot: exponent and sign, then the digits.</summary>
    public static long PackDecimal(PackContext context, BigDecimal value)
    {
        ArgumentNullException.ThrowIfNull(context);
        AlignValue(context);
        long position = context.Buffer.Append((value.Exponent << 1) | (value.IsNegative ? 1L : 0L));
        string text = value.Coefficient.ToString(System.Globalization.CultureInfo.InvariantCulture);
        byte[] digits = Array.ConvertAll(text.ToCharArray(), static c => (byte)(c - '0'));
        AppendNumbers(context, ValueTypeCode.UInt8, digits, digits.Length);
        return position;
    }

    /// <summary>Appends the payload of a value that is neither a number nor a container, behind its typecode.</summary>
    /// <returns>False when the type is not one of these; nothing was appended.</returns>
    private static bool TryAppendScalarObject(PackContext context, object value)
    {
        switch (value)
        {
            case ReadOnlyMemory<byte> memory:
                AppendHeader(context, ValueTypeCode.Buffer);
                PackBuffer(context, memory.Span);
                return true;
            case Memory<byte> memory:
                AppendHeader(context, ValueTypeCode.Buffer);
                PackBuffer(context, memory.Span);
                return true;
            case ArraySegment<byte> segment:
                AppendHeader(context, ValueTypeCode.Bytes);
                PackBytes(context, segment.AsSpan());
                return true;
            case Guid guid:
                AppendHeader(context, ValueTypeCode.Bytes);
                PackBytes(context, guid.ToByteArray(bigEndian: true).AsSpan());
                return true;
            case DateTime or DateTimeOffset or StoredInstant:
                AppendHeader(context, ValueTypeCode.DateTime);
                RecordPayload(context, value, PackTarget.DateTime, PackInstant(context, value));
                return true;
            case DateOnly day:
                AppendHeader(context, ValueTypeCode.Date);
                RecordPayload(context, value, PackTarget.Date, PackDate(context, day));
                return true;
            case decimal or BigDecimal or BigInteger or Int128 or UInt128:
                AppendHeader(context, ValueTypeCode.Decimal);
                RecordPayload(context, value, PackTarget.Decimal, PackDecimal(context, ToBigDecimal(value)));
                return true;
            case TimeSpan span:
                AppendInPlace(context, ValueTypeCode.Int64, span.Ticks);
                return true;
            case NdArray array:
                AppendHeader(context, ValueTypeCode.NdArray);
                PackNdArray(context, array);
                return true;
            case Complex number:
                AppendHeader(context, ValueTypeCode.NdArray);
                PackNdArray<Complex>(context, [number]);
                return true;
            case Array { Rank: > 1 } array:
                AppendHeader(context, ValueTypeCode.NdArray);
                PackNdArray(context, array);
                return true;
            default:
                return TryAppendTensor(context, value);
        }
    }

    private static long PackInstant(PackContext context, object value) => value switch
    {
        DateTime time => PackDateTime(context, time),
        DateTimeOffset time => PackDateTime(context, time),
        _ => PackDateTime(context, (StoredInstant)value),
    };

    private static BigDecimal ToBigDecimal(object value) => value switch
    {
        decimal number => new BigDecimal(number),
        BigInteger number => new BigDecimal(number),
        Int128 number => new BigDecimal((BigInteger)number),
        UInt128 number => new BigDecimal((BigInteger)number),
        _ => (BigDecimal)value,
    };

    /// <summary>A payload behind a typecode can serve a slot of its type as well; of several places the last wins, as in the 1.x library.</summary>
    private static void RecordPayload(PackContext context, object value, PackTarget target, long position) =>
        context.SetPosition(IdentityKey.OfReference(value, target), position);

    /// <summary>Appends a number behind its typecode where the caller has aligned already.</summary>
    private static void AppendInPlace(PackContext context, ValueTypeCode code, long bits) => AppendScalar(context, code, bits, NumericCode.SizeOf(code));
}
