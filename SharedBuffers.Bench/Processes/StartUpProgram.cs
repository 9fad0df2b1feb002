using System.ComponentModel;
using System.Globalization;
using System.Text;
using SharedBuffers.Bench.Data;
using SharedBuffers.Bench.Peers;

namespace SharedBuffers.Bench.Processes;

/// <summary>The program in the folder <c>StartUp</c>, published so that less is left to compile when it starts than in a child of this program.</summary>
internal static class StartUpProgram
{
    /// <summary>Publishes it below <c>artifacts/</c>.</summary>
    /// <param name="repository">The checked-out sources.</param>
    /// <param name="way">One of the constants of <see cref="ConsoleProject"/>.</param>
    /// <param name="log">Hears why it is not to be had.</param>
    /// <returns>The file to run; null where the sources, the compiler or its linker are missing.</returns>
    public static string? Publish(string repository, string way, TextWriter log)
    {
        string bench = Path.Combine(repository, "SharedBuffers.Bench");
        string[] sources = [Path.Combine(bench, "StartUp", "Program.cs"), Path.Combine(bench, "Measuring", "ProcessMemory.cs")];
        var project = new ConsoleProject(Path.Combine(repository, "artifacts", "startup", way), "StartUp", sources);
        string? problem = Problem(project, way);
        if (problem is not null)
        {
            log.WriteLine($"  {way} left out: {problem}");
            return null;
        }

        return project.Program;
    }

    /// <summary>Starts the program and lets it end. It fails unless its answer is right.</summary>
    public static BenchProcess Run(string program, string path, Entries entries)
    {
        byte[] key = new byte[entries.TextLength];
        long wanted = entries.Count / 2;
        KeySpace.WriteText(wanted, key);
        return BenchProcess.RunProgram(program, path, Encoding.ASCII.GetString(key), KeySpace.Value(wanted).ToString(CultureInfo.InvariantCulture));
    }

    private static string? Problem(ConsoleProject project, string way)
    {
        if (project.Sources.FirstOrDefault(source => !File.Exists(source)) is { } missing)
        {
            return $"there is no {missing}.";
        }

        if (way == ConsoleProject.Aot && !ConsoleProject.HasLinker())
        {
            return "neither clang nor gcc is here to link with.";
        }

        try
        {
            Publication publication = project.Publish(way);
            return publication.Succeeded ? null
                : publication.LacksPackages ? "the feed does not have the compiler."
                : $"the build failed.{Environment.NewLine}{publication.Output}";
        }
        catch (Win32Exception failure)
        {
            return $"dotnet cannot be started: {failure.Message}";
        }
    }
}
