using System.Diagnostics;
using System.Globalization;
using System.Text;
using NUnit.Framework;
using SharedBuffers.Cli;
using SharedBuffers.Cli.Output;
using SharedBuffers.Collections;
using SharedBuffers.Tests.Support;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Cli;

/// <summary>The real executable in a process of its own: pipes, signals, memory.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ToolProcessTests : IDisposable
{
    private static readonly string s_tool = typeof(CommandLine).Assembly.Location;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public void Build_FromPipe_SpoolsForTheSecondPass()
    {
        ChildProcess built = Tool("{\"k\":\"a\",\"v\":1}\r\n{\"k\":\"b\",\"v\":2.5}", "build", "--input", "-", "--format", "jsonl", "--key", "k", "--output", _folder["out.sbuf"]);

        Assert.That(built.ExitCode, Is.Zero, built.Error);
        Assert.That(built.Output, Is.Empty);
        Assert.That(built.Error, Does.Contain("schema: k:string,v:float64"));
        Assert.That(_folder.FileNames, Is.EqualTo(new[] { "out.sbuf" }));

        ChildProcess got = Tool(null, "get", _folder["out.sbuf"], "b");
        Assert.That(got.ExitCode, Is.Zero, got.Error);
        Assert.That(got.Output, Is.EqualTo("{\"k\":\"b\",\"v\":2.5}\n"));
        Assert.That(got.Error, Is.Empty);
    }

    [Test]
    public void Get_MissingKey_ExitsWithOne()
    {
        Tool("{\"k\":\"a\"}", "build", "--input", "-", "--format", "jsonl", "--key", "k", "--output", _folder["out.sbuf"]);

        ChildProcess got = Tool(null, "get", _folder["out.sbuf"], "z");

        Assert.That(got.ExitCode, Is.EqualTo(ExitCode.KeyMissing));
        Assert.That(got.Error, Does.Contain("'z'"));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "Signals are sent with kill.")]
    public void Build_Interrupted_LeavesTheOldFileAndNothingElse()
    {
        File.WriteAllText(_folder["out.sbuf"], "the old file");
        using Process process = Process.Start(new ProcessStartInfo("dotnet", ["exec", s_tool, "build", "--input", "-", "--format", "jsonl", "--schema", "k:string", "--key", "k", "--output", _folder["out.sbuf"]])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        })!;
        int written = 0;

        // The temporary file shows that the build is under way.
        while (_folder.FileNames.Length < 2 && !process.HasExited)
        {
            process.StandardInput.WriteLine($"{{\"k\":\"{written++}\"}}");
            process.StandardInput.Flush();
        }

        using (Process kill = Process.Start("kill", [InterruptIsIgnored() ? "-TERM" : "-INT", process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            kill.WaitForExit();
        }

        // The pipe stays open: the build must not wait for it.
        Assert.That(process.WaitForExit(TimeSpan.FromSeconds(30)), Is.True);

        Assert.That(process.ExitCode, Is.EqualTo(ExitCode.Cancelled), process.StandardError.ReadToEnd());
        Assert.That(_folder.FileNames, Is.EqualTo(new[] { "out.sbuf" }));
        Assert.That(File.ReadAllText(_folder["out.sbuf"]), Is.EqualTo("the old file"));
    }

    [Test]
    [Platform("Linux", Reason = "The limit is set by a shell, in units that others count differently.")]
    public void Build_FileBeyondTheLimitOfTheProcess_LeavesTheOldFileAndNothingElse()
    {
        File.WriteAllText(_folder["out.sbuf"], "the old file");
        File.WriteAllLines(_folder["in.jsonl"], Enumerable.Range(0, 20_000).Select(i => $"{{\"k\":\"{i}\",\"v\":\"{new string('x', 80)}\"}}"));

        // The runtime keeps its code in a file without a name, which would meet the limit first.
        ChildProcess built = ChildProcess.Run(
            "/bin/sh", ["-c", "ulimit -f 1000; exec \"$@\"", "sh", "dotnet", "exec", s_tool, "build", "--input", _folder["in.jsonl"], "--key", "k", "--output", _folder["out.sbuf"]],
            environment: new Dictionary<string, string> { ["DOTNET_EnableWriteXorExecute"] = "0", ["DOTNET_EnableDiagnostics"] = "0" });

        Assert.That(built.Error, Does.Contain("A file may not grow to"));
        Assert.That(built.ExitCode, Is.EqualTo(ExitCode.InputOutput));
        Assert.That(_folder.FileNames, Is.EqualTo(new[] { "in.jsonl", "out.sbuf" }));
        Assert.That(File.ReadAllText(_folder["out.sbuf"]), Is.EqualTo("the old file"));
    }

    [Test]
    [Category("Slow")]
    public void Build_MillionRecordsInSmallMemory_StaysBelowFourHundredMegabytes()
    {
        const int Count = 1_000_000;
        using (var input = new StreamWriter(_folder["in.jsonl"], append: false, new UTF8Encoding(false), 1 << 16))
        {
            for (int i = 0; i < Count; i++)
            {
                input.Write(LineOf(i));
            }
        }

        using Process process = Process.Start(new ProcessStartInfo("dotnet", ["exec", s_tool, "build", "--input", _folder["in.jsonl"], "--key", "id", "--memory", "64M", "--output", _folder["out.sbuf"]])
        {
            RedirectStandardError = true,
        })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        long peak = 0;
        while (!process.WaitForExit(20))
        {
            try
            {
                process.Refresh();
                peak = Math.Max(peak, process.PeakWorkingSet64);
            }
            catch (InvalidOperationException)
            {
                // It ended between two looks.
            }
        }

        Assert.That(process.ExitCode, Is.Zero, error.Result);
        Assert.That(peak, Is.GreaterThan(0).And.LessThan(400L << 20));
        TestContext.Out.WriteLine($"peak {peak >> 20} MB; {error.Result}");
        Assert.That(_folder.FileNames, Is.EqualTo(new[] { "in.jsonl", "out.sbuf" }));
        AssertSampleReadsBack(_folder["out.sbuf"], Count, sample: 100_000);
    }

    /// <summary>Keys anywhere in the file, each record compared as JSON with the line that it was made of.</summary>
    private static void AssertSampleReadsBack(string path, int count, int sample)
    {
        using var dictionary = MappedDictionary.Open<string, ObjectView>(path);
        using var lines = new MemoryStream();
        using var writer = new RecordJsonWriter(lines);
        var expected = new StringBuilder();
        Assert.That(dictionary.LongCount, Is.EqualTo(count));
        for (int n = 0; n < sample; n++)
        {
            int i = (int)(n * 7919L % count);
            Assert.That(dictionary.TryGetValue($"product-{i:x8}", out ObjectView record), Is.True);
            writer.Write(record);
            expected.Append(LineOf(i));
        }

        writer.Dispose();
        Assert.That(Encoding.UTF8.GetString(lines.ToArray()) == expected.ToString(), Is.True, "records differ from their lines");
    }

    private static string LineOf(int i) =>
        string.Create(CultureInfo.InvariantCulture, $"{{\"id\":\"product-{i:x8}\",\"price\":{i % 1000}.25,\"stock\":{i},\"name\":\"Product number {i}\"}}\n");

    /// <summary>Shells start background jobs with SIGINT ignored, and every child inherits that, the tool included.</summary>
    private static bool InterruptIsIgnored()
    {
        const int InterruptBit = 1 << (2 - 1);
        string? ignored = File.Exists("/proc/self/status") ? File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) : null;
        return ignored is not null && (Convert.ToUInt64(ignored["SigIgn:".Length..].Trim(), 16) & InterruptBit) != 0;
    }

    private static ChildProcess Tool(string? input, params string[] arguments) =>
        ChildProcess.Run("dotnet", ["exec", s_tool, .. arguments], input: input is null ? null : Encoding.UTF8.GetBytes(input));
}
