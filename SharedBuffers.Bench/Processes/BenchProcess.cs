using System.Diagnostics;
using System.Globalization;

namespace SharedBuffers.Bench.Processes;

/// <summary>
/// A process of this program that does one thing and reports facts as lines of <c>name=value</c>. It says <c>ready</c> and waits for the end of its input
/// when it is to be looked at while it lives.
/// </summary>
internal sealed class BenchProcess : IDisposable
{
    private readonly Process _process;

    private BenchProcess(Process process, long startedAt)
    {
        _process = process;
        StartedAt = startedAt;
    }

    public int Id => _process.Id;

    /// <summary><see cref="Stopwatch.GetTimestamp"/> just before the process was started: the clock is that of the machine, so both processes read the same one.</summary>
    public long StartedAt { get; }

    /// <summary>What the process said so far.</summary>
    public Dictionary<string, double> Facts { get; } = new(StringComparer.Ordinal);

    /// <summary>Runs a child to its end.</summary>
    public static BenchProcess Run(params string[] arguments)
    {
        BenchProcess child = Start(arguments);
        child.Finish();
        return child;
    }

    /// <summary>Runs another program, which speaks as children do, to its end.</summary>
    public static BenchProcess RunProgram(string program, params string[] arguments)
    {
        BenchProcess process = StartProgram(program, arguments);
        process.Finish();
        return process;
    }

    /// <summary>Starts a child that will say <c>ready</c>.</summary>
    public static BenchProcess Start(params string[] arguments)
    {
        string host = Environment.ProcessPath!;
        bool isRuntimeHost = string.Equals(Path.GetFileNameWithoutExtension(host), "dotnet", StringComparison.OrdinalIgnoreCase);
        string[] program = isRuntimeHost ? [Path.Combine(AppContext.BaseDirectory, "SharedBuffers.Bench.dll")] : [];
        return StartProgram(host, [.. program, "child", .. arguments]);
    }

    /// <summary>Reads facts until the child says <c>ready</c>.</summary>
    public void WaitUntilReady()
    {
        if (!ReadFacts())
        {
            throw new InvalidOperationException("The child ended before it was ready.");
        }
    }

    /// <summary>Lets the child end and reads the rest of its facts.</summary>
    public void Finish()
    {
        _process.StandardInput.Close();
        while (ReadFacts())
        {
        }

        _process.WaitForExit();
        if (_process.ExitCode != 0)
        {
            throw new InvalidOperationException($"A child process ended with code {_process.ExitCode}.");
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    /// <summary>For the child: states a fact.</summary>
    public static void Say(string name, double value) => Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}={value:R}"));

    /// <summary>For the child: stays as it is until the parent has looked.</summary>
    public static void WaitForParent()
    {
        Console.Out.WriteLine("ready");
        Console.Out.Flush();
        _ = Console.In.ReadToEnd();
    }

    private static BenchProcess StartProgram(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        long startedAt = Stopwatch.GetTimestamp();
        return new BenchProcess(Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start."), startedAt);
    }

    private bool ReadFacts()
    {
        while (_process.StandardOutput.ReadLine() is { } line)
        {
            if (line == "ready")
            {
                return true;
            }

            int equals = line.IndexOf('=', StringComparison.Ordinal);
            Facts[line[..equals]] = double.Parse(line[(equals + 1)..], CultureInfo.InvariantCulture);
        }

        return false;
    }
}
