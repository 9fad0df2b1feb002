using System.Text;
using SharedBuffers.Cli;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Cli;

/// <summary>Runs verbs inside the test process, in a folder of their own.</summary>
internal abstract class CommandLineFixture : IDisposable
{
    protected TemporaryFolder Folder { get; } = new();

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected string Write(string name, string text)
    {
        File.WriteAllText(Folder[name], text);
        return Folder[name];
    }

    protected static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter();
        int code = new CommandLine(Terminal.Plain(output, error), CancellationToken.None).Run(arguments);
        return (code, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }
}
