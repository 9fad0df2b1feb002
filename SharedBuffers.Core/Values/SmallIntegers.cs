using SharedBuffers.Memory;

namespace SharedBuffers.Values;

/// <summary>The integers that a bitmap can hold, each at the offset that is its value.</summary>
internal static class SmallIntegers
{
    private const int Count = 120;

    /// <summary>Lives as long as the process and is never disposed.</summary>
    public static MemoryRegion Region { get; } = Create();

    private static MemoryRegion Create()
    {
        Span<byte> numbers = stackalloc byte[Count];
        for (int i = 0; i < Count; i++)
        {
            numbers[i] = (byte)i;
        }

        return MemoryRegion.CopyOf(numbers);
    }
}
