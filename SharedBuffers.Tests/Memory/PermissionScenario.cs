using System.Runtime.InteropServices;
using SharedBuffers.Memory;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Memory;

/// <summary>Opens a file that it may not read, as a user without rights: started by root, the process becomes that user first.</summary>
internal static class PermissionScenario
{
    /// <summary>Nobody, in every distribution that counts user ids in 16 bits or more.</summary>
    private const uint Unprivileged = 65534;

    public static int Run(string[] arguments)
    {
        string path = arguments[0];

        // Assemblies load on first use, and the user without rights may not be able to read them: every path of the code runs once before.
        _ = Open(Path.Combine(arguments[1], "absent"));
        if (SetUser(Unprivileged) != 0)
        {
            Console.WriteLine($"setuid: error {Marshal.GetLastPInvokeError()}");
            return ChildScenarios.Failure;
        }

        if (Open(path) is not { } problem)
        {
            return ChildScenarios.Success;
        }

        Console.WriteLine(problem);
        return ChildScenarios.Failure;
    }

    /// <summary>Null when every way to open the file says that it may not be read, and names it.</summary>
    public static string? Open(string path)
    {
        foreach (LoadMode mode in Enum.GetValues<LoadMode>())
        {
            try
            {
                MemoryRegion.OpenFile(path, mode).Dispose();
                return $"{mode}: the file was opened";
            }
            catch (UnauthorizedAccessException e) when (e.Message.Contains(path, StringComparison.Ordinal))
            {
            }
            catch (Exception e)
            {
                return $"{mode}: {e.GetType().Name}: {e.Message}";
            }
        }

        return null;
    }

    [DllImport("libc", EntryPoint = "setuid", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetUser(uint user);
}
