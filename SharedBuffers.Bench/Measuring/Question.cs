namespace SharedBuffers.Bench.Measuring;

/// <summary>What one comparison asks.</summary>
/// <param name="Id">Short and stable: names the result and its chart.</param>
/// <param name="Text">For people: what is done, on how much.</param>
/// <param name="Operations">Operations that a contender does in one round; times are stated for one of them.</param>
/// <param name="Clock">What time counts.</param>
internal sealed record Question(string Id, string Text, long Operations, Clock Clock = Clock.ThreadCpu)
{
    /// <summary>What is wanted of the subject.</summary>
    public IReadOnlyList<Target> Targets { get; init; } = [];
}

/// <summary>A bound on the ratio of the subject to a peer.</summary>
/// <param name="Peer">Name of the peer.</param>
/// <param name="AtMost">The ratio is to be at most this.</param>
internal sealed record Target(string Peer, double AtMost)
{
    /// <summary>The way of this library that the target is for; null for the first.</summary>
    public string? Of { get; init; }
}
