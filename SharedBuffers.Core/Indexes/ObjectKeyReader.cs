using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Indexes;

/// <summary>Makes objects of canonical keys: what <see cref="ObjectKeyWriter"/> wrote.</summary>
/// <remarks>
/// Integers become <see cref="long"/>, or <see cref="ulong"/> where they need it, text <see cref="string"/>, bytes an array, tuples immutable arrays, sets frozen sets with
/// the equality of keys. Counts are compared with the bytes that are left before they allocate.
/// </remarks>
internal ref partial struct ObjectKeyReader
{
    private readonly ReadOnlySpan<byte> _bytes;
    private int _position;
    private int _depth;

    private ObjectKeyReader(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>The key.</summary>
    /// <returns>Null is <see cref="DBNull.Value"/>, so that dictionaries can hold it.</returns>
    /// <exception cref="CorruptBufferException">The bytes are no key.</exception>
    public static object Read(ReadOnlySpan<byte> key)
    {
        var reader = new ObjectKeyReader(key);
        object value = reader.Next();
        reader.CheckEnd();
        return value;
    }

    private object Next()
    {
        byte form = Take(1)[0];
        switch (form)
        {
            case ObjectKeyFormat.Null:
                return DBNull.Value;
            case ObjectKeyFormat.Float:
                return BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));
            case ObjectKeyFormat.LongText:
                return Encoding.UTF8.GetString(Take(Count()));
            case ObjectKeyFormat.LongBytes:
                return Take(Count()).ToArray();
            case ObjectKeyFormat.LongTuple:
                return NextTuple(Count());
            case ObjectKeyFormat.LongSet:
                return NextSet(Count());
            case >= ObjectKeyFormat.NonNegative and <= ObjectKeyFormat.NonNegative + sizeof(ulong):
                ulong number = Magnitude(form - ObjectKeyFormat.NonNegative);
                return number <= long.MaxValue ? (long)number : (object)number;
            case >= ObjectKeyFormat.Negative and <= ObjectKeyFormat.Negative + sizeof(ulong):
                return (long)~Magnitude(form - ObjectKeyFormat.Negative);
            case >= ObjectKeyFormat.Bytes:
                return Take(form - ObjectKeyFormat.Bytes).ToArray();
            case >= ObjectKeyFormat.Text:
                return Encoding.UTF8.GetString(Take(form - ObjectKeyFormat.Text));
            case >= ObjectKeyFormat.Set and <= ObjectKeyFormat.Set + ObjectKeyFormat.MaxShortCount:
                return NextSet(form - ObjectKeyFormat.Set);
            case >= ObjectKeyFormat.Tuple and <= ObjectKeyFormat.Tuple + ObjectKeyFormat.MaxShortCount:
                return NextTuple(form - ObjectKeyFormat.Tuple);
            default:
                ThrowHelper.Corrupt($"0x{form:x2} starts no encoded key");
                return DBNull.Value;
        }
    }

    private ImmutableArray<object?> NextTuple(int count)
    {
        Enter(count);
        var elements = new object?[count];
        for (int i = 0; i < count; i++)
        {
            object element = Next();
            elements[i] = element is DBNull ? null : element;
        }

        _depth--;
        return ImmutableCollectionsMarshal.AsImmutableArray(elements);
    }

    private FrozenSet<object> NextSet(int count)
    {
        Enter(count);
        var elements = new object[count];
        for (int i = 0; i < count; i++)
        {
            elements[i] = Next();
        }

        _depth--;
        return elements.ToFrozenSet(ObjectKeyComparer.Instance);
    }

    // Every element takes a byte at least.
    private void Enter(int count)
    {
        if (++_depth > Limits.MaxDepth || count > _bytes.Length - _position)
        {
            ThrowHelper.Corrupt($"An encoded key claims {count} elements in {_bytes.Length - _position} bytes, at level {_depth}");
        }
    }

    private int Count()
    {
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));
        if (count > int.MaxValue)
        {
            ThrowHelper.Corrupt($"An encoded key claims {count} bytes or elements");
        }

        return (int)count;
    }

    private ulong Magnitude(int bytes)
    {
        ulong value = 0;
        foreach (byte part in Take(bytes))
        {
            value = (value >> 8) | ((ulong)part << 56);
        }

        return bytes == 0 ? 0 : value >> (64 - (8 * bytes));
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _bytes.Length - _position)
        {
            ThrowHelper.Corrupt($"An encoded key of {_bytes.Length} bytes claims {count} more after {_position}");
        }

        ReadOnlySpan<byte> part = _bytes.Slice(_position, count);
        _position += count;
        return part;
    }
}
