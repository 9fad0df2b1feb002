using System.Buffers.Text;
using System.Numerics;
using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Values;

/// <summary>A simple element type of an n-dimensional array: what NumPy writes as <c>&lt;i4</c>, <c>|b1</c>, <c>&gt;f8</c>, <c>&lt;U3</c>.</summary>
/// <param name="Kind">
/// <c>b</c> bool, <c>i</c> signed, <c>u</c> unsigned, <c>f</c> floating point, <c>c</c> complex, <c>S</c> bytes, <c>U</c> UTF-32 text, <c>V</c> raw bytes, <c>m</c> and <c>M</c> time spans and
/// instants, in <see cref="UnitCount"/> times <see cref="Unit"/>.
/// </param>
/// <param name="ItemSize">Bytes of an element.</param>
/// <param name="IsBigEndian">Whether elements are stored with their most significant byte first.</param>
public readonly record struct NdScalarType(char Kind, int ItemSize, bool IsBigEndian)
{
    private const int Utf32UnitSize = 4;

    private static readonly string[] s_ids = ["<u8", "<i8", "<u4", "<i4", "<u2", "<i2", "|u1", "|i1", "<f8", "<f4"];

    /// <summary>The names of <see cref="NdTimeUnit"/>, as NumPy writes them.</summary>
    private static readonly string[] s_units = ["", "Y", "M", "W", "D", "h", "m", "s", "ms", "us", "ns", "ps", "fs", "as"];

    /// <summary>What the integers of a time type count.</summary>
    public NdTimeUnit Unit { get; init; }

    /// <summary>How many units one step is: 25 for <c>M8[25s]</c>; 0 without a unit.</summary>
    public int UnitCount { get; init; }

    /// <summary>The type of a .NET number: the ten numeric types, <see cref="bool"/>, <see cref="Half"/> or <see cref="Complex"/>.</summary>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is none of these.</exception>
    public static NdScalarType Of<T>()
    {
        if (!TryGetOf<T>(out NdScalarType type))
        {
            ThrowHelper.Argument($"{typeof(T).Name} is not an element type of arrays.", nameof(T));
        }

        return type;
    }

    /// <summary>The small number that files have for the commonest types, or -1.</summary>
    internal int Id => Array.IndexOf(s_ids, ToString());

    /// <summary>Whether elements can be read as numbers.</summary>
    public bool IsNumeric => Kind is 'b' or 'i' or 'u' or 'f';

    /// <summary>Reads NumPy's text of a simple type.</summary>
    /// <returns>False when the text is not one, or of a kind that is no plain bytes, such as objects.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out NdScalarType type)
    {
        type = default;
        bool bigEndian = false;
        if (!text.IsEmpty && text[0] is (byte)'<' or (byte)'>' or (byte)'|' or (byte)'=')
        {
            bigEndian = text[0] == '>';
            text = text[1..];
        }

        if (text.Length < 2 || !Utf8Parser.TryParse(text[1..], out int size, out int consumed) || size < 0)
        {
            return false;
        }

        char kind = (char)text[0];

        // Only time types have something behind the size: their unit in brackets, which changes nothing about the bytes.
        (NdTimeUnit unit, int unitCount) = (NdTimeUnit.None, 0);
        bool valid = consumed == text.Length - 1 || (kind is 'm' or 'M' && TryParseUnit(text[(consumed + 1)..], out unit, out unitCount));
        valid &= kind switch
        {
            'b' => size == 1,
            'i' or 'u' => size is 1 or 2 or 4 or 8,
            'f' => size is 2 or 4 or 8 or 12 or 16,
            'c' => size is 8 or 16 or 24 or 32,
            'S' or 'a' or 'V' => true,
            'U' => size <= int.MaxValue / Utf32UnitSize,
            'm' or 'M' => size == 8,
            _ => false,
        };
        // The order says something about what is longer than a byte: each unit of a text is, bytes and raw bytes never are.
        bool hasOrder = kind == 'U' || (size > 1 && kind is not ('S' or 'a' or 'V'));
        type = new NdScalarType(kind == 'a' ? 'S' : kind, kind == 'U' ? size * Utf32UnitSize : size, bigEndian && hasOrder) { Unit = unit, UnitCount = unitCount };
        return valid;
    }

    /// <summary>NumPy's text of the type.</summary>
    public override string ToString()
    {
        char order = ItemSize == 1 || Kind is 'S' or 'V' ? '|' : IsBigEndian ? '>' : '<';
        string unit = Unit == NdTimeUnit.None ? "" : $"[{(UnitCount == 1 ? "" : UnitCount)}{s_units[(int)Unit]}]";
        return $"{order}{Kind}{(Kind == 'U' ? ItemSize / Utf32UnitSize : ItemSize)}{unit}";
    }

    /// <summary>Reads a unit: <c>[ns]</c>, <c>[25s]</c>; <c>[generic]</c> is none.</summary>
    private static bool TryParseUnit(ReadOnlySpan<byte> text, out NdTimeUnit unit, out int count)
    {
        (unit, count) = (NdTimeUnit.None, 0);
        if (text.Length < 3 || text[0] != '[' || text[^1] != ']')
        {
            return false;
        }

        text = text[1..^1];
        if (text.SequenceEqual("generic"u8))
        {
            return true;
        }

        bool hasCount = Utf8Parser.TryParse(text, out count, out int digits);
        count = hasCount ? count : 1;
        ReadOnlySpan<byte> name = hasCount ? text[digits..] : text;
        for (int i = 1; i < s_units.Length && count > 0; i++)
        {
            if (System.Text.Ascii.Equals(name, s_units[i]))
            {
                unit = (NdTimeUnit)i;
                return true;
            }
        }

        return false;
    }

    internal static bool TryFromId(long id, out NdScalarType type)
    {
        type = default;
        return (ulong)id < (ulong)s_ids.Length && TryParse(System.Text.Encoding.ASCII.GetBytes(s_ids[id]), out type);
    }

    /// <summary>Whether elements have exactly the bytes of a .NET type. Bools are not offered: a stored one may be any byte. Times are 64-bit integers.</summary>
    internal bool IsStoredAs<T>() => (typeof(T) == typeof(byte) && Kind == 'b') || (typeof(T) == typeof(long) && Kind is 'm' or 'M' && !IsBigEndian)
        || (TryGetOf<T>(out NdScalarType type) && typeof(T) != typeof(bool) && type == this);

    private static bool TryGetOf<T>(out NdScalarType type)
    {
        char kind = typeof(T) == typeof(bool) ? 'b'
            : typeof(T) == typeof(byte) || typeof(T) == typeof(ushort) || typeof(T) == typeof(uint) || typeof(T) == typeof(ulong) ? 'u'
            : typeof(T) == typeof(sbyte) || typeof(T) == typeof(short) || typeof(T) == typeof(int) || typeof(T) == typeof(long) ? 'i'
            : typeof(T) == typeof(float) || typeof(T) == typeof(double) || typeof(T) == typeof(Half) ? 'f'
            : typeof(T) == typeof(Complex) ? 'c'
            : '\0';
        type = new NdScalarType(kind, Unsafe.SizeOf<T>(), false);
        return kind != '\0';
    }
}
