using System.Text.Json;
using SharedBuffers.Packing;

namespace SharedBuffers.Tests.Support;

/// <summary>
/// Whether the order of the bytes was up to the process that wrote them: elements of one set with equal hashes (0, 1, null and true; a text and its bytes), keys with equal hashes in maps
/// that are too long for a stable sort there, and sets within sets or keys, whose hash the 1.x library makes of their order.
/// </summary>
internal static class VectorTies
{
    /// <summary>NumPy sorts up to this many entries by insertion, which keeps equal ones in their order.</summary>
    private const int StableCount = 16;

    public static bool HasTies(JsonElement value) => HasTies(value, insideSet: false);

    private static bool HasTies(JsonElement value, bool insideSet)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            return value.EnumerateArray().Any(e => HasTies(e, insideSet));
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        if (value.TryGetProperty("set", out JsonElement elements))
        {
            return insideSet || HasEqualHashes(elements.EnumerateArray()) || elements.EnumerateArray().Any(e => HasTies(e, insideSet: true));
        }

        return value.TryGetProperty("dict", out JsonElement pairs)
            ? (pairs.GetArrayLength() > StableCount && HasEqualHashes(pairs.EnumerateArray().Select(p => p[0])))
                || pairs.EnumerateArray().Any(p => HasTies(p[0], insideSet: true) || HasTies(p[1], insideSet))
            : value.EnumerateObject().Any(p => HasTies(p.Value, insideSet));
    }

    private static bool HasEqualHashes(IEnumerable<JsonElement> values)
    {
        var seen = new HashSet<ulong>();
        return values.Any(v => ObjectHash.TryGet(TaggedPacker.ToPackable(TaggedParser.ParseOne(v)), out ulong hash) && !seen.Add(hash));
    }
}
