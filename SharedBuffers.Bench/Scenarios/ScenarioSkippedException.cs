namespace SharedBuffers.Bench.Scenarios;

/// <summary>A scenario cannot run on this system; the message says what is missing.</summary>
internal sealed class ScenarioSkippedException(string message) : Exception(message);
