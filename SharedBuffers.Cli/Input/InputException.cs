namespace SharedBuffers.Cli.Input;

/// <summary>The input is not what it should be. Ends the tool with <see cref="ExitCode.BadInput"/>.</summary>
/// <param name="line">1-based line of the input, or 0 when the whole of it is meant.</param>
/// <param name="message">What is wrong there.</param>
internal sealed class InputException(long line, string message) : Exception(message)
{
    public long Line { get; } = line;

    /// <summary>Name of the input; whoever opened it fills it in.</summary>
    public string? Input { get; set; }

    /// <summary>The message with the place that it is about.</summary>
    public string Describe() => (Input is null ? "" : $"{Input}: ") + (Line > 0 ? $"line {Line}: " : "") + Message;
}
