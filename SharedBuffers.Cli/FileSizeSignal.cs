using System.Runtime.InteropServices;

namespace SharedBuffers.Cli;

/// <summary>
/// The signal that Unix sends when a file would outgrow the limit of the process (<c>ulimit -f</c>). It ends a process that does not know it, temporary files and all; taken note of, it
/// leaves the write to fail, which is an error like a full disk.
/// </summary>
internal static class FileSizeSignal
{
    /// <summary><c>SIGXFSZ</c>: the same number on Linux and macOS.</summary>
    private const PosixSignal Number = (PosixSignal)25;

    /// <summary>Lets writes fail instead, until it is disposed; null where there is no such signal.</summary>
    public static IDisposable? Ignore() => OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(Number, context => context.Cancel = true);
}
