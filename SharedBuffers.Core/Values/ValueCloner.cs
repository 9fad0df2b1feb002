using System.Collections.Frozen;
using System.Runtime.InteropServices;
using SharedBuffers.Layout;
using SharedBuffers.Schemas;

namespace SharedBuffers.Values;

/// <summary>
/// Deep copies of stored values. What was copied is kept by its place, so shared values are copied once and cycles end; the walk bounds what values that overlap, and keys
/// that have to be hashed again and again, can cost.
/// </summary>
internal sealed class ValueCloner(Func<SharedValue, object?>? objects, ObjectWalk walk)
{
    private readonly Dictionary<(long Offset, ValueTypeCode Code), object> _copies = [];
    private readonly Dictionary<ObjectReference, Dictionary<string, object?>> _objects = [];

    /// <summary>Copies an object. One that is met again, also inside itself, is the same dictionary.</summary>
    public Dictionary<string, object?> Clone(ObjectView view)
    {
        if (_objects.TryGetValue(view.Reference, out Dictionary<string, object?>? known))
        {
            return known;
        }

        walk.Enter(view.Reference.Offset);
        var copy = new Dictionary<string, object?>();
        _objects[view.Reference] = copy;
        foreach (ObjectView.SetSlot slot in view)
        {
            copy[slot.Slot.Name] = slot.Slot.Type.Kind == SlotKind.Struct
                ? view.GetObject(slot.Index) is { } nested ? Clone(nested) : null
                : view.TryGetOffsetInstant(slot.Index, out StoredInstant instant) ? CloneInstant(instant) : Clone(slot.Value);
        }

        walk.Leave();
        return copy;
    }

    public object? Clone(SharedValue value)
    {
        if (value.IsNull)
        {
            return null;
        }

        if (ValueHeader.IsScalar(value.TypeCode))
        {
            return CloneNumber(value);
        }

        if (_copies.TryGetValue((value.PayloadOffset, value.TypeCode), out object? known))
        {
            return known;
        }

        walk.Enter(value.PayloadOffset);
        object? copy = CloneOther(value);
        walk.Leave();
        if (copy is not null)
        {
            _copies[(value.PayloadOffset, value.TypeCode)] = copy;
        }

        return copy;
    }

    private static object CloneInstant(StoredInstant instant) => instant.TryToDateTimeOffset(out DateTimeOffset value) ? value : instant;

    private static object CloneNumber(SharedValue value)
    {
        switch (value.TypeCode)
        {
            case ValueTypeCode.Bool:
                return value.Get<bool>();
            case ValueTypeCode.Float32:
                return value.Get<float>();
            case ValueTypeCode.Float64:
                return value.Get<double>();
            default:
                return value.TryGet(out long number) ? number : (object)value.Get<ulong>();
        }
    }

    private object? CloneOther(SharedValue value)
    {
        switch (value.Kind)
        {
            case SharedValueKind.String:
                return walk.Count(value.AsString()).ToString();
            case SharedValueKind.Bytes:
                return walk.Count(value.AsBytes()).ToArray();
            case SharedValueKind.Buffer:
                return new ReadOnlyMemory<byte>(walk.Count(value.AsBytes()).ToArray());
            case SharedValueKind.List:
                return CloneList(value);
            case SharedValueKind.Tuple:
                return CloneTuple(value);
            case SharedValueKind.Set:
                return CloneSet(walk.Count(value.AsSet()));
            case SharedValueKind.Map:
                return CloneMap(value);
            case SharedValueKind.NdArray:
                return walk.Count(value.AsNdArray()).ToNdArray();
            case SharedValueKind.Decimal:
                BigDecimal number = walk.Count(value.AsDecimal()).ToBigDecimal();
                return number.TryToDecimal(out decimal small) ? small : (object)number;
            case SharedValueKind.DateTime:
                StoredInstant instant = value.Get<StoredInstant>();
                return instant.TryToDateTime(out DateTime utc) ? utc : instant;
            case SharedValueKind.Date:
                return value.Get<DateOnly>();
            default:
                return objects is null ? Clone(value.Get<ObjectView>()) : objects(value);
        }
    }

    private object CloneList(SharedValue value)
    {
        SharedList<SharedValue> list = walk.Count(value.AsList());
        if (!list.IsEmpty && CloneNumbers(list, asTuple: false) is { } numbers)
        {
            return numbers;
        }

        var copy = new List<object?>(list.Count);
        _copies[(value.PayloadOffset, value.TypeCode)] = copy;
        foreach (SharedValue element in list)
        {
            copy.Add(Clone(element));
        }

        return copy;
    }

    private object CloneTuple(SharedValue value)
    {
        SharedList<SharedValue> list = walk.Count(value.AsList());
        if (!list.IsEmpty && CloneNumbers(list, asTuple: true) is { } numbers)
        {
            return numbers;
        }

        // Boxed before it is filled: what is inside may contain the tuple.
        var elements = new object?[list.Count];
        object copy = ImmutableCollectionsMarshal.AsImmutableArray(elements);
        _copies[(value.PayloadOffset, value.TypeCode)] = copy;
        for (int i = 0; i < elements.Length; i++)
        {
            elements[i] = Clone(list[i]);
        }

        return copy;
    }

    /// <summary>Numbers that lie side by side become typed collections; null when they do not.</summary>
    private static object? CloneNumbers(SharedList<SharedValue> list, bool asTuple) => list.InlineCode switch
    {
        ValueTypeCode.UInt8 => Copy<byte>(list, asTuple),
        ValueTypeCode.Int8 => Copy<sbyte>(list, asTuple),
        ValueTypeCode.UInt16 => Copy<ushort>(list, asTuple),
        ValueTypeCode.Int16 => Copy<short>(list, asTuple),
        ValueTypeCode.UInt32 => Copy<uint>(list, asTuple),
        ValueTypeCode.Int32 => Copy<int>(list, asTuple),
        ValueTypeCode.UInt64 => Copy<ulong>(list, asTuple),
        ValueTypeCode.Int64 => Copy<long>(list, asTuple),
        ValueTypeCode.Float32 => Copy<float>(list, asTuple),
        ValueTypeCode.Float64 => Copy<double>(list, asTuple),
        _ => null,
    };

    private static object Copy<T>(SharedList<SharedValue> list, bool asTuple)
    {
        T[] numbers = list.As<T>().ToArray();
        return asTuple ? ImmutableCollectionsMarshal.AsImmutableArray(numbers) : new List<T>(numbers);
    }

    private object CloneSet(SharedSet<SharedValue> set) => set.InlineCode switch
    {
        ValueTypeCode.UInt8 => set.As<byte>().ToFrozenSet(),
        ValueTypeCode.Int8 => set.As<sbyte>().ToFrozenSet(),
        ValueTypeCode.UInt16 => set.As<ushort>().ToFrozenSet(),
        ValueTypeCode.Int16 => set.As<short>().ToFrozenSet(),
        ValueTypeCode.UInt32 => set.As<uint>().ToFrozenSet(),
        ValueTypeCode.Int32 => set.As<int>().ToFrozenSet(),
        ValueTypeCode.UInt64 => set.As<ulong>().ToFrozenSet(),
        ValueTypeCode.Int64 => set.As<long>().ToFrozenSet(),
        ValueTypeCode.Float32 => set.As<float>().ToFrozenSet(),
        ValueTypeCode.Float64 => set.As<double>().ToFrozenSet(),
        _ => CloneElements(set),
    };

    private HashSet<object?> CloneElements(SharedSet<SharedValue> set)
    {
        // Not frozen: a frozen set makes no promise about null, which may be an element.
        var copy = new HashSet<object?>(StructuralComparer.Instance);
        foreach (SharedValue element in set)
        {
            CheckFinite(element);
            copy.Add(Clone(element));
        }

        return copy;
    }

    /// <summary>A key is hashed and compared through the tuples and sets in it, which therefore must not contain themselves.</summary>
    private void CheckFinite(SharedValue key)
    {
        switch (key.Kind)
        {
            case SharedValueKind.Tuple:
                walk.Enter(key.PayloadOffset);
                foreach (SharedValue element in key.AsList())
                {
                    walk.Visit(key.PayloadOffset);
                    CheckFinite(element);
                }

                walk.Leave();
                break;
            case SharedValueKind.Set:
                walk.Enter(key.PayloadOffset);
                foreach (SharedValue element in key.AsSet())
                {
                    walk.Visit(key.PayloadOffset);
                    CheckFinite(element);
                }

                walk.Leave();
                break;
        }
    }

    private Dictionary<object, object?> CloneMap(SharedValue value)
    {
        SharedMap<SharedValue, SharedValue> map = walk.Count(value.AsMap());
        var copy = new Dictionary<object, object?>(StructuralComparer.Instance!);
        _copies[(value.PayloadOffset, value.TypeCode)] = copy;
        foreach (long entry in map.EntriesInPackedOrder())
        {
            CheckFinite(map.KeyAt(entry));
            copy[Clone(map.KeyAt(entry)) ?? DBNull.Value] = Clone(map.ValueAt(entry));
        }

        return copy;
    }
}
