using SharedBuffers.Diagnostics;
using SharedBuffers.Hashing;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Values;

/// <summary>A number of any stored type, compared by its exact value: 1, 1.0 and true are equal, 2^53 + 1 and its rounded double are not.</summary>
internal readonly struct StoredNumber : IEquatable<StoredNumber>, IComparable<StoredNumber>
{
    private readonly ulong _bits;
    private readonly Form _form;

    private StoredNumber(ulong bits, Form form)
    {
        _bits = bits;
        _form = form;
    }

    private enum Form : byte
    {
        NonNegative,
        Negative,
        Fraction,
    }

    public static StoredNumber From(long number) => new((ulong)number, number < 0 ? Form.Negative : Form.NonNegative);

    public static StoredNumber From(ulong number) => new(number, Form.NonNegative);

    /// <summary>
    /// A floating-point number; a whole one that fits 64 signed bits becomes the integer. Larger ones stay apart from equal integers: the format gives them another
    /// hash, and what hashes differently cannot be one key.
    /// </summary>
    public static StoredNumber From(double number)
    {
        // The bounds are powers of two and exact. Negative zero becomes zero: they are equal.
        if (number >= -9223372036854775808.0 && number < 9223372036854775808.0 && Math.Truncate(number) == number)
        {
            return From((long)number);
        }

        return new StoredNumber(BitConverter.DoubleToUInt64Bits(number), Form.Fraction);
    }

    /// <summary>Reads the number, or bool, at an offset.</summary>
    public static StoredNumber Read(MemoryRegion region, ValueTypeCode code, long offset) => code switch
    {
        ValueTypeCode.UInt8 => From((ulong)region.Read<byte>(offset)),
        ValueTypeCode.Int8 => From((long)region.Read<sbyte>(offset)),
        ValueTypeCode.UInt16 => From((ulong)region.Read<ushort>(offset)),
        ValueTypeCode.Int16 => From((long)region.Read<short>(offset)),
        ValueTypeCode.UInt32 => From((ulong)region.Read<uint>(offset)),
        ValueTypeCode.Int32 => From((long)region.Read<int>(offset)),
        ValueTypeCode.UInt64 => From(region.Read<ulong>(offset)),
        ValueTypeCode.Int64 => From(region.Read<long>(offset)),
        ValueTypeCode.Float32 => From(region.Read<float>(offset)),
        ValueTypeCode.Float64 => From(region.Read<double>(offset)),
        ValueTypeCode.Bool => From(region.Read<byte>(offset) != 0 ? 1L : 0L),
        _ => ThrowHelper.Corrupt<StoredNumber>($"A stored {TypeCodeNames.Of(code)} is not a number", offset),
    };

    /// <summary>The number as <typeparamref name="T"/>, when it is exactly that.</summary>
    public bool TryGetExact<T>(out T value)
    {
        bool converted = TryConvert(out value);

        // Only the conversion of an integer to floating point may have rounded.
        return converted && (typeof(T) != typeof(double) || From((double)(object)value!).Equals(this)) && (typeof(T) != typeof(float) || From((float)(object)value!).Equals(this));
    }

    /// <summary>The number as <typeparamref name="T"/>, where an integer may round to floating point as C# rounds it.</summary>
    public bool TryConvert<T>(out T value) => _form switch
    {
        Form.Fraction => NumericReader.TryConvert(BitConverter.UInt64BitsToDouble(_bits), out value),
        Form.Negative => NumericReader.TryConvert((long)_bits, out value),
        _ => NumericReader.TryConvert(_bits, out value),
    };

    public double ToDouble() => _form switch
    {
        Form.Fraction => BitConverter.UInt64BitsToDouble(_bits),
        Form.Negative => (long)_bits,
        _ => _bits,
    };

    public ulong GetStableHash() => _form switch
    {
        Form.Fraction => StableHash.OfDouble(BitConverter.UInt64BitsToDouble(_bits)),
        Form.Negative => StableHash.OfInt64((long)_bits),
        _ => StableHash.OfUInt64(_bits),
    };

    public bool Equals(StoredNumber other) => _form == other._form && (_bits == other._bits || (_form == Form.Fraction && CompareTo(other) == 0));

    public override bool Equals(object? obj) => obj is StoredNumber other && Equals(other);

    public override int GetHashCode() => ((int)_form, _bits).GetHashCode();

    public int CompareTo(StoredNumber other)
    {
        if (_form == Form.Fraction || other._form == Form.Fraction)
        {
            // A number with a fraction is below 2^52, where rounding an integer to double cannot reach it. Only beyond 2^63 can the two meet:
            // there the floating-point one is put last, so that the order stays total. NaN comes first, as everywhere in .NET.
            int order = ToDouble().CompareTo(other.ToDouble());
            return order != 0 || _form == other._form ? order : _form == Form.Fraction ? 1 : -1;
        }

        if (_form != other._form)
        {
            return _form == Form.Negative ? -1 : 1;
        }

        return _form == Form.Negative ? ((long)_bits).CompareTo((long)other._bits) : _bits.CompareTo(other._bits);
    }
}
