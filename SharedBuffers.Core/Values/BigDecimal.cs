using System.Globalization;
using System.Numerics;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Values;

/// <summary>
/// A decimal number of any precision: <c>±coefficient × 10^exponent</c>. It keeps what <see cref="decimal"/> has no room for: any number of digits, any exponent, trailing
/// zeros and the sign of zero.
/// </summary>
/// <remarks>Equality is equality of sign, digits and exponent, as stored: 1.50 and 1.5 differ. <see cref="CompareTo"/> compares the numbers.</remarks>
public readonly struct BigDecimal : IEquatable<BigDecimal>, IComparable<BigDecimal>, ISpanFormattable, ISpanParsable<BigDecimal>
{
    private const int DecimalMaxScale = 28;
    private const int DecimalBits = 96;

    /// <summary>Creates a number.</summary>
    /// <param name="coefficient">The digits, not negative.</param>
    /// <param name="exponent">The power of ten, from -2^62 to 2^62 - 1.</param>
    /// <param name="isNegative">The sign; zero has one too.</param>
    public BigDecimal(BigInteger coefficient, long exponent, bool isNegative)
    {
        if (coefficient.Sign < 0)
        {
            ThrowHelper.ArgumentOutOfRange(nameof(coefficient), coefficient, "The coefficient has no sign of its own.");
        }

        const long Limit = 1L << 62;
        if (exponent is < -Limit or >= Limit)
        {
            ThrowHelper.ArgumentOutOfRange(nameof(exponent), exponent, "The exponent must fit 63 bits.");
        }

        Coefficient = coefficient;
        Exponent = exponent;
        IsNegative = isNegative;
    }

    /// <summary>Converts a <see cref="decimal"/>; trailing zeros and the sign of zero are kept.</summary>
    public BigDecimal(decimal value)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        Coefficient = ((BigInteger)(uint)parts[2] << 64) | ((BigInteger)(uint)parts[1] << 32) | (uint)parts[0];
        Exponent = -value.Scale;
        IsNegative = parts[3] < 0;
    }

    /// <summary>Converts an integer.</summary>
    public BigDecimal(BigInteger value)
        : this(BigInteger.Abs(value), 0, value.Sign < 0)
    {
    }

    /// <summary>The digits as an integer that is not negative.</summary>
    public BigInteger Coefficient { get; }

    /// <summary>The power of ten that the coefficient is multiplied by.</summary>
    public long Exponent { get; }

    /// <summary>The sign; zero has one too.</summary>
    public bool IsNegative { get; }

    /// <summary>Converts to <see cref="decimal"/> if that shows the same digits, trailing zeros included.</summary>
    public bool TryToDecimal(out decimal value)
    {
        if (Exponent is > 0 or < -DecimalMaxScale || Coefficient.GetBitLength() > DecimalBits)
        {
            value = 0;
            return false;
        }

        value = new decimal(
            (int)(uint)(Coefficient & uint.MaxValue), (int)(uint)((Coefficient >> 32) & uint.MaxValue), (int)(uint)(Coefficient >> 64), IsNegative, (byte)-Exponent);
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(BigDecimal other) => Exponent == other.Exponent && IsNegative == other.IsNegative && Coefficient == other.Coefficient;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is BigDecimal other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Coefficient, Exponent, IsNegative);

    /// <summary>Compares the numbers: 1.50 and 1.5 compare equal, and so do both zeros.</summary>
    public int CompareTo(BigDecimal other)
    {
        int sign = Coefficient.IsZero ? 0 : IsNegative ? -1 : 1;
        int otherSign = other.Coefficient.IsZero ? 0 : other.IsNegative ? -1 : 1;
        if (sign != otherSign || sign == 0)
        {
            return sign.CompareTo(otherSign);
        }

        // The position of the first digit decides, unless it is the same; then the exponents differ by no more than there are digits and scaling is cheap.
        string digits = Coefficient.ToString(CultureInfo.InvariantCulture);
        string otherDigits = other.Coefficient.ToString(CultureInfo.InvariantCulture);
        int order = (digits.Length + Exponent).CompareTo(otherDigits.Length + other.Exponent);
        if (order == 0)
        {
            int length = Math.Max(digits.Length, otherDigits.Length);
            order = string.CompareOrdinal(digits.PadRight(length, '0'), otherDigits.PadRight(length, '0'));
        }

        return sign * Math.Sign(order);
    }

    /// <summary>The number in plain or scientific notation, with every digit: <c>1.50</c>, <c>0E-30</c>, <c>1.2E+40</c>.</summary>
    public override string ToString()
    {
        string digits = Coefficient.ToString(CultureInfo.InvariantCulture);
        string sign = IsNegative ? "-" : string.Empty;

        // Plain notation while it needs no more than six zeros in front and no zeros behind the digits.
        long adjusted = Exponent + digits.Length - 1;
        if (Exponent <= 0 && adjusted >= -6)
        {
            if (Exponent == 0)
            {
                return sign + digits;
            }

            int point = (int)(digits.Length + Exponent);
            return point > 0 ? $"{sign}{digits[..point]}.{digits[point..]}" : $"{sign}0.{new string('0', -point)}{digits}";
        }

        string fraction = digits.Length > 1 ? "." + digits[1..] : string.Empty;
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{digits[0]}{fraction}E{(adjusted < 0 ? string.Empty : "+")}{adjusted}");
    }

    /// <inheritdoc/>
    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <summary>Writes <see cref="ToString()"/>. The format and the provider are not used.</summary>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null)
    {
        string text = ToString();
        charsWritten = text.TryCopyTo(destination) ? text.Length : 0;
        return charsWritten == text.Length;
    }

    /// <summary>Parses digits with an optional sign, point and exponent. The provider is not used.</summary>
    /// <exception cref="FormatException">The text is not a decimal number.</exception>
    public static BigDecimal Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out BigDecimal result) ? result : throw new FormatException($"'{s}' is not a decimal number.");

    /// <inheritdoc cref="Parse(ReadOnlySpan{char}, IFormatProvider?)"/>
    public static BigDecimal Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    /// <inheritdoc/>
    public static bool TryParse(string? s, IFormatProvider? provider, out BigDecimal result) => TryParse(s.AsSpan(), provider, out result);

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out BigDecimal result)
    {
        result = default;
        bool negative = s.StartsWith("-");
        ReadOnlySpan<char> rest = negative || s.StartsWith("+") ? s[1..] : s;
        long exponent = 0;
        int e = rest.IndexOfAny('e', 'E');
        if (e >= 0)
        {
            if (!long.TryParse(rest[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
            {
                return false;
            }

            rest = rest[..e];
        }

        int point = rest.IndexOf('.');
        string digits = point < 0 ? rest.ToString() : string.Concat(rest[..point], rest[(point + 1)..]);
        exponent -= point < 0 ? 0 : rest.Length - point - 1;
        const long Limit = 1L << 62;
        if (exponent is < -Limit or >= Limit || !BigInteger.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out BigInteger coefficient))
        {
            return false;
        }

        result = new BigDecimal(coefficient, exponent, negative);
        return true;
    }

    /// <summary>Equality of sign, digits and exponent.</summary>
    public static bool operator ==(BigDecimal left, BigDecimal right) => left.Equals(right);

    /// <summary>Inequality of sign, digits or exponent.</summary>
    public static bool operator !=(BigDecimal left, BigDecimal right) => !left.Equals(right);

    /// <summary>Numeric order.</summary>
    public static bool operator <(BigDecimal left, BigDecimal right) => left.CompareTo(right) < 0;

    /// <summary>Numeric order.</summary>
    public static bool operator <=(BigDecimal left, BigDecimal right) => left.CompareTo(right) <= 0;

    /// <summary>Numeric order.</summary>
    public static bool operator >(BigDecimal left, BigDecimal right) => left.CompareTo(right) > 0;

    /// <summary>Numeric order.</summary>
    public static bool operator >=(BigDecimal left, BigDecimal right) => left.CompareTo(right) >= 0;
}
