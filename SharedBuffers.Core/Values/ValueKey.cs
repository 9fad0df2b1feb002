using SharedBuffers.Diagnostics;
using SharedBuffers.Hashing;
using SharedBuffers.Layout;

namespace SharedBuffers.Values;

/// <summary>
/// What is looked for in a set or map, in any of the shapes that a caller can have it in, without boxing: a number, text, bytes, null, or a stored value.
/// </summary>
internal readonly ref struct ValueKey
{
    private readonly Shape _shape;
    private readonly StoredNumber _number;
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly ReadOnlySpan<char> _chars;
    private readonly SharedBytes _view;
    private readonly SharedValue _value;

    private ValueKey(Shape shape, StoredNumber number = default, ReadOnlySpan<byte> bytes = default, ReadOnlySpan<char> chars = default, SharedBytes view = default, SharedValue value = default)
    {
        _shape = shape;
        _number = number;
        _bytes = bytes;
        _chars = chars;
        _view = view;
        _value = value;
    }

    private enum Shape : byte
    {
        Null,
        Number,
        Utf8,
        Chars,
        Bytes,
        TextView,
        BytesView,
        Value,
    }

    /// <summary>Whether the key is a number; then <see cref="Number"/> is it.</summary>
    public bool IsNumber => _shape == Shape.Number;

    public StoredNumber Number => _number;

    public static ValueKey OfText(ReadOnlySpan<byte> utf8) => new(Shape.Utf8, bytes: utf8);

    public static ValueKey OfText(ReadOnlySpan<char> chars) => new(Shape.Chars, chars: chars);

    public static ValueKey OfBytes(ReadOnlySpan<byte> bytes) => new(Shape.Bytes, bytes: bytes);

    public static ValueKey OfNumber(StoredNumber number) => new(Shape.Number, number);

    public static ValueKey Null => default;

    /// <summary>A key of any element type. The chain of type tests is folded away for value types.</summary>
    public static ValueKey Of<T>(T item)
    {
        if (typeof(T) == typeof(int))
        {
            return OfNumber(StoredNumber.From((long)(int)(object)item!));
        }

        if (typeof(T) == typeof(long))
        {
            return OfNumber(StoredNumber.From((long)(object)item!));
        }

        if (typeof(T) == typeof(SharedString))
        {
            var text = (SharedString)(object)item!;
            return text.IsNull ? Null : new ValueKey(Shape.TextView, view: text.Bytes);
        }

        if (typeof(T) == typeof(SharedValue))
        {
            return Of((SharedValue)(object)item!);
        }

        return OfOther(item);
    }

    /// <summary>A key that is itself stored.</summary>
    public static ValueKey Of(SharedValue value) => value.Kind switch
    {
        SharedValueKind.Null => Null,
        SharedValueKind.Boolean or SharedValueKind.Integer or SharedValueKind.Float => OfNumber(StoredNumber.Read(value.Region, value.TypeCode, value.PayloadOffset)),
        SharedValueKind.String => new ValueKey(Shape.TextView, view: SharedBytes.ReadBytes(value.Region, value.PayloadOffset)),
        SharedValueKind.Bytes => new ValueKey(Shape.BytesView, view: SharedBytes.ReadBytes(value.Region, value.PayloadOffset)),
        _ => new ValueKey(Shape.Value, value: value),
    };

    /// <summary>The stable hash of the key.</summary>
    /// <param name="hash">The hash.</param>
    /// <param name="hasSet">Whether a set is in the key: then what equals it may be stored under another hash.</param>
    /// <returns>False when the key has none: nothing stored by hash can be equal to it.</returns>
    public bool TryGetStableHash(out ulong hash, out bool hasSet)
    {
        hasSet = false;
        switch (_shape)
        {
            case Shape.Null:
                hash = StableHash.Null;
                return true;
            case Shape.Number:
                hash = _number.GetStableHash();
                return true;
            case Shape.Chars:
                hash = StableHash.OfText(_chars);
                return true;
            case Shape.TextView or Shape.BytesView:
                hash = _view.GetStableHash();
                return true;
            case Shape.Value:
                return ValueHash.TryGet(_value, out hash, out hasSet);
            default:
                hash = StableHash.OfBytes(_bytes);
                return true;
        }
    }

    /// <summary>Whether a stored value equals the key.</summary>
    public bool Matches(SharedValue stored, ref ValueWalk walk) => _shape switch
    {
        Shape.Null => stored.IsNull,
        Shape.Number => ValueHeader.IsScalar(stored.TypeCode) && StoredNumber.Read(stored.Region, stored.TypeCode, stored.PayloadOffset).Equals(_number),
        Shape.Utf8 => stored.TypeCode == ValueTypeCode.String && SharedBytes.ReadBytes(stored.Region, stored.PayloadOffset).Equals(_bytes),
        Shape.Chars => stored.TypeCode == ValueTypeCode.String && SharedString.Read(stored.Region, stored.PayloadOffset).Equals(_chars),
        Shape.TextView => stored.TypeCode == ValueTypeCode.String && SharedBytes.ReadBytes(stored.Region, stored.PayloadOffset).Equals(_view),
        Shape.Bytes => stored.TypeCode == ValueTypeCode.Bytes && SharedBytes.ReadBytes(stored.Region, stored.PayloadOffset).Equals(_bytes),
        Shape.BytesView => stored.TypeCode == ValueTypeCode.Bytes && SharedBytes.ReadBytes(stored.Region, stored.PayloadOffset).Equals(_view),
        _ => ValueEquality.Equals(stored, _value, ref walk),
    };

    private static ValueKey OfOther<T>(T item)
    {
        return item switch
        {
            null or DBNull => Null,
            byte number => OfNumber(StoredNumber.From((long)number)),
            sbyte number => OfNumber(StoredNumber.From((long)number)),
            ushort number => OfNumber(StoredNumber.From((long)number)),
            short number => OfNumber(StoredNumber.From((long)number)),
            uint number => OfNumber(StoredNumber.From((long)number)),
            int number => OfNumber(StoredNumber.From((long)number)),
            long number => OfNumber(StoredNumber.From(number)),
            ulong number => OfNumber(StoredNumber.From(number)),
            float number => OfNumber(StoredNumber.From(number)),
            double number => OfNumber(StoredNumber.From(number)),
            bool flag => OfNumber(StoredNumber.From(flag ? 1L : 0L)),
            string text => OfText(text.AsSpan()),
            byte[] bytes => OfBytes(bytes),
            SharedBytes bytes => bytes.IsNull ? Null : new ValueKey(Shape.BytesView, view: bytes),
            SharedString text => text.IsNull ? Null : new ValueKey(Shape.TextView, view: text.Bytes),
            SharedValue value => Of(value),
            _ => ThrowNotAKey(typeof(T)),
        };
    }

    private static ValueKey ThrowNotAKey(Type type)
    {
        ThrowHelper.Argument($"{type.Name} is not a type that a set or map can be searched for. Use numbers, bool, strings, bytes, or views of them.", "item");
        return default;
    }
}
