namespace SharedBuffers.Cli;

/// <summary>What every verb is given besides its arguments.</summary>
internal sealed record CommandContext(Terminal Terminal, CancellationToken Cancellation);
