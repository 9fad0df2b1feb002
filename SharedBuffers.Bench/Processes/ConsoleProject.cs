using System.Diagnostics;

namespace SharedBuffers.Bench.Processes;

/// <summary>
/// A console program that takes the library as it was built for this process, published in a folder of its own with <c>dotnet publish</c>, every warning an error.
/// </summary>
/// <param name="Folder">Where the project is written and published to.</param>
/// <param name="Name">Of the program.</param>
/// <param name="Sources">Full paths of its source files.</param>
internal sealed record ConsoleProject(string Folder, string Name, IReadOnlyList<string> Sources)
{
    /// <summary>Compiled to machine code, no runtime to start.</summary>
    public const string Aot = "PublishAot";

    /// <summary>With a runtime of its own, both without what is not used.</summary>
    public const string Trimmed = "PublishTrimmed";

    /// <summary>For the runtime of the machine, most methods compiled beforehand.</summary>
    public const string ReadyToRun = "PublishReadyToRun";

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(8);

    /// <summary>The published program.</summary>
    public string Program => Path.Combine(Folder, "out", OperatingSystem.IsWindows() ? Name + ".exe" : Name);

    /// <summary>Whether there is what NativeAOT links with: clang or gcc, or the build tools of Visual Studio.</summary>
    public static bool HasLinker()
    {
        if (OperatingSystem.IsWindows())
        {
            string installer = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFilesX86), "Microsoft Visual Studio", "Installer", "vswhere.exe");
            return File.Exists(installer);
        }

        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.Any(folder => File.Exists(Path.Combine(folder, "clang")) || File.Exists(Path.Combine(folder, "gcc")));
    }

    /// <summary>Publishes the program; where inputs are as they were the last time, little is done.</summary>
    /// <param name="way">One of the constants of this type.</param>
    public Publication Publish(string way)
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, Name + ".csproj"), ProjectText(way));

        // The folder may lie in the repository, whose settings are not those of a program of a user. No server of the build outlives it.
        string[] arguments =
        [
            "publish", "-c", "Release", "-o", Path.Combine(Folder, "out"), "--use-current-runtime", "-p:ImportDirectoryBuildProps=false", "-p:ImportDirectoryPackagesProps=false",
            "-p:UseSharedCompilation=false", "-nodeReuse:false",
        ];
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        bool ended = process.WaitForExit(s_patience);
        if (!ended)
        {
            process.Kill(entireProcessTree: true);
        }

        return new Publication(ended && process.ExitCode == 0, output.Result + error.Result);
    }

    private string ProjectText(string way)
    {
        string binaries = AppContext.BaseDirectory;
        return $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <EnableDefaultCompileItems>false</EnableDefaultCompileItems>
                <{way}>true</{way}>
                <SelfContained>{(way == ReadyToRun ? "false" : "true")}</SelfContained>
                <InvariantGlobalization>true</InvariantGlobalization>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <TrimmerSingleWarn>false</TrimmerSingleWarn>
              </PropertyGroup>
              <ItemGroup>
                <Compile Include="{string.Join(';', Sources)}" />
                <Reference Include="{Path.Combine(binaries, "SharedBuffers.Core.dll")}" />
                <Reference Include="{Path.Combine(binaries, "System.Numerics.Tensors.dll")}" />
                <Analyzer Include="{Path.Combine(binaries, "SharedBuffers.Generators.dll")}" Condition="Exists('{Path.Combine(binaries, "SharedBuffers.Generators.dll")}')" />
              </ItemGroup>
            </Project>
            """;
    }
}
