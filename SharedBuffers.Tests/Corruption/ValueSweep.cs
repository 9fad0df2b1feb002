using SharedBuffers.Memory;

namespace SharedBuffers.Tests.Corruption;

/// <summary>Damages every byte of a value, cuts it at every length, and reads all that is left.</summary>
internal static class ValueSweep
{
    /// <summary>More than any sample can honestly need, less than any lying count asks for.</summary>
    private const long MaxAllocation = 64L << 20;

    /// <summary>Most samples wholly, and of the others what lengths, counts and places are in.</summary>
    private const int HeadLength = 40;

    /// <param name="open">Makes a region of bytes.</param>
    /// <param name="bytes">The value, which starts at the first byte.</param>
    /// <param name="exhaustive">Whether every byte of the head takes all its values, or every byte of the value those that change the most.</param>
    /// <returns>How many damaged values were read.</returns>
    public static int Run(Func<byte[], MemoryRegion> open, byte[] bytes, bool exhaustive)
    {
        int steps = 0;
        for (int length = bytes.Length; length >= 0; length--, steps++)
        {
            Read(open, bytes[..length], $"first {length} bytes");
        }

        byte[] damaged = [.. bytes];
        int end = exhaustive ? Math.Min(bytes.Length, HeadLength) : bytes.Length;
        for (int i = 0; i < end; i++)
        {
            foreach (byte value in Values(bytes[i], exhaustive).Where(value => value != bytes[i]))
            {
                damaged[i] = value;
                Read(open, damaged, $"byte {i} = {value:x2}");
                steps++;
            }

            damaged[i] = bytes[i];
        }

        return steps;
    }

    private static IEnumerable<byte> Values(byte original, bool exhaustive) => exhaustive
        ? Enumerable.Range(0, 256).Select(value => (byte)value)
        : new byte[] { (byte)(original ^ 1), (byte)(original ^ 0x80), (byte)(original + 8), 0x00, 0x7F, 0xFF }.Distinct();

    private static void Read(Func<byte[], MemoryRegion> open, byte[] bytes, string damage)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            using MemoryRegion region = open(bytes);
            ValueReader.Read(region, 0);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"{damage} of {Convert.ToHexStringLower(bytes)}", exception);
        }

        if (GC.GetAllocatedBytesForCurrentThread() - before > MaxAllocation)
        {
            throw new InvalidOperationException($"{damage}: {GC.GetAllocatedBytesForCurrentThread() - before} bytes were allocated");
        }
    }
}
