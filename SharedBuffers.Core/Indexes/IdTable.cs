using SharedBuffers.Files;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Indexes;

/// <summary>A table to unsigned numbers in mapped bytes: what mappers have in common, whatever they know of their keys.</summary>
/// <remarks>Thread safety: immutable, any number of threads may read concurrently. <see cref="Dispose"/> must not run concurrently with reads.</remarks>
public abstract class IdTable : IDisposable
{
    private readonly IDisposable? _owner;

    private protected IdTable(RawTable table, IDisposable? owner)
    {
        Table = table;
        _owner = owner;
    }

    /// <summary>Distinct keys. O(1).</summary>
    public long LongCount => Table.Count;

    /// <summary>Distinct keys. O(1).</summary>
    /// <exception cref="OverflowException">There are more than <see cref="int.MaxValue"/>; use <see cref="LongCount"/>.</exception>
    public int Count => checked((int)Table.Count);

    /// <summary>Bytes that the table takes, keys and values included.</summary>
    public long ByteLength => Table.View.Length;

    /// <summary>The memory that the table is read from: for advice to the operating system.</summary>
    public MemoryRegion Region => Table.View.Region;

    internal RawTable Table { get; }

    /// <summary>Brings the table into memory, so that no lookup waits for a disk or takes a page fault; see <see cref="MemoryRegion.WarmUp(CancellationToken)"/>.</summary>
    public void WarmUp(CancellationToken cancellationToken = default) => Table.View.WarmUp(cancellationToken);

    /// <summary>Tells the operating system how the file will be used; see <see cref="MemoryRegion.TryAdvise(MemoryAdvice)"/>. Large pages want to be asked for before anything is read.</summary>
    /// <returns>Whether it took the advice.</returns>
    public bool TryAdvise(MemoryAdvice advice) => Table.View.Region.TryAdvise(advice);

    /// <summary>Keeps the table in memory until its file is closed, so that it cannot leave again after <see cref="WarmUp"/>; see <see cref="MemoryRegion.TryLock()"/>.</summary>
    /// <returns>Whether the system did.</returns>
    public bool TryLock() => Table.View.TryLock();

    /// <summary>Writes the bytes of the table, for a section of another file or for another process. O(length), in pieces.</summary>
    /// <param name="destination">Receives <see cref="ByteLength"/> bytes; need not seek.</param>
    /// <returns>Bytes written.</returns>
    public long CopyTo(Stream destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        const int Piece = 1 << 20;
        BufferView view = Table.View;
        for (long done = 0; done < view.Length; done += Piece)
        {
            destination.Write(view.GetSpan(done, (int)Math.Min(Piece, view.Length - done)));
        }

        return view.Length;
    }

    /// <summary>Copies the table into a native file of its own, put in place as a whole.</summary>
    /// <param name="path">The file; may be the one that this table was opened from.</param>
    /// <param name="section">Name of the section.</param>
    /// <exception cref="IOException">The file cannot be written; nothing is left behind.</exception>
    public void Publish(string path, string section = "") => IdMapperFile.Publish(path, section, CopyTo, () => LongCount);

    /// <summary>Unmaps the file, if the mapper opened it. Safe to call twice.</summary>
    public void Dispose()
    {
        _owner?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens the mapper section of a native file.</summary>
    private protected static (RawTable Table, IDisposable Owner) OpenSection(string path, LoadMode mode, string section, HashTableKind kind)
    {
        BufferFile file = BufferFile.Open(path, mode);
        try
        {
            return (RawTable.Open(file.GetView(SectionKind.IdMapper, section)).Expect(kind), file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
