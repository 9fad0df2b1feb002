using System.Globalization;

namespace SharedBuffers.Tests.Support;

/// <summary>Reads the hexadecimal floating-point notation of C99, which the golden vectors use because it is exact.</summary>
internal static class HexFloat
{
    public static double Parse(string text)
    {
        switch (text)
        {
            // The vectors say quiet and positive; double.NaN is negative.
            case "nan": return BitConverter.UInt64BitsToDouble(0x7FF8000000000000);
            case "inf": return double.PositiveInfinity;
            case "-inf": return double.NegativeInfinity;
        }

        bool negative = text.StartsWith('-');
        string digits = text[(negative ? 3 : 2)..];
        int p = digits.IndexOf('p', StringComparison.Ordinal);
        int exponent = int.Parse(digits[(p + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string[] parts = digits[..p].Split('.');
        string fraction = parts.Length > 1 ? parts[1] : "";
        long mantissa = long.Parse(parts[0] + fraction, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        double value = Math.ScaleB(mantissa, exponent - 4 * fraction.Length);
        return negative ? -value : value;
    }
}
