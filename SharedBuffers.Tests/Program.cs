using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests;

/// <summary>The test assembly started as a program: one scenario in a process of its own. The test runner does not come through here.</summary>
internal static class Program
{
    public static int Main(string[] args) => ChildScenarios.Run(args);
}
