using NUnit.Framework;
using SharedBuffers.Bench;
using SharedBuffers.Bench.Scenarios;

namespace SharedBuffers.Tests.Bench;

public sealed class CommandLineTests
{
    private static readonly string[] s_known = ["string", "memory"];

    [Test]
    public void FromBareWords_Words_BecomePatterns() => Assert.That(
        BenchmarkArguments.FromBareWords(["StringLookup", "*Open*", "--list", "flat"]),
        Is.EqualTo(new[] { "--filter", "*StringLookup*", "*Open*", "--list", "flat" }));

    [Test]
    public void FromBareWords_Nothing_IsEveryBenchmark() => Assert.That(BenchmarkArguments.FromBareWords([]), Is.EqualTo(new[] { "--filter", "*" }));

    [Test]
    public void FromBareWords_Options_StayAsTheyAre() => Assert.That(BenchmarkArguments.FromBareWords(["--list", "flat"]), Is.EqualTo(new[] { "--list", "flat" }));

    [TestCase("quick", false)]
    [TestCase("full", true)]
    public void Parse_WholeRun_TakesEveryScenario(string word, bool full)
    {
        ScenarioArguments arguments = ScenarioArguments.Parse([word], s_known, out _)!;

        Assert.That((arguments.Full, arguments.IsWholeRun, arguments.Names.Count), Is.EqualTo((full, true, 2)));
    }

    [Test]
    public void Parse_Names_TakesThemOnly()
    {
        ScenarioArguments arguments = ScenarioArguments.Parse(["memory", "--full"], s_known, out _)!;

        Assert.That((arguments.Full, arguments.IsWholeRun, string.Join(',', arguments.Names)), Is.EqualTo((true, false, "memory")));
    }

    [TestCase("nonsense", "no scenario 'nonsense'")]
    [TestCase("quick full", "not both")]
    [TestCase("memory --docs", "whole run")]
    [TestCase("--temp /no/such/folder quick", "existing folder")]
    [TestCase("", "Name scenarios")]
    public void Parse_Nonsense_SaysWhy(string line, string why)
    {
        Assert.That(ScenarioArguments.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), s_known, out string? problem), Is.Null);
        Assert.That(problem, Does.Contain(why));
    }
}
