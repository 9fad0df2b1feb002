namespace SharedBuffers.Tests.Compression;

/// <summary>Inputs between noise and endless repetition, and a reader of block structure that is independent of the decoder.</summary>
internal static class Lz4TestData
{
    /// <summary>Data of a few bytes to 70 KiB: runs of new bytes, repeats from near and far, single-byte runs.</summary>
    public static byte[] Create(int seed)
    {
        var random = new Random(seed);
        int length = random.Next(1 << random.Next(1, 18)) + random.Next(20);
        int alphabet = 1 << random.Next(1, 9);
        byte[] data = new byte[length];
        for (int done = 0; done < length;)
        {
            int run = Math.Min(length - done, 1 + random.Next(1 << random.Next(1, 10)));
            int kind = random.Next(4);
            if (kind == 0 || done == 0)
            {
                foreach (ref byte b in data.AsSpan(done, run))
                {
                    b = (byte)random.Next(alphabet);
                }
            }
            else
            {
                int distance = kind == 1 ? 1 : 1 + random.Next(kind == 2 ? Math.Min(done, 20) : done);
                for (int i = done; i < done + run; i++)
                {
                    data[i] = data[i - distance];
                }
            }

            done += run;
        }

        return data;
    }

    /// <summary>Length of a block's last literals, and where in the data its last match starts (-1: none). The block must be valid.</summary>
    public static (int LastLiterals, int LastMatchStart) ReadEnd(ReadOnlySpan<byte> block)
    {
        int position = 0;
        int decoded = 0;
        int lastMatchStart = -1;
        while (true)
        {
            int token = block[position++];
            int literals = ReadLength(block, token >> 4, ref position);
            position += literals;
            decoded += literals;
            if (position == block.Length)
            {
                return (literals, lastMatchStart);
            }

            position += 2;
            lastMatchStart = decoded;
            decoded += ReadLength(block, token & 15, ref position) + 4;
        }
    }

    private static int ReadLength(ReadOnlySpan<byte> block, int length, ref int position)
    {
        if (length < 15)
        {
            return length;
        }

        byte part;
        do
        {
            part = block[position++];
            length += part;
        }
        while (part == 255);

        return length;
    }
}
