using System.Numerics;
using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Schemas;

namespace SharedBuffers.Packing;

/// <summary>
/// Packs objects of a schema that is known only when the program runs, from ordinary .NET values. What it writes is what a generated packer writes for the same values.
/// </summary>
/// <remarks>
/// Numbers may be of any .NET type as long as the slot can hold them; a value that does not fit its slot is refused and the slot named. Values are boxed:
/// a type with <c>[SharedStruct]</c>, or an <see cref="ObjectWriter"/> used directly, packs without that. Safe to call from several threads with contexts of their own.
/// </remarks>
public static class ObjectPacker
{
    /// <summary>Stands for a slot that is not set. <c>null</c> stands for null.</summary>
    public static readonly object Unset = new();

    /// <summary>Packs an object from the values of its slots.</summary>
    /// <param name="context">Where to.</param>
    /// <param name="schema">Its schema.</param>
    /// <param name="values">One for each slot, in the order of <see cref="Schema.Slots"/>; <see cref="Unset"/> leaves a slot out.</param>
    /// <param name="identity">What stands for the object when it is met again, or null.</param>
    /// <returns>Position of the image in the buffer.</returns>
    /// <exception cref="ArgumentException">Not as many values as slots, or a value that does not fit; the message names the slot.</exception>
    public static long Pack(PackContext context, Schema schema, ReadOnlySpan<object?> values, object? identity = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(schema);
        if (values.Length != schema.Slots.Length)
        {
            ThrowHelper.Argument($"{values.Length} values for the {schema.Slots.Length} slots of {schema.DisplayName}.", nameof(values));
        }

        ulong set = 0;
        ulong nulls = 0;
        for (int i = 0; i < values.Length; i++)
        {
            set |= ReferenceEquals(values[i], Unset) ? 0 : 1UL << i;
            nulls |= values[i] is null ? 1UL << i : 0;
        }

        var writer = new ObjectWriter(context, schema, set, nulls, identity);
        for (int i = 0; i < values.Length; i++)
        {
            if (writer.IsPresent(i))
            {
                WriteSlot(writer, context, schema, i, values[i]!);
            }
        }

        return writer.Finish();
    }

    /// <summary>Packs an object from named values.</summary>
    /// <param name="context">Where to.</param>
    /// <param name="schema">Its schema.</param>
    /// <param name="values">Values of slots; slots that are not named are left unset. The instance is the identity of the object.</param>
    /// <returns>Position of the image in the buffer.</returns>
    /// <exception cref="ArgumentException">A name that no slot has, or a value that does not fit; the message names it.</exception>
    public static long Pack(PackContext context, Schema schema, IEnumerable<KeyValuePair<string, object?>> values)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(values);
        var slots = new object?[schema.Slots.Length];
        Array.Fill(slots, Unset);
        foreach ((string name, object? value) in values)
        {
            if (!schema.TryGetSlot(name, out int index))
            {
                ThrowHelper.Argument($"The schema {schema.DisplayName} has no slot '{name}'.", nameof(values));
            }

            slots[index] = value;
        }

        return Pack(context, schema, slots, values);
    }

    private static void WriteSlot(ObjectWriter writer, PackContext context, Schema schema, int slot, object value)
    {
        SlotType type = schema.Slots[slot].Type;
        switch (type.EncodedKind)
        {
            case SlotKind.Bool:
                writer.WriteBoolean(slot, value as bool? ?? Convert<byte>(schema, slot, value) != 0);
                break;
            case SlotKind.Int8:
                writer.WriteNumber(slot, Convert<sbyte>(schema, slot, value));
                break;
            case SlotKind.UInt8:
                writer.WriteNumber(slot, Convert<byte>(schema, slot, value));
                break;
            case SlotKind.Int16:
                writer.WriteNumber(slot, Convert<short>(schema, slot, value));
                break;
            case SlotKind.UInt16:
                writer.WriteNumber(slot, Convert<ushort>(schema, slot, value));
                break;
            case SlotKind.Int32:
                writer.WriteNumber(slot, Convert<int>(schema, slot, value));
                break;
            case SlotKind.UInt32:
                writer.WriteNumber(slot, Convert<uint>(schema, slot, value));
                break;
            case SlotKind.Int64:
                writer.WriteNumber(slot, Convert<long>(schema, slot, value));
                break;
            case SlotKind.UInt64:
                writer.WriteNumber(slot, Convert<ulong>(schema, slot, value));
                break;
            case SlotKind.Float32:
                writer.WriteNumber(slot, Convert<float>(schema, slot, value));
                break;
            case SlotKind.Float64:
                writer.WriteNumber(slot, Convert<double>(schema, slot, value));
                break;
            case SlotKind.Struct:
                writer.WritePointer(slot, PackNested(context, schema, slot, value));
                break;
            default:
                writer.WritePointer(slot, PackPayload(context, schema, slot, value));
                break;
        }
    }

    private static long PackNested(PackContext context, Schema schema, int slot, object value)
    {
        Schema nested = schema.Slots[slot].Type.NestedSchema!;
        if (context.TryGetPosition(IdentityKey.OfReference(value, PackTarget.Object, nested), out long known))
        {
            return known;
        }

        switch (value)
        {
            case SchemaObject instance when instance.Schema == nested:
                return instance.Pack(context);
            case SchemaObject:
                break;
            case IEnumerable<KeyValuePair<string, object?>> fields:
                return Pack(context, nested, fields);
        }

        ThrowUnfit(schema, slot, value);
        return 0;
    }

    private static long PackPayload(PackContext context, Schema schema, int slot, object value)
    {
        if (!ValuePacker.TryPackPayload(context, schema.Slots[slot].Type, value, out long position))
        {
            ThrowUnfit(schema, slot, value);
        }

        return position;
    }

    private static T Convert<T>(Schema schema, int slot, object value)
        where T : unmanaged, INumber<T>
    {
        if (!BoxedNumber.TryConvert(value, out T number))
        {
            ThrowUnfit(schema, slot, value);
        }

        return number;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowUnfit(Schema schema, int slot, object value)
    {
        Slot target = schema.Slots[slot];
        string shown = value is IFormattable number ? $"The value {number.ToString(null, System.Globalization.CultureInfo.InvariantCulture)}, a {value.GetType().Name}," : $"A {value.GetType()}";
        ThrowHelper.Argument($"{shown} does not fit the slot '{target.Name}' of {schema.DisplayName}, which is {target.Type}.", nameof(value));
    }
}
