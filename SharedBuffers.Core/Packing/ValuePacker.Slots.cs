using System.Collections;
using System.Numerics;
using System.Runtime.CompilerServices;
using SharedBuffers.Schemas;
using SharedBuffers.Values;

namespace SharedBuffers.Packing;

/// <summary>Payloads of slots from boxed values, for schemas that are known only at run time.</summary>
public static partial class ValuePacker
{
    /// <summary>Appends the payload that a slot of some type points at, or finds it already there.</summary>
    /// <returns>False when the value is not one of the slot's type; nothing was appended then.</returns>
    internal static bool TryPackPayload(PackContext context, SlotType type, object value, out long position)
    {
        position = (type.EncodedKind, value) switch
        {
            (SlotKind.Object, _) => PackAny(context, value),
            (SlotKind.String, string text) => PackString(context, text),
            (SlotKind.String, char character) => PackString(context, [character]),
            (SlotKind.Bytes, byte[] bytes) => PackBytes(context, bytes),
            (SlotKind.Bytes, Guid guid) => PackBytes(context, guid.ToByteArray(bigEndian: true).AsSpan()),
            (SlotKind.Bytes, _) when TryGetMemory(value, out ReadOnlyMemory<byte> bytes) => PackBytes(context, bytes.Span),
            (SlotKind.Buffer, _) when TryGetMemory(value, out ReadOnlyMemory<byte> bytes) =>
                PackOnce(context, PackTarget.Buffer, value, bytes, static (c, b) => PackBuffer(c, b.Span)),
            (SlotKind.MappedList, IEnumerable or ITuple) when value is not string => PackListObject(context, type.ElementType, value),
            (SlotKind.MappedSet, IEnumerable) when value is not string => PackSetObject(context, type.ElementType, value),
            (SlotKind.MappedMap, IDictionary map) => PackMap(context, map),
            _ => PackScalarPayload(context, type.EncodedKind, value),
        };
        return position != NullPosition;
    }

    private static long PackScalarPayload(PackContext context, SlotKind kind, object value) => (kind, value) switch
    {
        (SlotKind.Decimal, decimal or BigDecimal or BigInteger or Int128 or UInt128) =>
            PackOnce(context, PackTarget.Decimal, value, ToBigDecimal(value), static (c, number) => PackDecimal(c, number)),
        (SlotKind.Decimal, _) when TryGetInteger(value, out Int128 integer) => PackIntegerAsDecimal(context, integer),
        (SlotKind.DateTime, DateTime or DateTimeOffset or StoredInstant) => PackOnce(context, PackTarget.DateTime, value, value, PackInstant),
        (SlotKind.DateTimeTz, DateTimeOffset time) => PackOnce(context, PackTarget.DateTimeOffset, value, time, static (c, t) => PackDateTimeOffset(c, t)),
        (SlotKind.DateTimeTz, StoredInstant time) => PackOnce(context, PackTarget.DateTimeOffset, value, time, static (c, t) => PackDateTimeOffset(c, t)),
        (SlotKind.Date, DateOnly day) => PackOnce(context, PackTarget.Date, value, day, static (c, d) => PackDate(c, d)),
        (SlotKind.NdArray, NdArray array) => PackNdArrayOnce(context, array),
        (SlotKind.NdArray, Array array) => PackNdArrayOnce(context, array),
        (SlotKind.NdArray, Complex number) => PackNdArray<Complex>(context, [number]),
        _ => NullPosition,
    };

    /// <summary>Packs the payload of an array slot, unless the very same array was packed before.</summary>
    internal static long PackNdArrayOnce(PackContext context, NdArray array) => PackOnce(context, PackTarget.NdArray, array, array, static (c, a) => PackNdArray(c, a));

    /// <summary>Packs the payload of an array slot, unless the very same array was packed before.</summary>
    internal static long PackNdArrayOnce(PackContext context, Array array) => PackOnce(context, PackTarget.NdArray, array, array, static (c, a) => PackNdArray(c, a));

    /// <summary>Integers have no identity of their own: equal ones are one.</summary>
    private static long PackIntegerAsDecimal(PackContext context, Int128 integer)
    {
        if (integer < long.MinValue || integer > ulong.MaxValue)
        {
            return PackDecimal(context, new BigDecimal((BigInteger)integer));
        }

        IdentityKey key = integer < 0
            ? IdentityKey.OfInteger((long)integer, PackTarget.Decimal)
            : IdentityKey.OfInteger((ulong)integer, PackTarget.Decimal);
        if (!context.TryGetPosition(key, out long position))
        {
            position = PackDecimal(context, new BigDecimal((BigInteger)integer));
            context.SetPosition(key, position);
        }

        return position;
    }

    /// <summary>Packs what has no parts, unless the very same object was packed as the same target before.</summary>
    private static long PackOnce<T>(PackContext context, PackTarget target, object identity, T value, Func<PackContext, T, long> pack)
    {
        IdentityKey key = IdentityKey.OfReference(identity, target);
        if (!context.TryGetPosition(key, out long position))
        {
            position = pack(context, value);
            context.SetPosition(key, position);
        }

        return position;
    }

    private static bool TryGetMemory(object value, out ReadOnlyMemory<byte> bytes)
    {
        bytes = value switch
        {
            byte[] array => array,
            ReadOnlyMemory<byte> memory => memory,
            Memory<byte> memory => memory,
            ArraySegment<byte> segment => segment,
            _ => default,
        };
        return value is byte[] or ReadOnlyMemory<byte> or Memory<byte> or ArraySegment<byte>;
    }

    private static long PackListObject(PackContext context, SlotType? element, object value)
    {
        if (element is not { IsNumeric: true } || value is not IEnumerable items || ToNumbers(element, items) is not { } numbers)
        {
            return PackSequenceObject(context, value);
        }

        return PackOnce(context, PackTarget.Sequence, value, numbers, static (c, n) =>
        {
            AlignValue(c);
            return AppendCollection(c, n);
        });
    }

    private static long PackSetObject(PackContext context, SlotType? element, object value)
    {
        IdentityKey key = IdentityKey.OfReference(value, PackTarget.Set);
        if (context.TryGetPosition(key, out long known))
        {
            return known;
        }

        AlignValue(context);
        Array? numbers = element is { IsNumeric: true } ? ToNumbers(element, (IEnumerable)value) : null;
        long position = AppendSetObject(context, numbers ?? value);
        context.SetPosition(key, position);
        return position;
    }

    /// <summary>Arrays keep their width, as in lists. They go by their exact type: the runtime lets an <c>int[]</c> pass as <c>uint[]</c>.</summary>
    private static long AppendArraySet(PackContext context, Array values)
    {
        CheckIsFlat(values);
        return Type.GetTypeCode(values.GetType().GetElementType()) switch
        {
            TypeCode.Byte => AppendSet(context, ((byte[])values).ToArray()),
            TypeCode.SByte => AppendSet(context, ((sbyte[])values).ToArray()),
            TypeCode.UInt16 => AppendSet(context, ((ushort[])values).ToArray()),
            TypeCode.Int16 => AppendSet(context, ((short[])values).ToArray()),
            TypeCode.UInt32 => AppendSet(context, ((uint[])values).ToArray()),
            TypeCode.Int32 => AppendSet(context, ((int[])values).ToArray()),
            TypeCode.UInt64 => AppendSet(context, ((ulong[])values).ToArray()),
            TypeCode.Int64 => AppendSet(context, ((long[])values).ToArray()),
            TypeCode.Single => AppendSet(context, ((float[])values).ToArray()),
            TypeCode.Double => AppendSet(context, ((double[])values).ToArray()),
            _ => AppendObjectSet(context, [.. ObjectShape.Elements(values)]),
        };
    }

    /// <summary>Elements in the width that the schema states; null when one does not fit it, and the values then say themselves what they are.</summary>
    private static Array? ToNumbers(SlotType element, IEnumerable items) => element.EncodedKind switch
    {
        SlotKind.Int8 => ToNumbers<sbyte>(items),
        SlotKind.UInt8 => ToNumbers<byte>(items),
        SlotKind.Int16 => ToNumbers<short>(items),
        SlotKind.UInt16 => ToNumbers<ushort>(items),
        SlotKind.Int32 => ToNumbers<int>(items),
        SlotKind.UInt32 => ToNumbers<uint>(items),
        SlotKind.Int64 => ToNumbers<long>(items),
        SlotKind.UInt64 => ToNumbers<ulong>(items),
        SlotKind.Float32 => ToNumbers<float>(items),
        _ => ToNumbers<double>(items),
    };

    private static T[]? ToNumbers<T>(IEnumerable items)
        where T : unmanaged, INumber<T>
    {
        var numbers = new List<T>();
        foreach (object? item in items)
        {
            if (item is null || !BoxedNumber.TryConvert(item, out T number))
            {
                return null;
            }

            numbers.Add(number);
        }

        return [.. numbers];
    }
}
