using System.Globalization;
using System.Text;

namespace SharedBuffers.Bench.Data;

/// <summary>
/// Makes keys and values from their index alone, so that every process of a scenario has the same data without passing it on. Nothing is random, nothing repeats.
/// </summary>
internal static class KeySpace
{
    /// <summary>What longer keys start with, as paths and names of real services do.</summary>
    private const string Prefix = "catalogue/eu-west/products/by-sku/variants/";
    private const int HexDigits = 16;

    /// <summary>Shortest text key.</summary>
    public const int MinLength = 8;

    /// <summary>Longest text key.</summary>
    public static int MaxLength => Prefix.Length + HexDigits;

    /// <summary>The 64-bit key with an index: SplitMix64 (Steele, Lea, Flood), a bijection, so keys are distinct and lie anywhere.</summary>
    public static ulong Number(long index)
    {
        ulong z = ((ulong)index + 1) * 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>The value of an index: 63 bits, so that it fits every store's signed integer.</summary>
    public static ulong Value(long index) => Number(~index) >> 1;

    /// <summary>Writes the text key with an index: a prefix and digits, <c>utf8.Length</c> ASCII bytes.</summary>
    public static void WriteText(long index, Span<byte> utf8)
    {
        if (utf8.Length < HexDigits)
        {
            WriteShort(index, utf8);
            return;
        }

        int prefix = utf8.Length - HexDigits;
        Encoding.ASCII.GetBytes(Prefix.AsSpan(Prefix.Length - prefix), utf8);
        _ = Number(index).TryFormat(utf8[prefix..], out _, "x16", CultureInfo.InvariantCulture);
    }

    /// <summary>The text key with an index as a string of its own.</summary>
    public static string Text(long index, int length)
    {
        Span<byte> utf8 = stackalloc byte[length];
        WriteText(index, utf8);
        return Encoding.ASCII.GetString(utf8);
    }

    /// <summary>Five bits a digit. Both multipliers are odd, so the 40 bits that eight digits hold are a bijection of the index.</summary>
    private static void WriteShort(long index, Span<byte> utf8)
    {
        const ulong Mask = (1UL << 40) - 1;
        ulong mixed = ((ulong)index * 0x9E3779B97FUL) & Mask;
        mixed = ((mixed ^ (mixed >> 20)) * 0xD1342543DFUL) & Mask;
        for (int i = 0; i < utf8.Length; i++)
        {
            utf8[i] = "0123456789abcdefghijklmnopqrstuv"u8[(int)(mixed & 31)];
            mixed = ((mixed >> 5) | (mixed << 35)) & Mask;
        }
    }
}
