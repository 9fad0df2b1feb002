namespace SharedBuffers.Cli;

/// <summary>What the process ends with; <c>docs/cli.md</c> lists them for scripts.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary><c>get</c>: at least one key is not in the file.</summary>
    public const int KeyMissing = 1;

    /// <summary>The arguments make no sense.</summary>
    public const int Usage = 2;

    /// <summary>The input cannot be read as records; the message names the line.</summary>
    public const int BadInput = 3;

    /// <summary>The file is damaged, or is no file of this format.</summary>
    public const int Corrupt = 4;

    /// <summary>The operating system refused: no such file, no permission, disk full.</summary>
    public const int InputOutput = 5;

    /// <summary>A defect of the tool.</summary>
    public const int Internal = 70;

    /// <summary>Cancelled with Ctrl-C, as shells count it (128 + SIGINT).</summary>
    public const int Cancelled = 130;
}
