using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Values;

/// <summary>A stored decimal number of any precision. Comparing it and converting it to <see cref="decimal"/> allocate nothing.</summary>
/// <remarks>
/// <para>Equality and order are those of the numbers: 1.50 and 1.5 are equal. <see cref="ToBigDecimal"/> keeps every digit, the exponent and the sign of zero.</para>
/// <para>A readonly struct, safe to copy, store and share between threads. <c>default</c> is the null decimal. After the region's dispose every access throws
/// <see cref="ObjectDisposedException"/>.</para>
/// </remarks>
public readonly partial struct SharedDecimal : IEquatable<SharedDecimal>, IComparable<SharedDecimal>, ISpanFormattable, IElementView<SharedDecimal>
{
    private readonly SharedList<byte> _digits;
    private readonly long _exponentAndSign;

    private SharedDecimal(SharedList<byte> digits, long exponentAndSign)
    {
        _digits = digits;
        _exponentAndSign = exponentAndSign;
    }

    /// <summary>Whether this is the null decimal: an absent value, or <c>default</c>.</summary>
    public bool IsNull => _digits.IsNull;

    /// <summary>The sign; zero has one too.</summary>
    public bool IsNegative => (_exponentAndSign & 1) != 0;

    /// <summary>The power of ten that the digits are multiplied by.</summary>
    public long Exponent => _exponentAndSign >> 1;

    /// <summary>How many digits are stored, leading zeros included.</summary>
    public long DigitCount => _digits.LongCount;

    /// <summary>A digit, 0 to 9, the most significant one first.</summary>
    /// <exception cref="CorruptBufferException">The stored byte is not a digit.</exception>
    public int GetDigit(long index)
    {
        byte digit = _digits[index];
        if (digit > 9)
        {
            ThrowHelper.Corrupt($"{digit} is not a decimal digit");
        }

        return digit;
    }

    /// <summary>Compares the numbers; null comes first. Allocates nothing.</summary>
    public int CompareTo(SharedDecimal other)
    {
        if (IsNull || other.IsNull)
        {
            return other.IsNull.CompareTo(IsNull);
        }

        long first = FirstDigit();
        long otherFirst = other.FirstDigit();
        int sign = first == DigitCount ? 0 : IsNegative ? -1 : 1;
        int otherSign = otherFirst == other.DigitCount ? 0 : other.IsNegative ? -1 : 1;
        if (sign != otherSign || sign == 0)
        {
            return sign.CompareTo(otherSign);
        }

        // The power of ten of the first digit decides; when it is the same the digits line up. Exponents have 63 bits, counts far fewer: no overflow in 128.
        int order = ((Int128)DigitCount - first + Exponent).CompareTo((Int128)other.DigitCount - otherFirst + other.Exponent);
        for (long i = 0; order == 0 && (first + i < DigitCount || otherFirst + i < other.DigitCount); i++)
        {
            int digit = first + i < DigitCount ? GetDigit(first + i) : 0;
            int otherDigit = otherFirst + i < other.DigitCount ? other.GetDigit(otherFirst + i) : 0;
            order = digit.CompareTo(otherDigit);
        }

        return sign * order;
    }

    /// <summary>Whether the numbers are equal. Null equals only null.</summary>
    public bool Equals(SharedDecimal other) => CompareTo(other) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SharedDecimal other && Equals(other);

    /// <summary>A hash of the number: the same for 1.5 and 1.50.</summary>
    public override int GetHashCode()
    {
        if (IsNull)
        {
            return 0;
        }

        long first = FirstDigit();
        long last = DigitCount - 1;
        while (last >= first && GetDigit(last) == 0)
        {
            last--;
        }

        var hash = default(HashCode);
        for (long i = first; i <= last; i++)
        {
            hash.Add(GetDigit(i));
        }

        if (last >= first)
        {
            hash.Add(IsNegative);
            hash.Add(DigitCount - 1 - last + Exponent);
        }

        return hash.ToHashCode();
    }

    /// <summary>The number in plain or scientific notation, with every digit.</summary>
    public override string ToString() => IsNull ? string.Empty : ToBigDecimal().ToString();

    /// <inheritdoc/>
    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <summary>Writes <see cref="ToString()"/>. The format and the provider are not used.</summary>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null)
    {
        string text = ToString();
        charsWritten = text.TryCopyTo(destination) ? text.Length : 0;
        return charsWritten == text.Length;
    }

    /// <summary>Equality of numbers.</summary>
    public static bool operator ==(SharedDecimal left, SharedDecimal right) => left.Equals(right);

    /// <summary>Inequality of numbers.</summary>
    public static bool operator !=(SharedDecimal left, SharedDecimal right) => !left.Equals(right);

    /// <summary>Numeric order.</summary>
    public static bool operator <(SharedDecimal left, SharedDecimal right) => left.CompareTo(right) < 0;

    /// <summary>Numeric order.</summary>
    public static bool operator <=(SharedDecimal left, SharedDecimal right) => left.CompareTo(right) <= 0;

    /// <summary>Numeric order.</summary>
    public static bool operator >(SharedDecimal left, SharedDecimal right) => left.CompareTo(right) > 0;

    /// <summary>Numeric order.</summary>
    public static bool operator >=(SharedDecimal left, SharedDecimal right) => left.CompareTo(right) >= 0;

    bool IElementView<SharedDecimal>.CanShow(ValueTypeCode code) => code == ValueTypeCode.Decimal;

    SharedDecimal IElementView<SharedDecimal>.CreateFromValue(MemoryRegion region, ValueTypeCode code, long payloadOffset) => code == ValueTypeCode.Decimal
        ? Read(region, payloadOffset)
        : ThrowHelper.Corrupt<SharedDecimal>($"A stored {TypeCodeNames.Of(code)} cannot be read as a decimal", payloadOffset);

    /// <summary>Reads the payload of a decimal: <c>i64</c> exponent times 2 plus sign, then the sequence of digits.</summary>
    internal static SharedDecimal Read(MemoryRegion region, long offset) => new(new SharedList<byte>(region, offset + sizeof(long)), region.Read<long>(offset));

    /// <summary>Index of the first digit that is not 0, or <see cref="DigitCount"/>.</summary>
    private long FirstDigit()
    {
        long first = 0;
        while (first < DigitCount && GetDigit(first) == 0)
        {
            first++;
        }

        return first;
    }
}
