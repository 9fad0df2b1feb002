using System.Runtime.InteropServices;
using NUnit.Framework;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Hashing;

/// <summary>The choice of a kernel, made by the runtime's own switches in child processes.</summary>
public sealed class HardwareIntrinsicsTests
{
    [Test]
    public void Vectors_WithoutHardwareIntrinsics_EqualReference() => Run("false", "false", ("DOTNET_EnableHWIntrinsic", "0"));

    [Test]
    public void Vectors_WithoutAvx2_EqualReference()
    {
        Assume.That(RuntimeInformation.ProcessArchitecture, Is.EqualTo(System.Runtime.InteropServices.Architecture.X64), "AVX2 is a matter of x64");
        Run("true", "false", ("DOTNET_EnableAVX2", "0"));
    }

    private static void Run(string vectors128, string vectors256, (string, string) environment)
    {
        ChildProcess child = ChildScenarios.Start(nameof(HardwareIntrinsicsScenario), [vectors128, vectors256], environment);
        Assert.That(child.ExitCode, Is.EqualTo(ChildScenarios.Success), () => child.Output + child.Error);
    }
}
