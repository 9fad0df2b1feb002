using System.Collections;
using System.Numerics;
using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;

namespace SharedBuffers.Packing;

public static partial class ValuePacker
{
    /// <summary>Packs any .NET value with its typecode: what <c>docs/values.md</c> has in its table.</summary>
    /// <param name="context">Where to, and what is shared.</param>
    /// <param name="value">The value; null and <see cref="DBNull"/> are null.</param>
    /// <returns>Its position, or <see cref="NullPosition"/> for null.</returns>
    /// <exception cref="ArgumentException">The value, or one inside it, is of a type that has no encoding, or a key or set element has no stable hash.</exception>
    /// <exception cref="InvalidOperationException">Values nest too deep.</exception>
    public static long PackAny(PackContext context, object? value)
    {
        ArgumentNullException.ThrowIfNull(context);
        switch (value)
        {
            case null or DBNull:
                return NullPosition;
            case string text:
                return PackStringValue(context, text);
            case bool flag:
                return PackBoolValue(context, flag);
            case double:
            case float:
            case Half:
                return PackFloatObject(context, value);
            case byte[] bytes:
                return PackBytesValue(context, bytes);
            case char character:
                return PackStringValue(context, character.ToString());
            default:
                return TryGetInteger(value, out Int128 integer) ? PackIntegerObject(context, integer) : PackObject(context, value);
        }
    }

    private static long PackIntegerObject(PackContext context, Int128 value)
    {
        if (value >= long.MinValue && value <= long.MaxValue)
        {
            return PackIntegerValue(context, (long)value);
        }

        return value > 0 && value <= ulong.MaxValue ? PackIntegerValue(context, (ulong)value) : PackObject(context, (BigInteger)value);
    }

    /// <summary>Boxed numbers are shared when the very same box comes again.</summary>
    private static long PackFloatObject(PackContext context, object value)
    {
        IdentityKey key = IdentityKey.OfReference(value, PackTarget.Value);
        if (context.TryGetPosition(key, out long known))
        {
            return known;
        }

        long position = value switch
        {
            double number => PackFloatValue(context, number),
            float number => PackFloatValue(context, number),
            _ => PackFloatValue(context, (float)(Half)value),
        };
        context.SetPosition(key, position);
        return position;
    }

    /// <summary>Packs what is shared by reference: containers and boxed values.</summary>
    private static long PackObject(PackContext context, object value)
    {
        switch (value)
        {
            case IPackable packable:
                return packable.PackValue(context);
            case TypedValue typed:
                return PackTyped(context, typed);
        }

        IdentityKey key = value is ITuple { Length: 0 } || ObjectShape.GetImmutableArray(value) is { Length: 0 }
            ? IdentityKey.OfEmptyTuple(PackTarget.Value)
            : IdentityKey.OfReference(value, PackTarget.Value);
        if (context.TryGetPosition(key, out long known))
        {
            return known;
        }

        // Recorded before the content is packed, so that a value that contains itself ends. The 1.x library leaves this to the container around a value, so there the
        // outermost one is stored a second time when something in it refers to it.
        bool isOutermost = context.Depth == 0;
        context.Enter();
        AlignValue(context);
        long position = context.Buffer.Length;
        if (!isOutermost || context.Options.Style != PackStyle.Compatible)
        {
            context.SetPosition(key, position);
        }

        if (!TryAppendScalarObject(context, value) && !TryAppendContainer(context, value))
        {
            ThrowHelper.Argument(
                $"A {value.GetType()} cannot be packed as a value. Pack it as something that has an encoding, give its type a typecode, or use a typed slot.", nameof(value));
        }

        context.Leave();
        return position;
    }

    private static bool TryAppendContainer(PackContext context, object value)
    {
        if (ObjectShape.IsTuple(value))
        {
            AppendHeader(context, ValueTypeCode.MappedTuple);
            AppendCollection(context, ObjectShape.GetImmutableArray(value) ?? value);
            return true;
        }

        if (value is IDictionary map)
        {
            AppendHeader(context, ValueTypeCode.MappedMap);
            AppendMapObject(context, map);
            return true;
        }

        if (ObjectShape.IsMap(value))
        {
            AppendHeader(context, ValueTypeCode.MappedMap);
            AppendPairs(context, value);
            return true;
        }

        if (ObjectShape.IsSet(value))
        {
            AppendHeader(context, ValueTypeCode.MappedSet);
            AppendSetObject(context, value);
            return true;
        }

        if (value is not IEnumerable)
        {
            return false;
        }

        AppendHeader(context, ValueTypeCode.MappedList);
        AppendCollection(context, value);
        return true;
    }

    /// <summary>Packs the payload of a list or tuple slot from a collection of any type, shared when the very same one was packed before.</summary>
    /// <remarks>
    /// Typed collections of numbers keep their width. Elements of any type are packed by what they are: integers in the narrowest width that all fit, floating-point numbers as
    /// such, anything else as values.
    /// </remarks>
    /// <param name="context">Where to, and what is shared.</param>
    /// <param name="value">A collection, tuple or <see cref="System.Collections.Immutable.ImmutableArray{T}"/>.</param>
    /// <exception cref="ArgumentException">Something in the collection has no encoding, or it is an array of more than one dimension.</exception>
    public static long PackSequenceObject(PackContext context, object value)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(value);
        IdentityKey key = value is ITuple { Length: 0 } || ObjectShape.GetImmutableArray(value) is { Length: 0 }
            ? IdentityKey.OfEmptyTuple(PackTarget.Sequence)
            : IdentityKey.OfReference(value, PackTarget.Sequence);
        if (context.TryGetPosition(key, out long known))
        {
            return known;
        }

        AlignValue(context);
        context.SetPosition(key, context.Buffer.Length);
        return AppendCollection(context, ObjectShape.GetImmutableArray(value) ?? value);
    }

    /// <summary>Packs the payload of a set slot from a collection of any type, shared when the very same one was packed before. Repeated elements are stored once.</summary>
    /// <exception cref="ArgumentException">An element has no stable hash, or the collection is an array of more than one dimension.</exception>
    public static long PackSetObject(PackContext context, object value)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(value);
        IdentityKey key = IdentityKey.OfReference(value, PackTarget.Set);
        if (context.TryGetPosition(key, out long known))
        {
            return known;
        }

        AlignValue(context);
        context.SetPosition(key, context.Buffer.Length);
        return AppendSetObject(context, value);
    }

    /// <summary>Appends the payload of a list or tuple: typed collections of numbers in their own width, all others by what their elements are.</summary>
    private static long AppendCollection(PackContext context, object value)
    {
        // Arrays go by their exact type: the runtime lets an int[] pass as uint[] and as a collection of uint.
        if (value is Array array)
        {
            CheckIsFlat(array);
            return Type.GetTypeCode(value.GetType().GetElementType()) switch
            {
                TypeCode.Byte => AppendSequence<byte>(context, (byte[])value),
                TypeCode.SByte => AppendSequence<sbyte>(context, (sbyte[])value),
                TypeCode.UInt16 => AppendSequence<ushort>(context, (ushort[])value),
                TypeCode.Int16 => AppendSequence<short>(context, (short[])value),
                TypeCode.UInt32 => AppendSequence<uint>(context, (uint[])value),
                TypeCode.Int32 => AppendSequence<int>(context, (int[])value),
                TypeCode.UInt64 => AppendSequence<ulong>(context, (ulong[])value),
                TypeCode.Int64 => AppendSequence<long>(context, (long[])value),
                TypeCode.Single => AppendSequence<float>(context, (float[])value),
                TypeCode.Double => AppendSequence<double>(context, (double[])value),
                TypeCode.String => AppendSequence<string>(context, (string[])value),
                _ => AppendObjects(context, [.. ObjectShape.Elements(array)]),
            };
        }

        return value switch
        {
            IReadOnlyCollection<byte> c => AppendSequence(context, GetSpan(c)),
            IReadOnlyCollection<sbyte> c => AppendSequence(context, GetSpan(c)),
            IReadOnlyCollection<ushort> c => AppendSequence(context, GetSpan(c)),
            IReadOnlyCollection<short> c => AppendSequence(context, GetSpan(c)),
            IReadOnlyCollection<uint> c => AppendSequence(context, GetSpan(c)),
            IReadOnlyCollection<int> c => AppendSequence(context, GetSpan(c)),
            IReadOnlyCollection<ulong> c => AppendSequence(context, GetSpan(c)),
            IReadOnlyCollection<long> c => AppendSequence(context, GetSpan(c)),
            IReadOnlyCollection<float> c => AppendSequence(context, GetSpan(c)),
            IReadOnlyCollection<double> c => AppendSequence(context, GetSpan(c)),
            _ => AppendObjects(context, [.. ObjectShape.Elements(value)]),
        };
    }

    /// <summary>Appends boxed elements: integers in the narrowest width that all fit, floating-point numbers as they are, anything else as values.</summary>
    private static long AppendObjects(PackContext context, ReadOnlySpan<object?> values)
    {
        if (TryGetIntegers(values, out Int128[] integers, out ValueTypeCode code))
        {
            return AppendIntegers(context, code, integers);
        }

        return TryGetFloats(values, out double[] floats)
            ? AppendSequence<double>(context, floats)
            : AppendPointers(context, values, static (c, item) => PackAny(c, item));
    }

    private static long AppendSetObject(PackContext context, object value) => value switch
    {
        Array array => AppendArraySet(context, array),
        IReadOnlySet<byte> s => AppendSet(context, s.ToArray()),
        IReadOnlySet<sbyte> s => AppendSet(context, s.ToArray()),
        IReadOnlySet<ushort> s => AppendSet(context, s.ToArray()),
        IReadOnlySet<short> s => AppendSet(context, s.ToArray()),
        IReadOnlySet<uint> s => AppendSet(context, s.ToArray()),
        IReadOnlySet<int> s => AppendSet(context, s.ToArray()),
        IReadOnlySet<ulong> s => AppendSet(context, s.ToArray()),
        IReadOnlySet<long> s => AppendSet(context, s.ToArray()),
        IReadOnlySet<float> s => AppendSet(context, s.ToArray()),
        IReadOnlySet<double> s => AppendSet(context, s.ToArray()),
        IReadOnlySet<string> s => AppendSet(context, s.ToArray()),
        _ => AppendObjectSet(context, [.. ObjectShape.Elements(value)]),
    };

    /// <summary>Appends boxed elements of a set: bits, sorted numbers, or values in the order of their stable hashes.</summary>
    private static long AppendObjectSet(PackContext context, object?[] values)
    {
        if (values.Length == 0)
        {
            return AppendBitmap(context.Buffer, 0, wide: false);
        }

        if (TryGetIntegers(values, out Int128[] integers, out ValueTypeCode code))
        {
            Array.Sort(integers);
            int count = RemoveRepeated(integers);
            if (integers[0] >= 0 && integers[count - 1] < LongBitmapLimit)
            {
                UInt128 bits = 0;
                foreach (Int128 integer in integers.AsSpan(0, count))
                {
                    bits |= UInt128.One << (int)integer;
                }

                return AppendBitmap(context.Buffer, bits, integers[count - 1] >= ShortBitmapLimit);
            }

            return AppendIntegers(context, code, integers.AsSpan(0, count));
        }

        if (TryGetFloats(values, out double[] floats))
        {
            return AppendNumericSet(context, floats);
        }

        ulong[] hashes = HashesOf(values);
        object?[] sorted = [.. DistinctOrder(values, hashes).Select(i => values[i])];
        return AppendPointers<object?>(context, sorted, static (c, item) => PackAny(c, item));
    }

    /// <summary>A sequence or set has one dimension, and indexes that start at 0.</summary>
    private static void CheckIsFlat(Array array)
    {
        if (!array.GetType().IsSZArray)
        {
            ThrowHelper.Argument($"A {array.GetType()} is neither a list nor a set. Pack it as an n-dimensional array, or copy it into a {array.GetType().GetElementType()}[].", nameof(array));
        }
    }

    /// <summary>Whether all elements are integers, and the width that they share. No elements are bytes.</summary>
    private static bool TryGetIntegers(ReadOnlySpan<object?> values, out Int128[] integers, out ValueTypeCode code)
    {
        integers = new Int128[values.Length];
        Int128 min = 0;
        Int128 max = 0;
        code = ValueTypeCode.None;
        for (int i = 0; i < values.Length; i++)
        {
            if (!TryGetInteger(values[i], out Int128 integer))
            {
                return false;
            }

            integers[i] = integer;
            min = Int128.Min(min, integer);
            max = Int128.Max(max, integer);
        }

        code = FirstSequenceCode(min, max);
        return code != ValueTypeCode.None;
    }

    private static bool TryGetFloats(ReadOnlySpan<object?> values, out double[] floats)
    {
        floats = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] is not double number)
            {
                return false;
            }

            floats[i] = number;
        }

        return true;
    }
}
