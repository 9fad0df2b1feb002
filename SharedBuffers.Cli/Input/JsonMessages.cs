using System.Text.Json;

namespace SharedBuffers.Cli.Input;

/// <summary>Words for what a JSON reader found.</summary>
internal static class JsonMessages
{
    public static string Name(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "a bool",
        JsonTokenType.Null => "null",
        _ => token.ToString(),
    };

    /// <summary>The reader's message without its own position: it counts lines inside the line that it was given.</summary>
    public static string Describe(JsonException exception)
    {
        string message = exception.Message;
        int position = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        string where = exception.BytePositionInLine is { } column ? $" (byte {column + 1} of the line)" : "";
        return $"not valid JSON: {(position < 0 ? message : message[..position])}{where}";
    }
}
