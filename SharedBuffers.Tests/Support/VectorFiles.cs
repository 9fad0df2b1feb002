using System.Text.Json;

namespace SharedBuffers.Tests.Support;

/// <summary>The golden files of the 1.x library, in the Vectors folder beside the test assembly; its README says how they were made.</summary>
internal static class VectorFiles
{
    public static string GetPath(string name) => Path.Combine(AppContext.BaseDirectory, "Vectors", name);

    /// <summary>The objects of a .jsonl file, one a line.</summary>
    public static IEnumerable<JsonElement> ReadLines(string name)
    {
        foreach (string line in File.ReadLines(GetPath(name)))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            yield return document.RootElement.Clone();
        }
    }
}
