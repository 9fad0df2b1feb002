using System.Text.Json;

namespace SharedBuffers.Bench.Allocations;

/// <summary>What read paths may allocate: bytes a call, by name, in <c>expected-allocations.json</c>.</summary>
internal static class AllocationGate
{
    public const string FileName = "expected-allocations.json";

    /// <summary>Reads the expectations.</summary>
    public static IReadOnlyDictionary<string, long> Expected(string path) =>
        JsonSerializer.Deserialize<Dictionary<string, long>>(File.ReadAllBytes(path)) ?? throw new InvalidOperationException($"{path} is empty.");

    /// <summary>One line for each read path that allocates something else than expected, or that only one side knows.</summary>
    public static IEnumerable<string> Differences(ReadPaths paths, IReadOnlyDictionary<string, long> expected)
    {
        foreach (ReadPath path in paths.All)
        {
            if (!expected.TryGetValue(path.Name, out long bytes))
            {
                yield return $"'{path.Name}' is not in {FileName}";
            }
            else if (path.Measure(bytes) is var measured && measured != bytes)
            {
                yield return $"'{path.Name}' allocates {measured} bytes a call, {bytes} are expected";
            }
        }

        foreach (string name in expected.Keys.Except(paths.All.Select(p => p.Name)))
        {
            yield return $"'{name}' is in {FileName} and is no read path any more";
        }
    }
}
