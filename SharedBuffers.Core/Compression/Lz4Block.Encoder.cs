using System.Numerics;
using System.Runtime.CompilerServices;

namespace SharedBuffers.Compression;

public static unsafe partial class Lz4Block
{
    // End-of-block rules for encoders: the last match starts at least 12 bytes before the end, and the last 5 bytes are literals.
    private const int LastMatchStartBytes = 12;
    private const int LastLiteralBytes = 5;

    private const int MinTableBits = 8;
    private const int MaxTableBits = 13;

    /// <summary>After 2^6 positions without a match, every second position is tried, then every third: data that does not compress is passed over fast.</summary>
    private const int SkipShift = 6;

    [SkipLocalsInit]
    private static bool TryEncode(byte* source, int length, byte* destination, int capacity, out int written)
    {
        // The table is scaled to the data: clearing it should not cost more than short data itself.
        int tableBits = Math.Clamp(BitOperations.Log2((uint)length | 1) + 1, MinTableBits, MaxTableBits);
        int* table = stackalloc int[1 << MaxTableBits];
        new Span<int>(table, 1 << tableBits).Clear();

        // SAFETY: positions in the source are at most length - 12 where four or eight bytes are read, and table indexes have tableBits bits.
        // The output writer checks the room before each sequence.
        byte* output = destination;
        byte* outputEnd = destination + capacity;
        int anchor = 0;
        int lastMatchStart = length - LastMatchStartBytes;
        int matchEnd = length - LastLiteralBytes;
        int position = 1;
        written = 0;

        while (FindMatch(source, table, tableBits, ref position, lastMatchStart, out int candidate))
        {
            while (position > anchor && candidate > 0 && source[position - 1] == source[candidate - 1])
            {
                position--;
                candidate--;
            }

            int end = ExtendMatch(source, candidate + MinMatchLength, position + MinMatchLength, matchEnd);
            if (!WriteSequence(ref output, outputEnd, source + anchor, position - anchor, position - candidate, end - position))
            {
                return false;
            }

            // One position inside the match is remembered as well: a match often follows on the tail of another.
            table[Hash(source + end - 2, tableBits)] = end - 2;
            anchor = end;
            position = end;
        }

        if (!WriteSequence(ref output, outputEnd, source + anchor, length - anchor, distance: 0, matchLength: 0))
        {
            return false;
        }

        written = (int)(output - destination);
        return true;
    }

    /// <summary>The next position from <paramref name="position"/> on whose four bytes were seen before, at most 65535 bytes back.</summary>
    private static bool FindMatch(byte* source, int* table, int tableBits, ref int position, int lastMatchStart, out int candidate)
    {
        // SAFETY: position <= lastMatchStart leaves 12 bytes; what the table holds are earlier positions, and its zeroes are position 0, which is one.
        int tries = 1 << SkipShift;
        for (; position <= lastMatchStart; position += tries++ >> SkipShift)
        {
            uint hash = Hash(source + position, tableBits);
            candidate = table[hash];
            table[hash] = position;
            if (position - candidate <= MaxDistance && Unsafe.ReadUnaligned<uint>(source + candidate) == Unsafe.ReadUnaligned<uint>(source + position))
            {
                return true;
            }
        }

        candidate = 0;
        return false;
    }

    /// <summary>Where the match ends that is known to hold up to <paramref name="position"/>.</summary>
    private static int ExtendMatch(byte* source, int candidate, int position, int matchEnd)
    {
        // SAFETY: position stays at or below matchEnd, which is in the source, and candidate lies before it.
        while (position <= matchEnd - 8)
        {
            ulong difference = Unsafe.ReadUnaligned<ulong>(source + position) ^ Unsafe.ReadUnaligned<ulong>(source + candidate);
            if (difference != 0)
            {
                return position + (BitOperations.TrailingZeroCount(difference) >> 3);
            }

            position += 8;
            candidate += 8;
        }

        while (position < matchEnd && source[position] == source[candidate])
        {
            position++;
            candidate++;
        }

        return position;
    }

    /// <summary>Knuth's multiplicative hash of four bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hash(byte* source, int tableBits)
    {
        // SAFETY: both callers stay seven bytes and more before the end of the source.
        return (Unsafe.ReadUnaligned<uint>(source) * 2654435761) >> (32 - tableBits);
    }

    /// <summary>Literals and the match behind them; a match length of 0 means the last literals. False when there is no room.</summary>
    private static bool WriteSequence(ref byte* output, byte* outputEnd, byte* literals, int literalLength, int distance, int matchLength)
    {
        int storedMatchLength = matchLength == 0 ? 0 : matchLength - MinMatchLength;
        long needed = 1L + CountLengthBytes(literalLength) + literalLength;
        if (matchLength > 0)
        {
            needed += DistanceLengthBytes + CountLengthBytes(storedMatchLength);
        }

        if (needed > outputEnd - output)
        {
            return false;
        }

        // SAFETY: exactly the bytes counted above are written.
        *output++ = (byte)((Math.Min(literalLength, LongLength) << 4) | Math.Min(storedMatchLength, LongLength));
        WriteLength(ref output, literalLength);
        Buffer.MemoryCopy(literals, output, literalLength, literalLength);
        output += literalLength;
        if (matchLength > 0)
        {
            Unsafe.WriteUnaligned(output, (ushort)distance);
            output += DistanceLengthBytes;
            WriteLength(ref output, storedMatchLength);
        }

        return true;
    }

    /// <summary>Bytes that a length takes beyond its four bits in the token.</summary>
    private static int CountLengthBytes(int length) => length < LongLength ? 0 : (length - LongLength) / byte.MaxValue + 1;

    private static void WriteLength(ref byte* output, int length)
    {
        if (length < LongLength)
        {
            return;
        }

        // SAFETY: the caller counted these bytes with CountLengthBytes and checked the room.
        int rest = length - LongLength;
        for (; rest >= byte.MaxValue; rest -= byte.MaxValue)
        {
            *output++ = byte.MaxValue;
        }

        *output++ = (byte)rest;
    }
}
