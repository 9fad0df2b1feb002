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

    // Never disposed of: the runtime asks handlers on another thread, and a signal of which that has not heard when there are none any more ends the process after all.
    private static PosixSignalRegistration? s_registration;

    /// <summary>Lets writes fail instead, as long as the process lives. Does nothing where there is no such signal.</summary>
    public static void Ignore()
    {
        if (!OperatingSystem.IsWindows())
        {
            s_registration ??= PosixSignalRegistration.Create(Number, context => context.Cancel = true);
        }
    }
}
