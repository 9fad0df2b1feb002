using NUnit.Framework;

namespace SharedBuffers.Tests.Docs;

/// <summary>Every C# block of the README and of docs/ compiles with the real generator, runs, and prints what the page says.</summary>
internal sealed class DocCodeTests
{
    [TestCaseSource(typeof(DocProgram), nameof(DocProgram.All))]
    public void Block_OfAPage_CompilesAndRuns(object block)
    {
        var program = (DocProgram)block;

        (byte[]? image, IReadOnlyList<string> errors) = program.Compile();

        Assert.That(errors, Is.Empty, string.Join('\n', errors));
        if (program.CompileOnly)
        {
            return;
        }

        string output = DocProgram.Run(image!);
        Assert.That(output, Is.EqualTo(program.ExpectedOutput ?? output), $"{program}: the page says that it prints something else");
    }
}
