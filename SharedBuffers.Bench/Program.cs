using BenchmarkDotNet.Running;
using SharedBuffers.Bench.Processes;
using SharedBuffers.Bench.Scenarios;

namespace SharedBuffers.Bench;

/// <summary>
/// <c>scenario NAME…</c> runs macro scenarios, <c>child …</c> is one of their processes, everything else goes to BenchmarkDotNet. <c>docs/benchmarks.md</c> says what is what.
/// </summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        switch (args)
        {
            case ["scenario", .. var rest]:
                return ScenarioProgram.Run(rest, Console.Out, Console.Error);
            case ["child", .. var rest]:
                return ChildProgram.Run(rest);
            default:
                BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(BenchmarkArguments.FromBareWords(args), BenchmarkArguments.Configuration());
                return 0;
        }
    }
}
