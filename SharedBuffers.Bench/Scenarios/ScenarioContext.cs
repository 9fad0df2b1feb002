using SharedBuffers.Bench.Measuring;

namespace SharedBuffers.Bench.Scenarios;

/// <summary>What scenarios share: how large to be, where files may lie, and the runner.</summary>
internal sealed class ScenarioContext(bool full, string folder, TextWriter log)
{
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

    /// <summary>Deletes a file of this run: a full run would otherwise need the sum of all of them.</summary>
    public void Delete(string name) => File.Delete(PathOf(name));
}
