using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace SharedBuffers.Bench;

/// <summary>How BenchmarkDotNet is called and set up here.</summary>
internal static class BenchmarkArguments
{
    /// <summary>A bare word means "any benchmark with this in its name", none means all; BenchmarkDotNet wants <c>--filter</c> and a pattern, or asks on the console.</summary>
    public static string[] FromBareWords(string[] arguments)
    {
        if (arguments.Length == 0)
        {
            return ["--filter", "*"];
        }

        int words = Array.FindIndex(arguments, a => a.StartsWith('-'));
        words = words < 0 ? arguments.Length : words;
        return words == 0
            ? arguments
            : ["--filter", .. arguments[..words].Select(w => w.Contains('*', StringComparison.Ordinal) ? w : $"*{w}*"), .. arguments[words..]];
    }

    /// <summary>
    /// Benchmarks run in this process: it was built in Release a moment ago, and a second build of a generated project would double the wait.
    /// Every benchmark reports what it allocates.
    /// </summary>
    public static IConfig Configuration() => DefaultConfig.Instance
        .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance).WithId("InProcess"))
        .AddDiagnoser(MemoryDiagnoser.Default);
}
