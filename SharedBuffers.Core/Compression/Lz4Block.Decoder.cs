using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Compression;

public static unsafe partial class Lz4Block
{
    // The short sequences that make up most blocks are copied in fixed steps, which may write past their end but never past the destination's.
    private const int LiteralStep = 16;
    private const int ShortMatchStep = 18;
    private const int ShortMatchMinDistance = 8;

    private static void Decode(byte* source, nint sourceLength, byte* destination, nint destinationLength)
    {
        byte* input = source;
        byte* inputEnd = source + sourceLength;
        byte* output = destination;
        byte* outputEnd = destination + destinationLength;

        // SAFETY: [source, inputEnd) and [destination, outputEnd) are the caller's spans. Each read and write below stands behind a comparison with the room that is left:
        // input and output only grow, by amounts that were compared, and a distance is at most what was written.
        while (true)
        {
            if (input == inputEnd)
            {
                Corrupt_EndsInside("a sequence", input - source);
            }

            int token = *input++;
            nint literals = token >> 4;
            if (literals < LongLength && inputEnd - input >= LiteralStep + DistanceLengthBytes && outputEnd - output >= LiteralStep + ShortMatchStep)
            {
                Unsafe.CopyBlockUnaligned(output, input, LiteralStep);
                input += literals;
                output += literals;

                int shortDistance = Unsafe.ReadUnaligned<ushort>(input);
                if ((token & 15) != LongLength && shortDistance >= ShortMatchMinDistance && shortDistance <= output - destination)
                {
                    // Eight bytes at a time: each step reads what lies at least eight bytes behind what it writes.
                    byte* match = output - shortDistance;
                    Unsafe.WriteUnaligned(output, Unsafe.ReadUnaligned<ulong>(match));
                    Unsafe.WriteUnaligned(output + 8, Unsafe.ReadUnaligned<ulong>(match + 8));
                    Unsafe.WriteUnaligned(output + 16, Unsafe.ReadUnaligned<ushort>(match + 16));
                    input += DistanceLengthBytes;
                    output += (token & 15) + MinMatchLength;
                    continue;
                }
            }
            else
            {
                if (literals == LongLength)
                {
                    literals += ReadLength(ref input, inputEnd, source);
                }

                if (literals > inputEnd - input || literals > outputEnd - output)
                {
                    Corrupt_TooLong("literals", literals, destinationLength, input - source);
                }

                Buffer.MemoryCopy(input, output, outputEnd - output, literals);
                input += literals;
                output += literals;
                if (input == inputEnd)
                {
                    break;
                }
            }

            if (inputEnd - input < DistanceLengthBytes)
            {
                Corrupt_EndsInside("a distance", input - source);
            }

            int distance = Unsafe.ReadUnaligned<ushort>(input);
            if (distance == 0 || distance > output - destination)
            {
                Corrupt_Distance(distance, output - destination, input - source);
            }

            input += DistanceLengthBytes;
            nint length = token & 15;
            if (length == LongLength)
            {
                length += ReadLength(ref input, inputEnd, source);
            }

            length += MinMatchLength;
            if (length > outputEnd - output)
            {
                Corrupt_TooLong("a match", length, destinationLength, input - source);
            }

            CopyMatch(output, distance, length);
            output += length;
        }

        if (output != outputEnd)
        {
            Corrupt_Length(output - destination, destinationLength, input - source);
        }
    }

    /// <summary>The rest of a length: bytes that are summed up until one is not 255. It cannot overflow: every byte of input adds at most 255.</summary>
    private static nint ReadLength(ref byte* input, byte* inputEnd, byte* source)
    {
        nint length = 0;
        byte part;
        do
        {
            if (input == inputEnd)
            {
                Corrupt_EndsInside("a length", input - source);
            }

            // SAFETY: input < inputEnd was just checked.
            part = *input++;
            length += part;
        }
        while (part == byte.MaxValue);

        return length;
    }

    /// <summary>Copies from <paramref name="distance"/> bytes back; where the distance is shorter than the match, what was just written repeats.</summary>
    private static void CopyMatch(byte* output, nint distance, nint length)
    {
        // SAFETY: the caller checked that distance bytes lie before output and length bytes may be written at it. Source and destination of each copy touch but do not
        // overlap: a copy is at most as long as the pattern so far, which grows with every copy.
        byte* match = output - distance;
        if (distance == 1)
        {
            Unsafe.InitBlockUnaligned(output, *match, (uint)length);
            return;
        }

        while (length > 0)
        {
            nint step = Math.Min(length, (nint)(output - match));
            Buffer.MemoryCopy(match, output, length, step);
            output += step;
            length -= step;
        }
    }

    [DoesNotReturn]
    private static void Corrupt_EndsInside(string what, long position) => Corrupt($"it ends inside {what}", position);

    [DoesNotReturn]
    private static void Corrupt_TooLong(string what, long length, long decodedLength, long position) =>
        Corrupt($"{what} of {length} bytes go past its end or past the {decodedLength} bytes that it decodes to", position);

    [DoesNotReturn]
    private static void Corrupt_Distance(long distance, long decoded, long position) =>
        Corrupt($"the distance {distance} does not lead into the {decoded} bytes decoded so far", position);

    [DoesNotReturn]
    private static void Corrupt_Length(long decoded, long expected, long position) => Corrupt($"it decodes to {decoded} bytes, not to {expected}", position);

    [DoesNotReturn]
    private static void Corrupt(string reason, long position) => ThrowHelper.Corrupt($"The LZ4 block is damaged: {reason} (byte {position} of the block).");
}
