using System.Globalization;
using System.Numerics;
using System.Text;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Values;

public readonly partial struct SharedDecimal
{
    private const int MaxScale = 28;

    /// <summary>Digits of 2^96 - 1, the greatest coefficient of <see cref="decimal"/>.</summary>
    private const int MaxDecimalDigits = 29;

    /// <summary>Largest power of ten that a conversion to an integer writes out: more would be zeros nobody can want, asked for by a few damaged bytes.</summary>
    private const long MaxIntegerExponent = 1_000_000;

    /// <summary>Converts to <see cref="decimal"/> if that holds exactly the number. Trailing zeros are kept as far as they fit. Allocates nothing.</summary>
    /// <exception cref="CorruptBufferException">A stored digit is damaged.</exception>
    public bool TryToDecimal(out decimal value)
    {
        value = 0;
        long first = FirstDigit();
        long end = DigitCount;
        long exponent = Exponent;
        if (first == end)
        {
            value = new decimal(0, 0, 0, IsNegative, (byte)Math.Clamp(-exponent, 0, MaxScale));
            return !IsNull;
        }

        // Trailing zeros beyond the scale of decimal are given up; other digits there do not fit.
        while (exponent < -MaxScale && GetDigit(end - 1) == 0)
        {
            end--;
            exponent++;
        }

        long zeros = Math.Max(exponent, 0);
        if (exponent < -MaxScale || zeros > MaxDecimalDigits || end - first + zeros > MaxDecimalDigits)
        {
            return false;
        }

        UInt128 coefficient = 0;
        for (long i = first; i < end + zeros; i++)
        {
            coefficient = (coefficient * 10) + (i < end ? (uint)GetDigit(i) : 0u);
        }

        if (coefficient >> 96 != 0)
        {
            return false;
        }

        value = new decimal((int)(uint)coefficient, (int)(uint)(coefficient >> 32), (int)(uint)(coefficient >> 64), IsNegative, (byte)(exponent < 0 ? -exponent : 0));
        return true;
    }

    /// <summary>Converts to <see cref="decimal"/>. Allocates nothing.</summary>
    /// <exception cref="OverflowException"><see cref="decimal"/> cannot hold exactly this number.</exception>
    public decimal ToDecimal()
    {
        if (!TryToDecimal(out decimal value))
        {
            ThrowHelper.Overflow($"A decimal number of {DigitCount} digits and exponent {Exponent} does not fit System.Decimal; use ToBigDecimal.");
        }

        return value;
    }

    /// <summary>Converts to a type that holds every digit, the exponent and the sign of zero.</summary>
    /// <exception cref="CorruptBufferException">A stored digit is damaged.</exception>
    public BigDecimal ToBigDecimal() => new(Coefficient(0), Exponent, IsNegative);

    /// <summary>Converts to an integer.</summary>
    /// <exception cref="OverflowException">The number has a fraction, or more than a million zeros at its end.</exception>
    public BigInteger ToBigInteger()
    {
        BigInteger coefficient;
        if (Exponent >= 0)
        {
            if (Exponent > MaxIntegerExponent)
            {
                ThrowHelper.Overflow($"An integer with {Exponent} zeros at its end is not written out.");
            }

            coefficient = Coefficient((int)Exponent);
        }
        else
        {
            coefficient = Coefficient(0);
            BigInteger fraction = 0;
            if (!coefficient.IsZero)
            {
                // The fraction of a number with fewer digits than places is the number itself.
                coefficient = -Exponent > DigitCount ? 0 : BigInteger.DivRem(coefficient, BigInteger.Pow(10, (int)-Exponent), out fraction);
                if (!fraction.IsZero || coefficient.IsZero)
                {
                    ThrowHelper.Overflow("The number has a fraction and is not an integer.");
                }
            }
        }

        return IsNegative ? -coefficient : coefficient;
    }

    /// <summary>Converts to the nearest <see cref="double"/>.</summary>
    public double ToDouble() => IsNull ? double.NaN : double.Parse(ScientificText(), NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>The digits as an integer, with zeros behind them.</summary>
    private BigInteger Coefficient(int zeros)
    {
        if (DigitCount > int.MaxValue / 2)
        {
            ThrowHelper.Overflow($"A decimal number of {DigitCount} digits does not fit an integer.");
        }

        string text = string.Create((int)DigitCount + zeros, this, static (chars, number) =>
        {
            chars.Fill('0');
            for (int i = 0; i < (int)number.DigitCount; i++)
            {
                chars[i] = (char)('0' + number.GetDigit(i));
            }
        });
        return text.Length == 0 ? BigInteger.Zero : BigInteger.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
    }

    private string ScientificText()
    {
        // More digits than a double can tell apart cannot change which one is nearest, except that something not zero follows.
        const int MaxDigits = 800;
        var text = new StringBuilder(IsNegative ? "-0" : "0");
        long kept = Math.Min(DigitCount, FirstDigit() + MaxDigits);
        for (long i = 0; i < kept; i++)
        {
            text.Append((char)('0' + GetDigit(i)));
        }

        // Beyond these powers every double is infinite or zero, whatever the digits that memory can hold.
        long exponent = (long)Int128.Clamp((Int128)Exponent + DigitCount - kept, -2_000_000_000, 2_000_000_000);
        return text.Append(CultureInfo.InvariantCulture, $"E{exponent}").ToString();
    }
}
