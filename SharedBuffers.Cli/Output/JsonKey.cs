using System.Collections.Immutable;
using System.Text.Json;

namespace SharedBuffers.Cli.Output;

/// <summary>Keys of any type as people type them: JSON, in which an array is a tuple; what is no JSON is text.</summary>
internal static class JsonKey
{
    /// <summary>The key that a text stands for.</summary>
    /// <exception cref="UsageException">It is a JSON object, which no key is.</exception>
    public static object Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return Read(document.RootElement, text) ?? DBNull.Value;
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private static object? Read(JsonElement element, string text) => element.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.TryGetInt64(out long number) ? number : element.TryGetUInt64(out ulong unsigned) ? unsigned : element.GetDouble(),
        JsonValueKind.Array => element.EnumerateArray().Select(part => Read(part, text)).ToImmutableArray(),
        _ => throw new UsageException($"'{text}' is no key: keys are numbers, text, true, false, null, and arrays of them"),
    };
}
