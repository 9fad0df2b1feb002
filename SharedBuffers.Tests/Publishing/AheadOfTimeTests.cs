using NUnit.Framework;
using SharedBuffers.Bench.Processes;
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
    [Test]
    public void Publish_ConsoleWithCoreAndGenerator_RunsAsUnderTheJustInTimeCompiler()
    {
        using var folder = new TemporaryFolder();
        string source = RepositoryRoot.Combine("SharedBuffers.Tests", "Publishing", "Consumer");
        var project = new ConsoleProject(folder.Root, "Consumer", [Path.Combine(source, "Program.cs")]);
        string way = ConsoleProject.HasLinker() ? ConsoleProject.Aot : ConsoleProject.Trimmed;
        Publication publication = project.Publish(way);
        if (way == ConsoleProject.Aot && publication.LacksPackages)
        {
            way = ConsoleProject.Trimmed;
            publication = project.Publish(way);
        }

        TestContext.Out.WriteLine(way);
        Assert.That(publication.Succeeded, publication.Output);

        ChildProcess program = ChildProcess.Run(project.Program, []);
        Assert.That(program.ExitCode, Is.Zero, program.Error);
        Assert.That(program.Output.ReplaceLineEndings("\n"), Is.EqualTo(File.ReadAllText(Path.Combine(source, "Output.txt")).ReplaceLineEndings("\n")));
    }
}
