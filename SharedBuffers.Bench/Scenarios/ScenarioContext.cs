using System.Diagnostics;
using System.Globalization;
using SharedBuffers.Bench.Measuring;
using SharedBuffers.Bench.Peers;

namespace SharedBuffers.Bench.Scenarios;

/// <summary>What scenarios share: how large to be, where files may lie, and the runner.</summary>
internal sealed class ScenarioContext(bool full, string folder, TextWriter log)
{
    /// <summary>The checked-out sources around this program, or the current folder.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>Whether the run may take an hour instead of five minutes.</summary>
    public bool Full { get; } = full;

    /// <summary>A folder for files of this run, deleted at its end. On a disk, not in memory: cold reads are part of the questions.</summary>
    public string Folder { get; } = folder;

    public TextWriter Log { get; } = log;

    public int Rounds => Full ? 7 : 5;

    public InterleavedRunner Runner => new(Rounds, Log);

    /// <summary>The value for a quick run, or for a full one.</summary>
    public T Choose<T>(T quick, T full) => Full ? full : quick;

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>The id mapper over some entries: built when first asked for, shared by the scenarios of a run.</summary>
    public string MapperFile(Entries entries)
    {
        string path = PathOf(string.Create(CultureInfo.InvariantCulture, $"{(entries.IsText ? "text" : "number")}-{entries.TextLength}-{entries.Count}.sbuf"));
        if (!File.Exists(path))
        {
            var watch = Stopwatch.StartNew();
            MapperStore.Write(path, entries);
            Log.WriteLine($"  built {Path.GetFileName(path)}: {new FileInfo(path).Length:N0} bytes in {watch.Elapsed.TotalSeconds:0.0} s");
        }

        return path;
    }

    private static string FindRepository()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "SharedBuffers.sln")))
            {
                return folder.FullName;
            }
        }

        return Environment.CurrentDirectory;
    }
}
