using SharedBuffers.Schemas;

namespace SharedBuffers.Tests.Support;

/// <summary>Values of the bool and number slots.</summary>
internal static class RandomNumbers
{
    /// <summary>Any value of a kind; null when it is no kind of bool or number.</summary>
    public static object? Next(SlotKind kind, Random random) => kind switch
    {
        SlotKind.Bool => random.Next(2) == 0,
        SlotKind.Int8 => (sbyte)random.Next(),
        SlotKind.UInt8 => (byte)random.Next(),
        SlotKind.Int16 => (short)random.Next(),
        SlotKind.UInt16 => (ushort)random.Next(),
        SlotKind.Int32 => random.Next(int.MinValue, int.MaxValue),
        SlotKind.UInt32 => (uint)random.NextInt64(),
        SlotKind.Int64 => random.NextInt64(long.MinValue, long.MaxValue),
        SlotKind.UInt64 => (ulong)random.NextInt64(long.MinValue, long.MaxValue),
        SlotKind.Float32 => random.NextSingle(),
        SlotKind.Float64 => random.NextDouble(),
        _ => null,
    };
}
