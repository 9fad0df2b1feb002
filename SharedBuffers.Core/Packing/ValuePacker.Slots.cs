using System.Collections;
using System.Numerics;
using SharedBuffers.Schemas;

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
            (SlotKind.Bytes, byte[] bytes) => PackBytes(context, bytes),
            (SlotKind.Bytes, ReadOnlyMemory<byte> bytes) => PackBytes(context, bytes.Span),
            (SlotKind.Buffer, byte[] bytes) => PackBuffer(context, bytes),
            (SlotKind.Buffer, ReadOnlyMemory<byte> bytes) => PackBuffer(context, bytes.Span),
            (SlotKind.MappedList, IEnumerable or System.Runtime.CompilerServices.ITuple) when value is not string => PackListObject(context, type.ElementType, value),
            (SlotKind.MappedSet, IEnumerable) when value is not string => PackSetObject(context, type.ElementType, value),
            _ => NullPosition,
        };
        return position != NullPosition;
    }

    private static long PackListObject(PackContext context, SlotType? element, object value)
    {
        IdentityKey key = IdentityKey.OfReference(value, PackTarget.Sequence);
        if (context.TryGetPosition(key, out long known))
        {
            return known;
        }

        AlignValue(context);
        long position = element is { IsNumeric: true } && value is IEnumerable items && ToNumbers(element, items) is { } numbers
            ? AppendCollection(context, numbers)
            : AppendCollection(context, value);
        context.SetPosition(key, position);
        return position;
    }

    private static long PackSetObject(PackContext context, SlotType? element, object value)
    {
        IdentityKey key = IdentityKey.OfReference(value, PackTarget.Set);
        if (context.TryGetPosition(key, out long known))
        {
            return known;
        }

        AlignValue(context);
        long position = (element is { IsNumeric: true } ? ToNumbers(element, (IEnumerable)value) : null) switch
        {
            byte[] n => AppendSet(context, n),
            sbyte[] n => AppendSet(context, n),
            short[] n => AppendSet(context, n),
            ushort[] n => AppendSet(context, n),
            int[] n => AppendSet(context, n),
            uint[] n => AppendSet(context, n),
            long[] n => AppendSet(context, n),
            ulong[] n => AppendSet(context, n),
            float[] n => AppendSet(context, n),
            double[] n => AppendSet(context, n),
            _ => AppendSetObject(context, value),
        };
        context.SetPosition(key, position);
        return position;
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
