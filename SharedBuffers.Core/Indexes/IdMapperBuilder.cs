using SharedBuffers.Diagnostics;

namespace SharedBuffers.Indexes;

/// <summary>Builds the file of an id mapper in bounded memory: what the builders of all kinds of keys have in common.</summary>
/// <remarks>
/// Add every pair, then call <see cref="Publish"/> or <see cref="Build"/> once. Equal input gives equal bytes, whatever the memory budget. A builder made by a multi mapper keeps every
/// value of a key, in the order in which they were added; others follow <see cref="IndexBuildOptions.Duplicates"/>. Not thread-safe.
/// </remarks>
public abstract class IdMapperBuilder : IDisposable
{
    private protected IdMapperBuilder()
    {
    }

    /// <summary>Pairs added; once built, distinct keys.</summary>
    public abstract long Count { get; }

    /// <summary>Writes the table alone, without a file around it, for a section of another file. O(n).</summary>
    /// <param name="destination">Receives the bytes front to back; need not seek.</param>
    /// <returns>Bytes written.</returns>
    /// <exception cref="DuplicateKeyException">A key is repeated, the policy is <see cref="DuplicatePolicy.Error"/>, and a key has one value.</exception>
    /// <exception cref="OperationCanceledException">The options' token asked for it.</exception>
    public abstract long Build(Stream destination);

    /// <summary>Writes a native file and puts it in place as a whole: readers see the old file or the new one. O(n).</summary>
    /// <param name="path">The file.</param>
    /// <param name="section">Name of the section.</param>
    /// <exception cref="DuplicateKeyException">A key is repeated, the policy is <see cref="DuplicatePolicy.Error"/>, and a key has one value.</exception>
    /// <exception cref="OperationCanceledException">The options' token asked for it.</exception>
    /// <exception cref="IOException">The file cannot be written; nothing is left behind.</exception>
    public void Publish(string path, string section = "") => IdMapperFile.Publish(path, section, Build, () => Count);

    /// <summary>Frees memory and removes temporary files.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees memory and removes temporary files.</summary>
    /// <param name="disposing">Whether <see cref="Dispose()"/> was called.</param>
    protected abstract void Dispose(bool disposing);
}
