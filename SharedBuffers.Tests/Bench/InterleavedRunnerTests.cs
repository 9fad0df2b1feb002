using NUnit.Framework;
using SharedBuffers.Bench.Measuring;

namespace SharedBuffers.Tests.Bench;

public sealed class InterleavedRunnerTests
{
    [Test]
    public void Compare_Contenders_TakeTurnsAndEachStartsARound()
    {
        var turns = new List<string>();
        Contender Recorder(string name, Role role) => new(name, role, round =>
        {
            turns.Add(name);
            return 7;
        })
        { Prepare = () => { } };

        new InterleavedRunner(3, TextWriter.Null).Compare(new Question("q", "q", 1), [Recorder("a", Role.Subject), Recorder("b", Role.Peer), Recorder("c", Role.Peer)]);

        Assert.That(string.Concat(turns), Is.EqualTo("abc" + "abc" + "bca" + "cab"), "one warm-up of each, then three rounds");
    }

    [Test]
    public void Compare_DifferentAnswers_Throws()
    {
        var runner = new InterleavedRunner(1, TextWriter.Null);
        Contender[] contenders = [new("a", Role.Subject, _ => 1), new("b", Role.Peer, _ => 2)];

        Assert.That(() => runner.Compare(new Question("q", "q", 1), contenders), Throws.InvalidOperationException.With.Message.Contains("b answers 2, a answers 1"));
    }

    [Test]
    public void Compare_Limit_AnswersNothing()
    {
        var runner = new InterleavedRunner(2, TextWriter.Null);

        Comparison comparison = runner.Compare(new Question("q", "q", 1), [new("limit", Role.Limit, _ => 99), new("a", Role.Subject, _ => 1), new("b", Role.Peer, _ => 1)]);

        Assert.That(comparison.Series.Select(s => s.Nanoseconds.Length), Is.All.EqualTo(2));
        Assert.That(comparison.Subject!.Name, Is.EqualTo("a"));
    }

    [Test]
    public void Comparison_Target_IsTheRatioToItsPeer()
    {
        var comparison = new Comparison(
            new Question("q", "q", 1), [new Series("a", Role.Subject, [10, 20]), new Series("a2", Role.Subject, [20, 20]), new Series("b", Role.Peer, [40, 40])]);

        Assert.That(comparison.RatioFor(new Target("b", 1))!.Value.Median, Is.EqualTo(0.375));
        Assert.That(comparison.RatioFor(new Target("b", 1) { Of = "a2" })!.Value.Median, Is.EqualTo(0.5));
        Assert.That(comparison.RatioFor(new Target("absent", 1)), Is.Null);
    }
}
