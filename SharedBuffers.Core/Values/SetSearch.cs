using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SharedBuffers.Hashing;
using SharedBuffers.Layout;

namespace SharedBuffers.Values;

/// <summary>Membership in stored sets of every form, for keys of every type.</summary>
internal static class SetSearch
{
    /// <summary>Up to this many elements are compared one by one: the length of a string tells most of them apart, while a binary search hashes one at each step.</summary>
    private const int LinearCount = 8;

    public static bool Contains<T>(in SetStorage set, T item)
    {
        // Numbers in numeric sets of their own type are the common case and need no key.
        if (NumericCode.Of<T>() != ValueTypeCode.None && set.Code == (byte)NumericCode.Of<T>())
        {
            return ContainsSorted(set, item);
        }

        return Contains(set, ValueKey.Of(item));
    }

    public static bool Contains(in SetStorage set, ValueKey key)
    {
        var walk = new ValueWalk(set.Region);
        return Contains(set, key, ref walk);
    }

    public static bool Contains(in SetStorage set, ValueKey key, ref ValueWalk walk)
    {
        if (set.Count == 0)
        {
            return false;
        }

        switch (set.Code)
        {
            case SequenceCode.Bitmap56 or SequenceCode.Bitmap120:
                return key.IsNumber && key.Number.TryGetExact(out byte bit) && bit < (set.Code == SequenceCode.Bitmap56 ? 56 : 120)
                    && ((set.Region.Read<byte>(set.Origin + 1 + (bit >> 3)) >> (bit & 7)) & 1) != 0;
            case SequenceCode.Pointers32 or SequenceCode.Pointers64:
                return set.Count <= LinearCount ? ContainsLinear(set, key, ref walk) : ContainsHashed(set, key, ref walk);
            default:
                return key.IsNumber && ContainsNumber(set, key.Number);
        }
    }

    private static bool ContainsNumber(in SetStorage set, StoredNumber number) => (ValueTypeCode)set.Code switch
    {
        ValueTypeCode.UInt8 => number.TryGetExact(out byte n) && ContainsSorted(set, n),
        ValueTypeCode.Int8 => number.TryGetExact(out sbyte n) && ContainsSorted(set, n),
        ValueTypeCode.UInt16 => number.TryGetExact(out ushort n) && ContainsSorted(set, n),
        ValueTypeCode.Int16 => number.TryGetExact(out short n) && ContainsSorted(set, n),
        ValueTypeCode.UInt32 => number.TryGetExact(out uint n) && ContainsSorted(set, n),
        ValueTypeCode.Int32 => number.TryGetExact(out int n) && ContainsSorted(set, n),
        ValueTypeCode.UInt64 => number.TryGetExact(out ulong n) && ContainsSorted(set, n),
        ValueTypeCode.Int64 => number.TryGetExact(out long n) && ContainsSorted(set, n),
        ValueTypeCode.Float32 => number.TryGetExact(out float n) && ContainsSorted(set, n),
        _ => number.TryGetExact(out double n) && ContainsSorted(set, n),
    };

    /// <summary>Search in numbers sorted ascending, of the type that they are stored as. Sets with NaN made by the 1.x library are not sorted around it, so those are searched one by one.</summary>
    private static bool ContainsSorted<T>(in SetStorage set, T item)
    {
        var list = new SharedList<T>(set.Region, set.Origin, new SequenceHeader(set.Code, set.Count, set.Data, set.ElementSize));
        bool isFloat = typeof(T) == typeof(float) || typeof(T) == typeof(double);
        if (!isFloat && list.TryGetSpan(out ReadOnlySpan<T> integers))
        {
            bool found = ContainsInteger(integers, item);
            GC.KeepAlive(set.Region);
            return found;
        }

        if (isFloat && (!IsOrdered(item) || !IsOrdered(list[set.Count - 1])))
        {
            return list.Contains(item);
        }

        Comparer<T> comparer = Comparer<T>.Default;
        long low = 0;
        long high = set.Count - 1;
        while (low <= high)
        {
            long middle = low + ((high - low) >> 1);
            T probe = list[middle];
            if (isFloat && !IsOrdered(probe))
            {
                return list.Contains(item);
            }

            int order = comparer.Compare(probe, item);
            if (order == 0)
            {
                return true;
            }

            if (order < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return false;
    }

    /// <summary>Gives a span of integers to the search that knows their type. All tests but one are folded away.</summary>
    private static bool ContainsInteger<T>(ReadOnlySpan<T> integers, T item) =>
        typeof(T) == typeof(int) ? SortedSpan.ContainsSpread(As<T, int>(integers), Unsafe.As<T, int>(ref item))
        : typeof(T) == typeof(uint) ? SortedSpan.ContainsSpread(As<T, uint>(integers), Unsafe.As<T, uint>(ref item))
        : typeof(T) == typeof(long) ? SortedSpan.ContainsSpread(As<T, long>(integers), Unsafe.As<T, long>(ref item))
        : typeof(T) == typeof(ulong) ? SortedSpan.ContainsSpread(As<T, ulong>(integers), Unsafe.As<T, ulong>(ref item))
        : typeof(T) == typeof(short) ? SortedSpan.ContainsSpread(As<T, short>(integers), Unsafe.As<T, short>(ref item))
        : typeof(T) == typeof(ushort) ? SortedSpan.ContainsSpread(As<T, ushort>(integers), Unsafe.As<T, ushort>(ref item))
        : typeof(T) == typeof(sbyte) ? SortedSpan.ContainsSpread(As<T, sbyte>(integers), Unsafe.As<T, sbyte>(ref item))
        : SortedSpan.ContainsSpread(As<T, byte>(integers), Unsafe.As<T, byte>(ref item));

    private static ReadOnlySpan<TInteger> As<T, TInteger>(ReadOnlySpan<T> integers) =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<T, TInteger>(ref MemoryMarshal.GetReference(integers)), integers.Length);

    private static bool IsOrdered<T>(T number) => number is double d ? !double.IsNaN(d) : number is not float f || !float.IsNaN(f);

    private static bool ContainsLinear(in SetStorage set, ValueKey key, ref ValueWalk walk)
    {
        for (long i = 0; i < set.Count; i++)
        {
            walk.Visit(set.Origin);
            if (key.Matches(ElementAt(set, i), ref walk))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Search among the stable hashes of the elements, which are not stored: each look at one costs the cache lines of its pointer and of its bytes. When one that is looked at has a
    /// set in it, its place was decided by a hash that may not be ours, and only looking at every element is sure.
    /// </summary>
    private static bool ContainsHashed(in SetStorage set, ValueKey key, ref ValueWalk walk)
    {
        if (!key.TryGetStableHash(out ulong hash, out bool keyHasSet))
        {
            return false;
        }

        if (keyHasSet || !TryFirstNotBelow(set, hash, out long index))
        {
            return ContainsLinear(set, key, ref walk);
        }

        for (; index < set.Count; index++)
        {
            if (!TryHash(set, index, out ulong next))
            {
                return ContainsLinear(set, key, ref walk);
            }

            if (next != hash)
            {
                return false;
            }

            walk.Visit(set.Origin);
            if (key.Matches(ElementAt(set, index), ref walk))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// First element whose hash is not below: starts where the hash would lie among evenly spread ones, corrects that twice by what lies there, and doubles its steps from there, so that
    /// it is O(log count) however they are spread.
    /// </summary>
    /// <returns>False when an element that was looked at has no hash of its own, or one that may not be ours.</returns>
    /// <remarks>PERF: CollectionScenario, set-words.</remarks>
    private static bool TryFirstNotBelow(in SetStorage set, ulong hash, out long index)
    {
        index = (long)Math.BigMul(hash, (ulong)set.Count, out _);
        ulong there = 0;
        for (int correction = 0; correction < 2; correction++)
        {
            if (!TryHash(set, index, out there))
            {
                return false;
            }

            Int128 distance = (Int128)unchecked((long)(hash - there)) * set.Count;
            index = Math.Clamp(index + (long)(distance >> 64), 0, set.Count - 1);
        }

        if (!TryHash(set, index, out there))
        {
            return false;
        }

        bool isForward = there < hash;
        (long low, long high) = isForward ? (index + 1, set.Count) : (0, index);
        for (long step = 1; low < high; step *= 2)
        {
            long probe = isForward ? low - 1 + step : high - step;
            if (probe < low || probe >= high)
            {
                break;
            }

            if (!TryHash(set, probe, out there))
            {
                return false;
            }

            (low, high) = there < hash ? (probe + 1, high) : (low, probe);
            if (there < hash != isForward)
            {
                break;
            }
        }

        while (low < high)
        {
            long middle = low + ((high - low) >> 1);
            if (!TryHash(set, middle, out there))
            {
                return false;
            }

            (low, high) = there < hash ? (middle + 1, high) : (low, middle);
        }

        index = low;
        return true;
    }

    private static bool TryHash(in SetStorage set, long index, out ulong hash)
    {
        long offset = OffsetOf(set, index);
        if (offset == -1)
        {
            hash = StableHash.Null;
            return true;
        }

        if ((ValueTypeCode)set.Region.Read<byte>(offset) is ValueTypeCode.String or ValueTypeCode.Bytes)
        {
            hash = SharedBytes.ReadBytes(set.Region, offset + ValueHeader.Size).GetStableHash();
            return true;
        }

        return ValueHash.TryGet(SharedValue.Read(set.Region, offset), out hash, out bool hasSet) && !hasSet;
    }

    private static SharedValue ElementAt(in SetStorage set, long index)
    {
        long offset = OffsetOf(set, index);
        return offset == -1 ? default : SharedValue.Read(set.Region, offset);
    }

    /// <summary>Where an element starts with its typecode; -1 for null, which lies nowhere.</summary>
    private static long OffsetOf(in SetStorage set, long index)
    {
        long place = set.Data + (index * set.ElementSize);
        long pointer = set.Code == SequenceCode.Pointers32 ? set.Region.Read<int>(place) : set.Region.Read<long>(place);
        return pointer == SequenceCode.NullPointer ? -1 : unchecked(set.Origin + pointer);
    }
}
