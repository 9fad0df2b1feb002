using System.Runtime.Versioning;
using NUnit.Framework;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Scripts;

/// <summary>build.sh with a dotnet that is missing, too old, or only pretends to build: what the script says and how it ends.</summary>
[Platform(Exclude = "Win")]
[UnsupportedOSPlatform("windows")]
internal sealed class BuildScriptTests
{
    private string _folder = "";
    private string _bin = "";

    [SetUp]
    public void CopyScriptIntoFolderWithSpaces()
    {
        _folder = Path.Combine(Path.GetTempPath(), $"shared buffers {Guid.NewGuid():N}");
        _bin = Path.Combine(_folder, "bin of tools");
        Directory.CreateDirectory(_bin);
        File.Copy(RepositoryRoot.Combine("build.sh"), Path.Combine(_folder, "build.sh"));
        foreach (string tool in new[] { "dirname", "sed", "grep", "head", "rm", "mkdir", "cat" })
        {
            string real = new[] { "/usr/bin", "/bin" }.Select(folder => Path.Combine(folder, tool)).First(File.Exists);
            File.CreateSymbolicLink(Path.Combine(_bin, tool), real);
        }
    }

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Build_NoDotnetOnPath_SaysWhatToInstall()
    {
        ChildProcess result = Run();

        Assert.That(result.ExitCode, Is.EqualTo(2));
        Assert.That(result.Error, Does.Contain("the .NET 10 SDK is needed").And.Contain("no 'dotnet' on the PATH").And.Contain("https://dotnet.microsoft.com/"));
    }

    [TestCase("help")]
    [TestCase("--help")]
    public void Help_WithoutSdk_ListsTheVerbs(string verb)
    {
        ChildProcess result = Run(verb);

        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.That(result.Output, Does.Contain("./build.sh demo").And.Contain("./build.sh bench"));
    }

    [Test]
    public void Build_OldSdk_NamesTheSdksThatAreThere()
    {
        FakeDotnet("""
            case $1 in
                --version) echo 8.0.404 ;;
                --list-sdks) echo "8.0.404 [/opt/dotnet/sdk]" ;;
            esac
            """);

        ChildProcess result = Run();

        Assert.That(result.ExitCode, Is.EqualTo(2));
        Assert.That(result.Error, Does.Contain("the .NET 10 SDK is needed").And.Contain("8.0.404 [/opt/dotnet/sdk]"));
    }

    [Test]
    public void Build_RuntimeWithoutSdk_SaysWhatToInstall()
    {
        FakeDotnet("echo 'No .NET SDKs were found.' >&2; exit 145");

        ChildProcess result = Run();

        Assert.That(result.ExitCode, Is.EqualTo(2));
        Assert.That(result.Error, Does.Contain("the .NET 10 SDK is needed"));
    }

    [Test]
    public void Build_FromAnotherDirectory_BuildsTheSolutionBesideTheScript()
    {
        FakeDotnet("if [ $1 = --version ]; then echo 10.0.100; else echo \"$PWD: $*\"; fi");

        ChildProcess result = Run();

        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.That(result.Output, Does.Contain($"{Path.GetFileName(_folder)}: build SharedBuffers.sln -c Release"));
    }

    [Test]
    public void Test_SomeFailedAndSkipped_EndsWithCountsAndFails()
    {
        FakeTestRun("""<Counters total="12" executed="10" passed="9" failed="1" error="0" notExecuted="0" />""", exitCode: 1);

        ChildProcess result = Run("test");

        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(LastLine(result), Is.EqualTo("9 passed, 1 failed, 2 skipped"));
    }

    [Test]
    public void Test_AllPassed_EndsWithCountsAndSucceeds()
    {
        FakeTestRun("""<Counters total="12" executed="12" passed="12" failed="0" error="0" notExecuted="0" />""", exitCode: 0);

        ChildProcess result = Run("test");

        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.That(LastLine(result), Is.EqualTo("12 passed, 0 failed, 0 skipped"));
    }

    [Test]
    public void Test_NoTestRan_Fails()
    {
        FakeDotnet("if [ $1 = --version ]; then echo 10.0.100; fi");

        ChildProcess result = Run("test");

        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Error, Does.Contain("no test ran"));
        Assert.That(LastLine(result), Is.EqualTo("0 passed, 0 failed, 0 skipped"));
    }

    [Test]
    public void Bench_Arguments_ArePassedOn()
    {
        FakeDotnet("if [ $1 = --version ]; then echo 10.0.100; else printf '<%s>' \"$@\"; echo; fi");

        ChildProcess result = Run("bench", "scenario", "quick", "*Open*");

        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.That(LastLine(result), Does.EndWith("<scenario><quick><*Open*>"));
    }

    [Test]
    public void Verb_Unknown_ListsTheVerbs()
    {
        ChildProcess result = Run("tset");

        Assert.That(result.ExitCode, Is.EqualTo(2));
        Assert.That(result.Error, Does.Contain("unknown verb 'tset'").And.Contain("./build.sh test").And.Contain("./build.sh demo"));
    }

    private ChildProcess Run(params string[] arguments) => ChildProcess.Run(
        "/bin/sh",
        [Path.Combine(_folder, "build.sh"), .. arguments],
        workingDirectory: Path.GetTempPath(),
        environment: new Dictionary<string, string> { ["PATH"] = _bin });

    private static string LastLine(ChildProcess result) => result.Output.TrimEnd('\n').Split('\n')[^1];

    private void FakeTestRun(string counters, int exitCode) => FakeDotnet($"""
        case $1 in
            --version) echo 10.0.100 ;;
            test) mkdir -p artifacts/test-results && echo '{counters}' > artifacts/test-results/tests.trx && exit {exitCode} ;;
        esac
        """);

    private void FakeDotnet(string body)
    {
        string path = Path.Combine(_bin, "dotnet");
        File.WriteAllText(path, $"#!/bin/sh\n{body}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }
}
