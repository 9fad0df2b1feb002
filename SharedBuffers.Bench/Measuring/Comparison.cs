using SharedBuffers.Bench.Reporting;

namespace SharedBuffers.Bench.Measuring;

/// <summary>The rounds of one contender.</summary>
/// <param name="Name">The contender.</param>
/// <param name="Role">Subject, peer or limit.</param>
/// <param name="Nanoseconds">Time of one operation in each round, in the order of the rounds.</param>
internal sealed record Series(string Name, Role Role, double[] Nanoseconds)
{
    public Spread Time { get; } = Spread.Of(Nanoseconds);
}

/// <summary>A question and what its rounds gave.</summary>
internal sealed class Comparison
{
    public Comparison(Question question, IReadOnlyList<Series> series)
    {
        Question = question;
        Series = series;
        Subject = series.FirstOrDefault(s => s.Role == Role.Subject);
    }

    public Question Question { get; }

    public IReadOnlyList<Series> Series { get; }

    /// <summary>The subject that the ratios are of: the first, when a comparison shows several ways of this library.</summary>
    public Series? Subject { get; }

    /// <summary>
    /// Subject divided by <paramref name="other"/>, round by round: what slows the whole machine for a while slows both sides of a ratio.
    /// </summary>
    public Spread? RatioTo(Series other) =>
        Subject is null || ReferenceEquals(other, Subject) ? null : Spread.OfRatios(Subject.Nanoseconds, other.Nanoseconds);

    /// <summary>The ratio that a target speaks of, or null when one of its sides did not run.</summary>
    public Spread? RatioFor(Target target)
    {
        Series? subject = target.Of is null ? Subject : Series.FirstOrDefault(s => s.Name == target.Of);
        Series? peer = Series.FirstOrDefault(s => s.Name == target.Peer);
        return subject is null || peer is null ? null : Spread.OfRatios(subject.Nanoseconds, peer.Nanoseconds);
    }
}
