using System.Runtime.InteropServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Hashing;
using SharedBuffers.Layout;
using SharedBuffers.Values;

namespace SharedBuffers.Packing;

public static partial class ValuePacker
{
    /// <summary>Integers below this fit the short bitmap of a set.</summary>
    private const int ShortBitmapLimit = 56;

    /// <summary>Integers below this fit the long bitmap of a set.</summary>
    private const int LongBitmapLimit = 120;

    /// <summary>Packs the payload of a set slot, shared when the very same collection was packed before. Repeated elements are stored once.</summary>
    /// <typeparam name="T">
    /// Integers become bits when all are from 0 to 119, otherwise sorted numbers of the width of <typeparamref name="T"/>; floating-point numbers become sorted
    /// numbers, NaN last; everything else, bools too, becomes values sorted by stable hash.
    /// </typeparam>
    /// <exception cref="ArgumentException">An element has no stable hash: lists, maps, decimals and dates cannot be elements.</exception>
    public static long PackSet<T>(PackContext context, IReadOnlyCollection<T> values)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(values);
        IdentityKey key = IdentityKey.OfReference(values, PackTarget.Set);
        if (context.TryGetPosition(key, out long known))
        {
            return known;
        }

        AlignValue(context);
        long position = ShareContent<T>(context, PackTarget.Set, AppendSet(context, [.. values]));
        context.SetPosition(key, position);
        return position;
    }

    private static long AppendSet<T>(PackContext context, T[] values)
    {
        if (values.Length == 0)
        {
            return AppendBitmap(context.Buffer, 0, wide: false);
        }

        if (typeof(T) == typeof(bool))
        {
            // Their stable hashes are equal; the 1.x library comes to this order.
            return AppendPointers<bool>(context, [.. values.Cast<bool>().Distinct().Order()], static (c, flag) => PackBoolValue(c, flag));
        }

        if (NumericCode.Of<T>() != ValueTypeCode.None)
        {
            return AppendNumericSet(context, values);
        }

        return typeof(T) == typeof(string) ? AppendStringSet(context, (string?[])(object)values) : AppendObjectSet(context, Array.ConvertAll(values, static v => (object?)v));
    }

    private static long AppendNumericSet<T>(PackContext context, T[] values)
    {
        Array.Sort(values);
        int count = RemoveRepeated(values);
        ReadOnlySpan<T> sorted = values.AsSpan(0, count);
        if (NumericCode.IsInteger(NumericCode.Of<T>()) && TryGetBits(sorted, out UInt128 bits, out bool wide))
        {
            return AppendBitmap(context.Buffer, bits, wide);
        }

        if (IsNaN(sorted[0]))
        {
            // .NET sorts NaN first; last is where a binary search of the others does not meet it.
            T nan = sorted[0];
            sorted[1..].CopyTo(values);
            values[count - 1] = nan;
        }

        return AppendSequence(context, sorted);
    }

    private static bool IsNaN<T>(T number) => number is double d ? double.IsNaN(d) : number is float f && float.IsNaN(f);

    /// <summary>Moves the different ones of sorted elements to the front.</summary>
    private static int RemoveRepeated<T>(T[] sorted)
    {
        int count = 0;
        foreach (T value in sorted)
        {
            if (count == 0 || !EqualityComparer<T>.Default.Equals(sorted[count - 1], value))
            {
                sorted[count++] = value;
            }
        }

        return count;
    }

    private static bool TryGetBits<T>(ReadOnlySpan<T> sorted, out UInt128 bits, out bool wide)
    {
        bits = 0;
        wide = false;
        if (!TryGetBit(sorted[0], out _) || !TryGetBit(sorted[^1], out int last))
        {
            return false;
        }

        wide = last >= ShortBitmapLimit;
        foreach (T value in sorted)
        {
            TryGetBit(value, out int bit);
            bits |= UInt128.One << bit;
        }

        return true;
    }

    private static bool TryGetBit<T>(T value, out int bit)
    {
        long number = value switch
        {
            byte n => n,
            sbyte n => n,
            ushort n => n,
            short n => n,
            uint n => n,
            int n => n,
            ulong n => n > long.MaxValue ? long.MaxValue : (long)n,
            long n => n,
            _ => long.MaxValue,
        };
        bit = (int)Math.Clamp(number, 0, LongBitmapLimit);
        return number is >= 0 and < LongBitmapLimit;
    }

    private static long AppendBitmap(PackBuffer buffer, UInt128 bits, bool wide)
    {
        if (!wide)
        {
            return buffer.Append(SequenceCode.Bitmap56 | ((ulong)bits << 8));
        }

        long position = buffer.Append(SequenceCode.Bitmap120 | ((ulong)bits << 8));
        buffer.Append((ulong)(bits >> 56));
        return position;
    }

    private static long AppendStringSet(PackContext context, string?[] values)
    {
        // Equal hashes are put in the order of the text, so that the bytes do not depend on the order of the set.
        Array.Sort(values, StringComparer.Ordinal);
        var hashes = new ulong[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            hashes[i] = values[i] is { } text ? StableHash.OfText(text) : StableHash.Null;
        }

        int[] order = StableOrder(hashes);
        var sorted = new List<string?>(values.Length);
        foreach (int i in order)
        {
            if (sorted.Count == 0 || !string.Equals(sorted[^1], values[i], StringComparison.Ordinal))
            {
                sorted.Add(values[i]);
            }
        }

        return AppendPointers(context, CollectionsMarshal.AsSpan(sorted), static (c, text) => PackStringValue(c, text));
    }

    /// <summary>The stable hashes of elements or keys.</summary>
    private static ulong[] HashesOf(object?[] values)
    {
        var hashes = new ulong[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            if (!ObjectHash.TryGet(values[i], out hashes[i]))
            {
                ThrowHelper.Argument($"A {values[i]!.GetType()} has no stable hash and cannot be the element of a set or the key of a map.", nameof(values));
            }
        }

        return hashes;
    }

    /// <summary>Positions of values in the ascending order of their hashes; of those that are equal where they are stored, the first.</summary>
    private static int[] DistinctOrder(object?[] values, ulong[] hashes)
    {
        int[] order = StableOrder(hashes);
        int count = 0;
        HashSet<object?>? equalHashes = null;
        for (int i = 0; i < order.Length; i++)
        {
            int value = order[i];
            if (i == 0 || hashes[order[count - 1]] != hashes[value])
            {
                equalHashes = null;
            }
            else
            {
                equalHashes ??= new HashSet<object?>([values[order[count - 1]]], StructuralComparer.Instance);
                if (!equalHashes.Add(values[value]))
                {
                    continue;
                }
            }

            order[count++] = value;
        }

        return order[..count];
    }

    /// <summary>Positions of hashes in ascending order; equal ones stay in their order.</summary>
    private static int[] StableOrder(ulong[] hashes)
    {
        var order = new int[hashes.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(order, (left, right) => hashes[left] != hashes[right] ? hashes[left].CompareTo(hashes[right]) : left.CompareTo(right));
        return order;
    }
}
