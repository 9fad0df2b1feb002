namespace SharedBuffers.Bench.Processes;

/// <summary>What came of publishing a <see cref="ConsoleProject"/>.</summary>
/// <param name="Succeeded">Whether the program is there.</param>
/// <param name="Output">What the build said.</param>
internal sealed record Publication(bool Succeeded, string Output)
{
    /// <summary>Whether the feed has not the compiler: "unable to find package" and "unable to find package with version".</summary>
    public bool LacksPackages => !Succeeded && (Output.Contains("NU1101", StringComparison.Ordinal) || Output.Contains("NU1102", StringComparison.Ordinal));
}
