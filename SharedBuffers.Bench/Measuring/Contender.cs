namespace SharedBuffers.Bench.Measuring;

/// <summary>What a contender is to a comparison.</summary>
internal enum Role
{
    /// <summary>This library: ratios are its time divided by the other's.</summary>
    Subject,

    /// <summary>Another way to do the same work; its answer must equal the subject's.</summary>
    Peer,

    /// <summary>A bound of the machine, such as the loads alone: it answers nothing.</summary>
    Limit,
}

/// <summary>One side of a comparison.</summary>
/// <param name="Name">As the tables and charts show it.</param>
/// <param name="Role">Subject, peer or limit.</param>
/// <param name="Work">
/// Does the question's operations for the round of the given number, and returns a digest of the answers, so that they can be compared and none can be optimised away.
/// A round that asks for other keys than the one before finds the caches as a service does.
/// </param>
internal sealed record Contender(string Name, Role Role, Func<int, ulong> Work)
{
    /// <summary>Runs before each round, outside the time: drops caches, opens files.</summary>
    public Action? Prepare { get; init; }
}
