using System.Text.Json;
using SharedBuffers.Packing;

namespace SharedBuffers.Tests.Support;

/// <summary>
/// Whether the order of the bytes was up to the process that wrote them: elements of one set with equal hashes (0, 1, null and true), and sets within sets or keys,
/// whose hash the 1.x library makes of their order.
/// </summary>
internal static class VectorTies
{
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
            int ones = elements.EnumerateArray().Count(e => ObjectHash.TryGet(TaggedPacker.ToPackable(TaggedParser.ParseOne(e)), out ulong hash) && hash == 1);
            return insideSet || ones > 1 || elements.EnumerateArray().Any(e => HasTies(e, insideSet: true));
        }

        return value.TryGetProperty("dict", out JsonElement pairs)
            ? pairs.EnumerateArray().Any(p => HasTies(p[0], insideSet: true) || HasTies(p[1], insideSet))
            : value.EnumerateObject().Any(p => HasTies(p.Value, insideSet));
    }
}
