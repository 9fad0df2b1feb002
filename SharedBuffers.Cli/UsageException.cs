namespace SharedBuffers.Cli;

/// <summary>The arguments make no sense together. Ends the tool with <see cref="ExitCode.Usage"/>.</summary>
internal sealed class UsageException(string message) : Exception(message);
