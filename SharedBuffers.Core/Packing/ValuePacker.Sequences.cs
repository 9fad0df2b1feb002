using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;

namespace SharedBuffers.Packing;

public static partial class ValuePacker
{
    /// <summary>Packs the payload of a list or tuple slot, shared when the very same collection was packed before.</summary>
    /// <typeparam name="T">
    /// Numbers keep the width of <typeparamref name="T"/>; bools become the bytes 0 and 1; nullable numbers become numbers if none is null and values otherwise;
    /// everything else becomes values with typecodes, as <c>PackAny</c> makes them.
    /// </typeparam>
    public static long PackSequence<T>(PackContext context, IReadOnlyCollection<T> values)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(values);
        return PackShared(context, values, GetSpan(values));
    }

    /// <summary>Packs the payload of a list or tuple slot, shared when the very same array was packed before.</summary>
    public static long PackSequence<T>(PackContext context, T[] values)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(values);
        return PackShared<T>(context, values, values);
    }

    /// <summary>Packs the payload of a list or tuple slot from an immutable array, shared when the same array was packed before.</summary>
    public static long PackSequence<T>(PackContext context, ImmutableArray<T> values)
    {
        ArgumentNullException.ThrowIfNull(context);
        return PackShared(context, ImmutableCollectionsMarshal.AsArray(values) ?? [], values.AsSpan());
    }

    /// <summary>Packs the payload of a list or tuple slot from a span; never shared.</summary>
    public static long PackSequence<T>(PackContext context, ReadOnlySpan<T> values)
    {
        ArgumentNullException.ThrowIfNull(context);
        return ShareContent<T>(context, PackTarget.Sequence, AppendSequence(context, values));
    }

    /// <summary>Packs the payload of a list or tuple slot with a writer of its own for the elements, shared when the very same collection was packed before.</summary>
    public static long PackSequence<T>(PackContext context, IReadOnlyCollection<T> values, ValueWriter<T> writer)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(writer);
        IdentityKey key = IdentityKey.OfReference(values, PackTarget.Sequence);
        if (context.TryGetPosition(key, out long known))
        {
            return known;
        }

        AlignValue(context);
        context.SetPosition(key, context.Buffer.Length);
        return AppendPointers(context, GetSpan(values), writer);
    }

    private static long PackShared<T>(PackContext context, object identity, ReadOnlySpan<T> values)
    {
        IdentityKey key = IdentityKey.OfReference(identity, PackTarget.Sequence);
        if (context.TryGetPosition(key, out long known))
        {
            return known;
        }

        long position = ShareContent<T>(context, PackTarget.Sequence, AppendSequence(context, values));
        context.SetPosition(key, position);
        return position;
    }

    /// <summary>Appends a sequence in the form that its element type has.</summary>
    private static long AppendSequence<T>(PackContext context, ReadOnlySpan<T> values)
    {
        if (NumericCode.OfElement<T>() != ValueTypeCode.None)
        {
            return AppendNumbers(context, NumericCode.OfElement<T>(), AsBytes(values), values.Length);
        }

        if (typeof(T) == typeof(bool))
        {
            return AppendBools(context, values);
        }

        if (values.IsEmpty)
        {
            return AppendNumbers(context, ValueTypeCode.UInt8, [], 0);
        }

        if (typeof(T) == typeof(string))
        {
            return AppendPointers(context, values, static (c, item) => PackStringValue(c, (string?)(object?)item));
        }

        return NullableNumbers.TryAppend(context, values, out long position) ? position : AppendPointers(context, values, static (c, item) => PackAny(c, item));
    }

    /// <summary>Appends numbers: head, elements, padding to a multiple of 8.</summary>
    private static long AppendNumbers(PackContext context, ValueTypeCode code, ReadOnlySpan<byte> bytes, int count)
    {
        AlignValue(context);
        PackBuffer buffer = context.Buffer;
        long position = AppendSequenceHead(buffer, (byte)code, count);
        buffer.AppendBytes(bytes);
        buffer.Align(Alignment);
        return position;
    }

    private static long AppendBools<T>(PackContext context, ReadOnlySpan<T> values)
    {
        AlignValue(context);
        PackBuffer buffer = context.Buffer;
        long position = AppendSequenceHead(buffer, (byte)ValueTypeCode.UInt8, values.Length);
        foreach (T value in values)
        {
            buffer.Append((bool)(object)value! ? (byte)1 : (byte)0);
        }

        buffer.Align(Alignment);
        return position;
    }

    /// <summary>Appends the head of a sequence: 4 bytes for narrow elements, 12 when there are 2^24-1 or more of them, 8 for wide elements and pointers.</summary>
    private static long AppendSequenceHead(PackBuffer buffer, byte code, long count)
    {
        bool narrow = NumericCode.SizeOf((ValueTypeCode)code) is 1 or 2 or 4 && code != (byte)ValueTypeCode.Float32;
        if (!narrow)
        {
            return buffer.Append(code | ((ulong)count << 8));
        }

        if (count < SequenceCode.LongCount)
        {
            return buffer.Append(code | ((uint)count << 8));
        }

        long position = buffer.Append(code | ((uint)SequenceCode.LongCount << 8));
        buffer.Append(count);
        return position;
    }

    /// <summary>Appends a table of pointers and the values that they name. The table has 32-bit pointers unless one does not reach.</summary>
    private static long AppendPointers<T>(PackContext context, ReadOnlySpan<T> values, ValueWriter<T> writer)
    {
        AlignValue(context);
        if (context.Options.WidePointers && !context.IsPackingKey)
        {
            return AppendPointers(context, values, writer, wide: true);
        }

        PackMark mark = context.Mark();
        long position = AppendPointers(context, values, writer, wide: false);
        if (position == NullPosition)
        {
            context.Rollback(mark);
            position = AppendPointers(context, values, writer, wide: true);
        }

        return position;
    }

    private static long AppendPointers<T>(PackContext context, ReadOnlySpan<T> values, ValueWriter<T> writer, bool wide)
    {
        PackBuffer buffer = context.Buffer;
        context.Enter();
        long position = AppendSequenceHead(buffer, wide ? SequenceCode.Pointers64 : SequenceCode.Pointers32, values.Length);
        long table = buffer.Reserve((long)values.Length * (wide ? sizeof(long) : sizeof(int)));
        if (!wide)
        {
            buffer.Align(Alignment);
        }

        for (int i = 0; i < values.Length; i++)
        {
            long element = writer(context, values[i]);
            long pointer = element == NullPosition ? SequenceCode.NullPointer : element - position;
            if (wide)
            {
                buffer.Write(table + ((long)i * sizeof(long)), pointer);
            }
            else if (pointer == (int)pointer)
            {
                buffer.Write(table + ((long)i * sizeof(int)), (int)pointer);
            }
            else
            {
                return NullPosition;
            }
        }

        context.Leave();
        return position;
    }

    /// <summary>The elements of a collection, copied only when they do not lie in an array.</summary>
    private static ReadOnlySpan<T> GetSpan<T>(IReadOnlyCollection<T> values) => values switch
    {
        T[] array => array,
        List<T> list => CollectionsMarshal.AsSpan(list),
        _ => values.ToArray(),
    };

    private static ReadOnlySpan<byte> AsBytes<T>(ReadOnlySpan<T> values)
    {
        // Only for the ten numeric types and enums, which have neither references nor padding.
        ref byte first = ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(values));
        long length = (long)values.Length * Unsafe.SizeOf<T>();
        if (length > int.MaxValue)
        {
            ThrowHelper.Argument($"{values.Length} elements of {Unsafe.SizeOf<T>()} bytes are more than the 2 GiB that one sequence can take.", nameof(values));
        }

        return MemoryMarshal.CreateReadOnlySpan(ref first, (int)length);
    }

    /// <summary>Sequences of nullable numbers: numbers when none is null.</summary>
    private static class NullableNumbers
    {
        public static bool TryAppend<T>(PackContext context, ReadOnlySpan<T> values, out long position)
        {
            position = 0;
            return typeof(T) == typeof(int?) ? TryAppend<int, T>(context, values, out position)
                : typeof(T) == typeof(long?) ? TryAppend<long, T>(context, values, out position)
                : typeof(T) == typeof(double?) ? TryAppend<double, T>(context, values, out position)
                : typeof(T) == typeof(float?) ? TryAppend<float, T>(context, values, out position)
                : typeof(T) == typeof(byte?) ? TryAppend<byte, T>(context, values, out position)
                : typeof(T) == typeof(sbyte?) ? TryAppend<sbyte, T>(context, values, out position)
                : typeof(T) == typeof(short?) ? TryAppend<short, T>(context, values, out position)
                : typeof(T) == typeof(ushort?) ? TryAppend<ushort, T>(context, values, out position)
                : typeof(T) == typeof(uint?) ? TryAppend<uint, T>(context, values, out position)
                : typeof(T) == typeof(ulong?) && TryAppend<ulong, T>(context, values, out position);
        }

        private static bool TryAppend<TNumber, T>(PackContext context, ReadOnlySpan<T> values, out long position)
            where TNumber : unmanaged
        {
            var numbers = new TNumber[values.Length];
            for (int i = 0; i < values.Length; i++)
            {
                if (values[i] is not TNumber number)
                {
                    position = 0;
                    return false;
                }

                numbers[i] = number;
            }

            position = AppendSequence<TNumber>(context, numbers);
            return true;
        }
    }
}
