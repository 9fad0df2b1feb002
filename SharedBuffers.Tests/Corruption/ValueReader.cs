using SharedBuffers.Diagnostics;
using SharedBuffers.Memory;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Corruption;

/// <summary>
/// Reads a value through every member of its view, and what is in it likewise, sequences from their end first. Each member must end in a value, in
/// <see cref="CorruptBufferException"/>, or in what it documents for data that is not damaged.
/// </summary>
internal sealed partial class ValueReader
{
    /// <summary>A damaged count may promise more than anyone wants to wait for; the samples are smaller.</summary>
    private const int MaxElements = 12;

    private const int MaxDepth = 4;
    private int _budget = 300;

    /// <summary>Reads the value at an offset of a region, and an instant with an offset from UTC at the same place.</summary>
    public static void Read(MemoryRegion region, long offset)
    {
        var reader = new ValueReader();
        Try(() => reader.Read(SharedValue.Read(region, offset), depth: 0));
        Try(() => StoredTime.ReadOffsetInstant(region, offset));
        Try(() => StoredTime.ReadStoredWithOffset(region, offset).ToString());
    }

    private static void Try(Action read)
    {
        try
        {
            read();
        }
        catch (Exception exception) when (exception is CorruptBufferException or OverflowException or InvalidCastException || (exception is InvalidOperationException and not ObjectDisposedException))
        {
            // Too many for an int, no span, no order, no number: said so, and nothing was read that is not there.
        }
    }

    private void Read(SharedValue value, int depth)
    {
        if (value.IsNull || depth > MaxDepth || --_budget < 0)
        {
            return;
        }

        Try(() => value.GetHashCode());
        Try(() => value.Equals(value));
        Try(() => value.CompareTo(value));
        Try(() => value.ToString());
        Try(() => value.ToObject());
        Try(() => value.TryGet(out long _));
        Try(() => value.TryGet(out ulong _));
        Try(() => value.TryGet(out double _));
        Try(() => value.TryGet(out bool _));
        Try(() => value.TryGet(out DateTime _));
        Try(() => value.TryGet(out DateTimeOffset _));
        Try(() => value.TryGet(out DateOnly _));
        Try(() => value.Get<StoredInstant>().ToDateTimeOffset());
        Try(() => value.TryGet(out decimal _));
        Try(() => value.TryGet(out Half _));
        Try(() => value.TryGetStableHash(out _));
        switch (value.Kind)
        {
            case SharedValueKind.String:
                Try(() => Read(value.AsString()));
                break;
            case SharedValueKind.Bytes or SharedValueKind.Buffer:
                Try(() => Read(value.AsBytes()));
                break;
            case SharedValueKind.List or SharedValueKind.Tuple:
                Try(() => Read(value.AsTuple(), value.AsList(), depth));
                break;
            case SharedValueKind.Set:
                Try(() => Read(value.AsSet(), depth));
                break;
            case SharedValueKind.Map:
                Try(() => Read(value.AsMap(), depth));
                break;
            case SharedValueKind.NdArray:
                Try(() => Read(value.AsNdArray(), depth));
                break;
            case SharedValueKind.Decimal:
                Try(() => Read(value.AsDecimal()));
                break;
        }
    }

    private static void Read(SharedString text)
    {
        Try(() => text.ToString());
        Try(() => text.GetCharCount());
        Try(() => text.Equals("text"));
        Try(() => text.Equals("text"u8));
        Try(() => text.CompareTo("text"));
        Try(() => text.CompareTo(text));
        Try(() => text.TryFormat(new char[64], out _));
        Try(() => text.TryFormat(new byte[64], out _));
        Try(() => text.CompareTo("text"u8));
        Try(() => text.StartsWith("text"u8));
        Try(() => text.GetHashCode());
        Try(() => text.GetStableHash());
        Try(() => text.TryGetUtf8Span(out _));
        Try(() =>
        {
            foreach (System.Text.Rune rune in text.EnumerateRunes())
            {
                GC.KeepAlive(rune.Value);
            }
        });
        Read(text.Bytes);
    }

    private static void Read(SharedBytes bytes)
    {
        Try(() => bytes.ToArray());
        Try(() => Sum(bytes.AsSpan()));
        Try(() => bytes.CopyTo(new byte[bytes.Length]));
        Try(() => bytes.Equals("bytes"u8));
        Try(() => bytes.CompareTo(bytes));
        Try(() => bytes.GetStableHash());
        Try(() => bytes.GetHashCode());
        Try(() => bytes.ToString());
        Try(() => bytes.ToGuid());
        Try(() => bytes.Equals(bytes));
    }

    private void Read(SharedTuple tuple, SharedList<SharedValue> list, int depth)
    {
        long first = Math.Max(0, list.LongCount - MaxElements);
        for (long i = list.LongCount - 1; i >= first; i--)
        {
            long index = i;
            Try(() => Read(list[index], depth + 1));
        }

        Try(() => Walk(list));
        Try(() => Walk(list.Reverse().Every(2)));
        Try(() => list[^Math.Min(1, list.Count)..].GetHashCode());
        Try(() => list[..(list.Count / 2)].SequenceEqual(list[..(list.Count / 2)]));
        Try(() => list.SequenceCompareTo(list));
        Try(() => list.Contains(default));
        Try(() => list.Equals(list.As<SharedValue>()));
        Try(() => list.GetHashCode());
        Try(() => list.BinarySearch(default));
        Try(() => tuple.GetHashCode());
        Try(() => tuple.CompareTo(tuple));
        Try(() => tuple.TryGetStableHash(out _));
        Try(() => tuple.Get<SharedString>(tuple.Count - 1));
        Try(() => Walk(tuple[^Math.Min(2, tuple.Count)..]));
        ReadAsEveryType(list);
    }

    private void Read(SharedSet<SharedValue> set, int depth)
    {
        Try(() => set.Take(MaxElements).ToList().ForEach(element => Read(element, depth + 1)));
        Try(() => set.As<int>().Contains(1));
        Try(() => set.As<ulong>().Contains(ulong.MaxValue));
        Try(() => set.As<double>().Contains(double.NaN));
        Try(() => set.As<SharedString>().Contains("text"));
        Try(() => set.As<SharedString>().Contains("text"u8));
        Try(() => set.As<SharedBytes>().Contains("bytes"u8));
        Try(() => set.Contains(default));
        Try(() => set.Contains(set.Last()));
        Try(() => set.ToHashSet());
        Try(() => set.Equals(set));
        Try(() => set.GetHashCode());
        Try(() => set.SetEquals(set));
        Try(() => set.IsProperSubsetOf(set.As<int>()));
        Try(() => set.Overlaps(set.As<double>()));
        Try(() => set.SymmetricExcept(set));
        Try(() => set.Intersect(set.As<int>()));
        Try(() => set.Except(set.As<double>()));
        Try(() => set.Union(set.As<byte>()));
        Try(() => Compare(set, [.. set.Take(MaxElements)]));
        Try(() => Walk(set.As<byte>()));
        Try(() => Walk(set.As<long>()));
        Try(() => Walk(set.As<double>()));
        Try(() => Walk(set.As<SharedString>()));
        Try(() => Walk(set.As<SharedTuple>()));
        Try(() => set.As<int>().ToArray());
    }

    private static void Compare(SharedSet<SharedValue> set, SharedValue[] elements)
    {
        Try(() => set.IsSupersetOf(elements.AsSpan()));
        Try(() => set.IsSubsetOf(elements.AsSpan()));
        Try(() => set.IsProperSubsetOf(elements.AsEnumerable()));
        Try(() => set.Overlaps(elements.AsSpan()));
        Try(() => set.Union(elements.AsSpan()));
        Try(() => set.SymmetricExcept(elements.AsEnumerable()));
    }

    private void Read(SharedMap<SharedValue, SharedValue> map, int depth)
    {
        Try(() =>
        {
            foreach (KeyValuePair<SharedValue, SharedValue> pair in map.Take(MaxElements))
            {
                Read(pair.Key, depth + 1);
                Read(pair.Value, depth + 1);
                map.TryGetValue(pair.Key, out SharedValue _);
            }
        });
        Try(() => Walk(map.Keys));
        Try(() => Walk(map.Values));
        Try(() => map.ContainsKey(default));
        Try(() => map.As<SharedString, int>().ContainsKey("text"));
        Try(() => map.As<SharedString, int>().TryGetValue("text"u8, out int _));
        Try(() => map.As<long, SharedString>().TryGetValue(-1, out SharedString _));
        Try(() => map.As<double, double>().ContainsKey(1.5));
        Try(() => map.As<SharedString, SharedString>().ContainsKey("text"));
        Try(() => map.As<int, int>().TryGetValue(9, out int _));
        Try(() => map.Equals(map));
        Try(() => map.GetHashCode());
        Try(() => map.EntriesInPackedOrder());
        Try(() => Walk(map.As<SharedString, int>()));
        Try(() => Walk(map.As<long, SharedString>().Keys));
        Try(() => Walk(map.As<SharedValue, double>().Values));
        Try(() => map.As<SharedString, int>().TryGetValue("text".AsSpan(), out _));
        Try(() => map.ToDictionary(key => key));
    }

    private static void Read(SharedNdArray array, int depth)
    {
        Try(() => array.Type.ToString());
        Try(() => Sum(array.AsBytes()));
        Try(() => array.ToNdArray());
        Try(() => array.WriteNpy(Stream.Null));
        Try(() => array.ToArray<double>());
        Try(() => array.ToArray<System.Numerics.Complex>());
        Try(() => Sum(array.AsSpan<byte>()));
        Try(() => array.Transpose().ToNdArray());
        Try(() => array.Equals(array.Transpose()));
        if (array.Length > 0)
        {
            // Tensors of the platform have no way to flatten nothing.
            Try(() => array.AsTensorSpan<byte>().FlattenTo(new byte[array.Length]));
            Try(() => array.AsTensorSpan<short>().FlattenTo(new short[array.Length]));
            Try(() => array.GetString(new long[array.Rank]));
            Try(() => array.Get<long>(new long[array.Rank]));
            Try(() => array.Get<bool>(new long[array.Rank]));
            Try(() => array.Get<Half>(new long[array.Rank]));
        }

        Try(() => array.ToTensor<int>());
        Try(() => array.ToStringArray());
        Try(() => array.ToArray2D<short>());
        Try(() => array.ToArray3D<byte>());
        Try(() => array.ToArray4D<double>());
        Try(() => array.GetHashCode());
        Try(() => array.Equals(array));
        Try(() => ReadLastField(array.Type));

        if (array.Rank > 0 && array.GetLength(0) > 0 && depth < MaxDepth)
        {
            Try(() => Read(array[array.GetLength(0) - 1], depth + 2));
            Try(() => array.Slice(0, array.GetLength(0) - 1, array.GetLength(0), -1).ToNdArray());
        }

        foreach (NdField field in array.Type.IsRecord ? array.Type.ToDescription().Fields : [])
        {
            Try(() => Read(array.GetField(field.Name), depth + 2));
        }
    }

    private static void ReadLastField(NdType type)
    {
        if (type.FieldCount > 0)
        {
            type.GetField(type.FieldCount - 1, out SharedString name, out _);
            Read(name);
        }
    }

    private static void Read(SharedDecimal number)
    {
        for (long i = Math.Min(number.DigitCount, int.MaxValue) - 1; i >= 0 && i >= number.DigitCount - MaxElements; i--)
        {
            long index = i;
            Try(() => number.GetDigit(index));
        }

        Try(() => number.TryToDecimal(out _));
        Try(() => number.ToBigDecimal());
        Try(() => number.ToBigInteger());
        Try(() => number.ToDouble());
        Try(() => number.ToString());
        Try(() => number.GetHashCode());
        Try(() => number.CompareTo(number));
    }

    private static void Walk<T>(IEnumerable<T> elements)
    {
        foreach (T element in elements.Take(MaxElements))
        {
            GC.KeepAlive(element);
        }
    }

    /// <summary>Touches every byte, the last one first.</summary>
    private static int Sum(ReadOnlySpan<byte> bytes)
    {
        int sum = 0;
        for (int i = bytes.Length - 1; i >= 0; i--)
        {
            sum += bytes[i];
        }

        return sum;
    }
}
