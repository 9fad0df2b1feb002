using System.Globalization;
using System.Text.Json;

namespace SharedBuffers.Tests.Support;

/// <summary>One line of xxhash.jsonl: an input and its hashes by the reference implementation.</summary>
internal sealed record XxHashVector(byte[] Input, uint XxHash32, ulong XxHash64, ulong XxHash3, ulong Seed, ulong XxHash3Seeded)
{
    public static IEnumerable<XxHashVector> ReadAll() => VectorFiles.ReadLines("xxhash.jsonl").Select(Parse);

    private static XxHashVector Parse(JsonElement line)
    {
        byte[] input = line.TryGetProperty("hex", out JsonElement hex)
            ? Convert.FromHexString(hex.GetString()!)
            : Generate(line.GetProperty("rule").GetProperty("seed").GetUInt32(), line.GetProperty("rule").GetProperty("len").GetInt32());
        return new XxHashVector(
            input,
            uint.Parse(Get("xxh32"), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
            ulong.Parse(Get("xxh64"), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
            ulong.Parse(Get("xxh3_64"), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
            ulong.Parse(Get("seed"), CultureInfo.InvariantCulture),
            ulong.Parse(Get("xxh3_64_seed"), NumberStyles.HexNumber, CultureInfo.InvariantCulture));

        string Get(string name) => line.GetProperty(name).GetString()!;
    }

    /// <summary>The rule of the vectors: a linear congruential generator, its top byte each time.</summary>
    private static byte[] Generate(uint state, int length)
    {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++)
        {
            state = unchecked(state * 1664525 + 1013904223);
            bytes[i] = (byte)(state >> 24);
        }

        return bytes;
    }
}
