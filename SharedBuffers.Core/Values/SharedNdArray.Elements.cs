using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Values;

public readonly partial struct SharedNdArray
{
    /// <summary>An element, converted to <typeparamref name="T"/>.</summary>
    /// <typeparam name="T">One of the ten numeric types, <see cref="bool"/>, <see cref="Half"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="indexes">As many as there are dimensions.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such element.</exception>
    /// <exception cref="InvalidCastException">Elements are not numbers.</exception>
    /// <exception cref="OverflowException">The element does not fit <typeparamref name="T"/>.</exception>
    public T Get<T>(params ReadOnlySpan<long> indexes)
        where T : unmanaged => ReadAt<T>(OffsetOf(indexes));

    /// <summary>An element of type <c>S</c> or <c>U</c>: its text without the zeros at its end.</summary>
    /// <param name="indexes">As many as there are dimensions.</param>
    /// <exception cref="InvalidCastException">Elements are not text.</exception>
    /// <exception cref="CorruptBufferException">The text is damaged.</exception>
    public string GetString(params ReadOnlySpan<long> indexes)
    {
        CheckText();
        return ReadText(OffsetOf(indexes));
    }

    /// <summary>Copies the elements of type <c>S</c> or <c>U</c> in C order: their texts without the zeros at their ends.</summary>
    /// <exception cref="InvalidCastException">Elements are not text.</exception>
    /// <exception cref="OverflowException">There are more than an array can hold.</exception>
    /// <exception cref="CorruptBufferException">A text is damaged.</exception>
    public string[] ToStringArray()
    {
        CheckText();
        string[] texts = new string[checked((int)Length)];
        int count = 0;
        foreach (string text in EnumerateStrings())
        {
            texts[count++] = text;
        }

        return texts;
    }

    /// <summary>Copies the elements in C order, converted to <typeparamref name="T"/>. Allocates nothing.</summary>
    /// <exception cref="ArgumentException">The destination is shorter than <see cref="Length"/>.</exception>
    /// <exception cref="InvalidCastException">Elements are not numbers.</exception>
    /// <exception cref="OverflowException">An element does not fit <typeparamref name="T"/>.</exception>
    public void CopyTo<T>(Span<T> destination)
        where T : unmanaged
    {
        long length = Length;
        if (destination.Length < length)
        {
            ThrowHelper.Argument($"The destination of {destination.Length} elements is shorter than the {length} elements to copy.", nameof(destination));
        }

        if (!_type.IsRecord && _type.Scalar.IsStoredAs<T>() && IsContiguous)
        {
            AsSpan<T>().CopyTo(destination);
            return;
        }

        Span<long> position = stackalloc long[_rank];
        position.Clear();
        long offset = _data;
        for (int i = 0; i < (int)length; i++)
        {
            destination[i] = ReadAt<T>(offset);
            offset = Advance(position, offset);
        }
    }

    /// <summary>Copies the elements in C order into a new array, converted to <typeparamref name="T"/>.</summary>
    /// <exception cref="InvalidCastException">Elements are not numbers.</exception>
    /// <exception cref="OverflowException">An element does not fit <typeparamref name="T"/>, or there are more than an array can hold.</exception>
    public T[] ToArray<T>()
        where T : unmanaged
    {
        // Every element takes at least a byte of the region or was counted against its bytes, so the length is no lie that costs memory.
        var array = new T[checked((int)Length)];
        CopyTo<T>(array);
        return array;
    }

    /// <summary>Copies the array, with its type, into ordinary memory.</summary>
    /// <exception cref="InvalidOperationException">This is the null array, or it has more bytes than an array can hold.</exception>
    public NdArray ToNdArray()
    {
        ThrowIfNull();
        Span<long> lengths = stackalloc long[_rank];
        for (int i = 0; i < _rank; i++)
        {
            lengths[i] = GetLength(i);
        }

        return new NdArray(_type.ToDescription(), lengths, ToBytes());
    }

    /// <summary>Writes the array as a <c>.npy</c> file, without copying it first when its elements lie side by side.</summary>
    /// <exception cref="InvalidOperationException">This is the null array, or one of more bytes than an array can hold whose elements do not lie side by side.</exception>
    public void WriteNpy(Stream destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ThrowIfNull();
        Span<long> lengths = stackalloc long[_rank];
        for (int i = 0; i < _rank; i++)
        {
            lengths[i] = GetLength(i);
        }

        destination.Write(NdArray.NpyHeader(_type.ToDescription(), lengths));
        if (!IsContiguous)
        {
            destination.Write(ToBytes());
            return;
        }

        const int MaxChunk = 1 << 30;
        long end = _data + (Length * _type.ItemSize);
        for (long offset = _data; offset < end; offset += MaxChunk)
        {
            destination.Write(_region!.GetSpan(offset, (int)Math.Min(end - offset, MaxChunk)));
        }
    }

    /// <summary>Copies the bytes of the elements in C order.</summary>
    internal byte[] ToBytes()
    {
        if (IsContiguous)
        {
            return AsBytes().ToArray();
        }

        int size = _type.ItemSize;
        if (Length * size > Array.MaxLength)
        {
            ThrowHelper.InvalidOperation($"{Length} elements of {size} bytes are more than an array can hold: slice them.");
        }

        byte[] bytes = new byte[Length * size];
        Span<long> position = stackalloc long[_rank];
        position.Clear();
        long offset = _data;
        for (int i = 0; i < bytes.Length; i += size)
        {
            _region!.GetSpan(offset, size).CopyTo(bytes.AsSpan(i));
            offset = Advance(position, offset);
        }

        return bytes;
    }

    private void ThrowIfNull()
    {
        if (IsNull)
        {
            ThrowHelper.InvalidOperation("The null array has neither type nor elements.");
        }
    }

    private void CheckText()
    {
        if (_type.IsRecord || _type.Scalar.Kind is not ('S' or 'U'))
        {
            ThrowHelper.InvalidCast($"Elements of type {_type} are not text.");
        }
    }

    /// <summary>The texts of an array of type <c>S</c> or <c>U</c> in C order, one at a time.</summary>
    internal IEnumerable<string> EnumerateStrings()
    {
        long[] position = new long[_rank];
        long offset = _data;
        for (long rest = Length; rest > 0; rest--)
        {
            yield return ReadText(offset);
            offset = Advance(position, offset);
        }
    }

    private string ReadText(long offset)
    {
        NdScalarType type = _type.Scalar;
        ReadOnlySpan<byte> bytes = _region!.GetSpan(offset, type.ItemSize);
        if (type.Kind == 'S')
        {
            return Encoding.Latin1.GetString(bytes.TrimEnd((byte)0));
        }

        var text = new StringBuilder();
        for (int i = 0; i + sizeof(uint) <= bytes.Length; i += sizeof(uint))
        {
            uint unit = type.IsBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes[i..]) : BinaryPrimitives.ReadUInt32LittleEndian(bytes[i..]);
            if (!Rune.TryCreate(unit, out Rune rune))
            {
                ThrowHelper.Corrupt($"0x{unit:x} is no code point", offset + i);
            }

            text.Append(rune);
        }

        return text.ToString().TrimEnd('\0');
    }

    /// <summary>Moves to the next element in C order: the last dimension that has one more.</summary>
    private long Advance(Span<long> position, long offset)
    {
        for (int i = _rank - 1; i >= 0; i--)
        {
            offset += GetStride(i);
            if (++position[i] < GetLength(i))
            {
                return offset;
            }

            offset -= GetStride(i) * position[i];
            position[i] = 0;
        }

        return offset;
    }

    private long OffsetOf(ReadOnlySpan<long> indexes)
    {
        if (indexes.Length != _rank || IsNull)
        {
            ThrowHelper.ArgumentOutOfRange(nameof(indexes), indexes.Length, $"The array has {_rank} dimensions.");
        }

        long offset = _data;
        for (int i = 0; i < indexes.Length; i++)
        {
            CheckIndex(i, indexes[i]);
            offset += indexes[i] * GetStride(i);
        }

        return offset;
    }

    private T ReadAt<T>(long offset)
        where T : unmanaged
    {
        NdScalarType type = _type.Scalar;
        if (_type.IsRecord || !(type.IsNumeric || type.Kind == 'c') || type.ItemSize > Unsafe.SizeOf<Complex>())
        {
            ThrowHelper.InvalidCast($"Elements of type {_type} are not numbers.");
        }

        if (type.IsStoredAs<T>())
        {
            return _region!.Read<T>(offset);
        }

        T value;
        bool converted;
        if (typeof(T) == typeof(Complex))
        {
            Complex complex = ReadComplex(type, offset);
            value = Unsafe.As<Complex, T>(ref complex);
            converted = true;
        }
        else if (typeof(T) == typeof(Half))
        {
            double number = type.Kind is 'f' or 'c' ? ReadComplex(type, offset).Real : ReadInteger(type, offset).ToDouble();
            var half = (Half)number;
            value = Unsafe.As<Half, T>(ref half);
            converted = type.Kind != 'c' && ((double)half == number || double.IsNaN(number));
        }
        else
        {
            converted = type.Kind is 'f' ? NumericReader.TryConvert(ReadComplex(type, offset).Real, out value)
                : type.Kind is 'c' ? ThrowComplex(out value)
                : ReadInteger(type, offset).TryConvert(out value);
        }

        if (!converted)
        {
            ThrowHelper.Overflow($"An element of type {type} does not fit {typeof(T).Name}.");
        }

        return value;
    }

    private static bool ThrowComplex<T>(out T value)
    {
        ThrowHelper.InvalidCast("A complex number is not one number; read it as System.Numerics.Complex.");
        value = default!;
        return false;
    }

    private StoredNumber ReadInteger(NdScalarType type, long offset)
    {
        ulong bits = ReadBits(type.ItemSize, type.IsBigEndian, offset);
        return type.Kind switch
        {
            'b' => StoredNumber.From(bits != 0 ? 1L : 0L),
            'u' => StoredNumber.From(bits),
            _ => StoredNumber.From((long)(bits << (64 - (type.ItemSize * 8))) >> (64 - (type.ItemSize * 8))),
        };
    }

    /// <summary>Reads a number as complex; real ones have no imaginary part.</summary>
    private Complex ReadComplex(NdScalarType type, long offset)
    {
        if (type.Kind == 'c')
        {
            int part = type.ItemSize / 2;
            return new Complex(ReadFloat(part, type.IsBigEndian, offset), ReadFloat(part, type.IsBigEndian, offset + part));
        }

        return type.Kind == 'f' ? ReadFloat(type.ItemSize, type.IsBigEndian, offset) : ReadInteger(type, offset).ToDouble();
    }

    private double ReadFloat(int size, bool bigEndian, long offset)
    {
        if (size > sizeof(double))
        {
            ThrowHelper.InvalidCast($"Floating-point numbers of {size} bytes have no .NET type; take their bytes.");
        }

        ulong bits = ReadBits(size, bigEndian, offset);
        return size switch
        {
            2 => (double)BitConverter.UInt16BitsToHalf((ushort)bits),
            4 => BitConverter.UInt32BitsToSingle((uint)bits),
            _ => BitConverter.UInt64BitsToDouble(bits),
        };
    }

    private ulong ReadBits(int size, bool bigEndian, long offset)
    {
        ulong bits = size switch
        {
            1 => _region!.Read<byte>(offset),
            2 => _region!.Read<ushort>(offset),
            4 => _region!.Read<uint>(offset),
            _ => _region!.Read<ulong>(offset),
        };
        return bigEndian ? BinaryPrimitives.ReverseEndianness(bits) >> (64 - (size * 8)) : bits;
    }
}
