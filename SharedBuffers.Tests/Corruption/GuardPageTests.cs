using NUnit.Framework;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Corruption;

/// <summary>Nothing reads or writes outside what it was given: the proof is a child process that is still alive at the end.</summary>
public sealed class GuardPageTests
{
    [SetUp]
    public void SetUp() => Assume.That(GuardedRegion.IsSupported, "guard pages are made with Linux calls");

    [TestCase("Overrun")]
    [TestCase("Underrun")]
    public void Guard_Touched_KillsTheProcess(string sweep)
    {
        ChildProcess child = ChildScenarios.Start(nameof(GuardPageScenario), [sweep]);
        Assert.That(child.ExitCode, Is.Not.EqualTo(ChildScenarios.Success));
        Assert.That(child.Output, Does.Not.Contain(GuardPageScenario.Done));
        Assert.That(child.Error, Does.Contain("AccessViolation").Or.Contain("Fatal error"));
    }

    [TestCase("Hashes")]
    [TestCase("Lz4")]
    [TestCase("Values")]
    [TestCase("Views")]
    [TestCase("Tables")]
    [TestCase("Files")]
    public void Sweep_BesideGuardPages_ComesToItsEnd(string sweep)
    {
        ChildProcess child = ChildScenarios.Start(nameof(GuardPageScenario), [sweep]);
        Assert.That(child.ExitCode, Is.EqualTo(ChildScenarios.Success), () => child.Output + child.Error);
        Assert.That(child.Output, Does.StartWith(GuardPageScenario.Done));
    }

    [TestCase("Hashes")]
    [TestCase("Values")]
    [TestCase("Views")]
    [TestCase("Tables")]
    public void Sweep_WithoutHardwareIntrinsics_ComesToItsEnd(string sweep)
    {
        ChildProcess child = ChildScenarios.Start(nameof(GuardPageScenario), [sweep], ("DOTNET_EnableHWIntrinsic", "0"));
        Assert.That(child.ExitCode, Is.EqualTo(ChildScenarios.Success), () => child.Output + child.Error);
    }
}
