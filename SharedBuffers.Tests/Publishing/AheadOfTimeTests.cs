using NUnit.Framework;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Publishing;

/// <summary>
/// A console program of a user, published without a just-in-time compiler, every warning of the trimmer and the compiler an error, and run. NativeAOT needs a linker of the
/// platform and packages that not every feed has; where they are not there the program is published trimmed, which removes the same code.
/// </summary>
[TestFixture]
[Category("Slow")]
internal sealed class AheadOfTimeTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(8);

    [Test]
    public void Publish_ConsoleWithCoreAndGenerator_RunsAsUnderTheJustInTimeCompiler()
    {
        using var folder = new TemporaryFolder();
        string source = RepositoryRoot.Combine("SharedBuffers.Tests", "Publishing", "Consumer");
        File.Copy(Path.Combine(source, "Program.cs"), folder["Program.cs"]);
        string way = HasLinker() ? "PublishAot" : "PublishTrimmed";
        ChildProcess publish = Publish(folder, way);
        if (way == "PublishAot" && LacksPackages(publish))
        {
            way = "PublishTrimmed";
            publish = Publish(folder, way);
        }

        TestContext.Out.WriteLine(way);
        Assert.That(publish.ExitCode, Is.Zero, publish.Output + publish.Error);

        ChildProcess program = ChildProcess.Run(Path.Combine(folder["out"], OperatingSystem.IsWindows() ? "Consumer.exe" : "Consumer"), []);
        Assert.That(program.ExitCode, Is.Zero, program.Error);
        Assert.That(program.Output.ReplaceLineEndings("\n"), Is.EqualTo(File.ReadAllText(Path.Combine(source, "Output.txt")).ReplaceLineEndings("\n")));
    }

    private static ChildProcess Publish(TemporaryFolder folder, string way)
    {
        File.WriteAllText(folder["Consumer.csproj"], Project(way));
        string[] arguments = ["publish", "-c", "Release", "-o", folder["out"], "--use-current-runtime", "--self-contained", "-p:UseSharedCompilation=false", "-nodeReuse:false"];
        return ChildProcess.Run("dotnet", arguments, folder.Root, timeout: s_patience);
    }

    /// <summary>Whether the feed has not the compiler: "unable to find package" and "unable to find package with version".</summary>
    private static bool LacksPackages(ChildProcess publish) => publish.ExitCode != 0 && (publish.Output.Contains("NU1101") || publish.Output.Contains("NU1102"));

    /// <summary>A project that takes the libraries as they were built for these tests.</summary>
    private static string Project(string publishing)
    {
        string binaries = AppContext.BaseDirectory;
        return $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <{publishing}>true</{publishing}>
                <InvariantGlobalization>true</InvariantGlobalization>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <TrimmerSingleWarn>false</TrimmerSingleWarn>
              </PropertyGroup>
              <ItemGroup>
                <Reference Include="{Path.Combine(binaries, "SharedBuffers.Core.dll")}" />
                <Reference Include="{Path.Combine(binaries, "System.Numerics.Tensors.dll")}" />
                <Analyzer Include="{Path.Combine(binaries, "SharedBuffers.Generators.dll")}" />
              </ItemGroup>
            </Project>
            """;
    }

    /// <summary>Whether there is what NativeAOT links with: clang or gcc, or the build tools of Visual Studio.</summary>
    private static bool HasLinker()
    {
        if (OperatingSystem.IsWindows())
        {
            string installer = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFilesX86), "Microsoft Visual Studio", "Installer", "vswhere.exe");
            return File.Exists(installer);
        }

        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.Any(folder => File.Exists(Path.Combine(folder, "clang")) || File.Exists(Path.Combine(folder, "gcc")));
    }
}
