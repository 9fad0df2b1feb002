using System.Runtime.InteropServices;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Collections;

/// <summary>Failures of builds that need a process of their own: limits and rights are those of a process.</summary>
internal static partial class BuilderFailureScenarios
{
    private const int FileSizeLimit = 1;
    private const int FileSizeSignal = 25;
    private const nint IgnoreSignal = 1;

    /// <summary>Nobody, in every distribution that counts user ids in 16 bits or more.</summary>
    private const uint Unprivileged = 65534;

    /// <summary>Less than a block of a file: the first write of a build fails, be it to the temporary file or to the output.</summary>
    private const ulong FewBytes = 2048;

    /// <summary>More than the first blocks: a later write fails.</summary>
    private const ulong SomeBytes = 200_000;

    /// <summary>Arguments: path. Builds files of all kinds that may not become as large as they are, and expects an error of the disk.</summary>
    public static int FillDiskByAnyBuild(string[] arguments)
    {
        if (Signal(FileSizeSignal, IgnoreSignal) == -1)
        {
            throw new InvalidOperationException("The signal could not be ignored.");
        }

        string root = Path.GetDirectoryName(arguments[0])!;
        string[] before = WhatIsLeft(root);
        int failures = 0;
        foreach ((string kind, Action<BuildRequest> build) in BuilderKinds.All)
        {
            foreach (ulong limit in new[] { FewBytes, SomeBytes })
            {
                // With the least budget entries are spilled, with the other one the output is what fails.
                foreach (long budget in new[] { 1L << 20, 256L << 20 })
                {
                    SetLimit(limit);
                    string? problem = ProblemOf<IOException>(() => build(new BuildRequest(arguments[0]) { MemoryBudget = budget }), before, root);
                    SetLimit(ulong.MaxValue);
                    failures += Report($"{kind}, {limit} bytes, budget {budget}", problem);
                }
            }
        }

        return failures == 0 ? ChildScenarios.Success : ChildScenarios.Failure;
    }

    /// <summary>
    /// Arguments: path in a folder that may not be written, an empty folder. As a user without rights, builds files of all kinds in the first folder, and in the second one with
    /// their temporary files in the first.
    /// </summary>
    public static int BuildWithoutPermission(string[] arguments)
    {
        string root = Path.GetDirectoryName(arguments[0])!;
        string elsewhere = arguments[1];

        // Assemblies load on first use, and the user without rights may not be able to read them: every path of the code runs once before.
        foreach (Action<BuildRequest> build in BuilderKinds.All.Values)
        {
            build(new BuildRequest(Path.Combine(elsewhere, "a.sbuf")));
            _ = ProblemOf<DirectoryNotFoundException>(() => build(new BuildRequest(Path.Combine(elsewhere, "missing", "a.sbuf"))), [], elsewhere);
        }

        foreach (string file in Directory.EnumerateFiles(elsewhere))
        {
            File.Delete(file);
        }

        SetMode(elsewhere, (UnixFileMode)0b111_111_111);
        if (Environment.IsPrivilegedProcess && SetUser(Unprivileged) != 0)
        {
            Console.WriteLine("The user could not be changed.");
            return ChildScenarios.Failure;
        }

        string[] before = WhatIsLeft(root);
        int failures = 0;
        foreach ((string kind, Action<BuildRequest> build) in BuilderKinds.All)
        {
            failures += Report(kind + ", output", ProblemOf<UnauthorizedAccessException>(() => build(new BuildRequest(arguments[0])), before, root));
            failures += Report(kind + ", temporary files", ProblemOf<UnauthorizedAccessException>(
                () => build(new BuildRequest(Path.Combine(elsewhere, "a.sbuf")) { TempDirectory = root }), [], elsewhere));
        }

        return failures == 0 ? ChildScenarios.Success : ChildScenarios.Failure;
    }

    /// <summary>Files of a folder, and files below it that this process has open or mapped although they are gone.</summary>
    public static string[] WhatIsLeft(string root)
    {
        List<string> left = [.. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        if (OperatingSystem.IsLinux())
        {
            left.AddRange(Directory.EnumerateFileSystemEntries("/proc/self/fd").Select(fd => new FileInfo(fd).LinkTarget ?? "").Where(target => target.StartsWith(root, StringComparison.Ordinal)));
            left.AddRange(File.ReadLines("/proc/self/maps").Where(line => line.Contains(root, StringComparison.Ordinal)));
        }

        return [.. left];
    }

    /// <summary>Sets who may do what, on systems that have such modes.</summary>
    public static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }

    /// <summary>What is wrong with how a build failed; null if nothing is.</summary>
    private static string? ProblemOf<TException>(Action build, string[] before, string root)
        where TException : Exception
    {
        try
        {
            build();
            return "nothing failed";
        }
        catch (TException e) when (e.Message.Length > 0)
        {
        }
        catch (Exception e)
        {
            return e.ToString();
        }

        string[] after = WhatIsLeft(root);
        return after.SequenceEqual(before) ? null : "left behind: " + string.Join(", ", after.Except(before));
    }

    private static int Report(string what, string? problem)
    {
        if (problem is not null)
        {
            Console.WriteLine($"{what}: {problem}");
        }

        return problem is null ? 0 : 1;
    }

    /// <summary>Sets the soft limit only, so that it can be taken back.</summary>
    private static void SetLimit(ulong bytes)
    {
        if (SetResourceLimit(FileSizeLimit, new ResourceLimit(bytes, ulong.MaxValue)) != 0)
        {
            throw new InvalidOperationException("The limit could not be set.");
        }
    }

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint Signal(int signal, nint handler);

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int SetResourceLimit(int resource, in ResourceLimit limit);

    [LibraryImport("libc", EntryPoint = "setuid", SetLastError = true)]
    private static partial int SetUser(uint user);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct ResourceLimit(ulong Soft, ulong Hard);
}
