using System.Buffers.Text;
using System.Globalization;
using SharedBuffers.Schemas;

namespace SharedBuffers.Cli.Input;

/// <summary>Numbers as text: parsing into a column's type, and telling what a text could be.</summary>
internal static class NumberText
{
    /// <summary>Parses an integer of the kind; unsigned 64-bit ones come back as the same bits.</summary>
    public static bool TryParseInteger(ReadOnlySpan<byte> text, SlotKind kind, out long value)
    {
        if (kind == SlotKind.UInt64)
        {
            bool fits = ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong unsigned);
            value = (long)unsigned;
            return fits;
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && Fits(value, kind);
    }

    /// <summary>Parses a float; a finite text beyond the range of the kind does not fit.</summary>
    public static bool TryParseFloat(ReadOnlySpan<byte> text, SlotKind kind, out double value)
    {
        if (TryParseSpecial(text, out value))
        {
            return true;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            && double.IsFinite(kind == SlotKind.Float32 ? (float)value : value);
    }

    /// <summary>The three values that JSON has no number for, as most tools spell them.</summary>
    public static bool TryParseSpecial(ReadOnlySpan<byte> text, out double value)
    {
        (value, bool known) = text switch
        {
            _ when text.SequenceEqual("NaN"u8) => (double.NaN, true),
            _ when text.SequenceEqual("Infinity"u8) => (double.PositiveInfinity, true),
            _ when text.SequenceEqual("-Infinity"u8) => (double.NegativeInfinity, true),
            _ => (0, false),
        };
        return known;
    }

    /// <summary>
    /// What a number written by a program looks like, which is what JSON allows: no plus sign, no leading zero, a digit on both sides of the point.
    /// A code such as <c>007</c> is text, and stays so.
    /// </summary>
    public static NumberClass Classify(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> rest = text is [(byte)'-', ..] ? text[1..] : text;
        int digits = DigitCount(rest);
        if (digits == 0 || (digits > 1 && rest[0] == '0'))
        {
            return NumberClass.None;
        }

        if (digits == rest.Length)
        {
            return Utf8Parser.TryParse(text, out long _, out int used) && used == text.Length ? NumberClass.Int64
                : Utf8Parser.TryParse(text, out ulong _, out used) && used == text.Length ? NumberClass.UInt64
                : NumberClass.Float;
        }

        rest = rest[digits..];
        if (rest[0] == '.')
        {
            digits = DigitCount(rest[1..]);
            if (digits == 0)
            {
                return NumberClass.None;
            }

            rest = rest[(digits + 1)..];
        }

        if (rest is [(byte)'e' or (byte)'E', ..])
        {
            rest = rest[1..];
            rest = rest is [(byte)'+' or (byte)'-', ..] ? rest[1..] : rest;
            digits = DigitCount(rest);
            rest = digits == 0 ? "e"u8 : rest[digits..];
        }

        return rest.IsEmpty ? NumberClass.Float : NumberClass.None;
    }

    private static bool Fits(long value, SlotKind kind) => kind switch
    {
        SlotKind.Int8 => value is >= sbyte.MinValue and <= sbyte.MaxValue,
        SlotKind.Int16 => value is >= short.MinValue and <= short.MaxValue,
        SlotKind.Int32 => value is >= int.MinValue and <= int.MaxValue,
        SlotKind.UInt8 => value is >= 0 and <= byte.MaxValue,
        SlotKind.UInt16 => value is >= 0 and <= ushort.MaxValue,
        SlotKind.UInt32 => value is >= 0 and <= uint.MaxValue,
        _ => true,
    };

    private static int DigitCount(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return end < 0 ? text.Length : end;
    }
}
