using SharedBuffers.Memory;

namespace SharedBuffers.Collections;

/// <summary>Sections that pools gave back, for the next ones: memory that is mapped already and holds nothing but zeros.</summary>
/// <remarks>Safe for use by several threads and pools at once. <see cref="Dispose"/> frees what lies in it; a pool that is disposed later frees its sections itself.</remarks>
public sealed class SectionFreeList : IDisposable
{
    /// <summary>Bytes that a list keeps unless told otherwise: 1 GiB.</summary>
    public const long DefaultCapacity = 1 << 30;

    private readonly Lock _lock = new();
    private readonly List<MappedFileRegion> _sections = [];
    private bool _isDisposed;

    /// <summary>Creates an empty list.</summary>
    /// <param name="capacity">Most bytes kept; sections beyond it are freed.</param>
    public SectionFreeList(long capacity = DefaultCapacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        Capacity = capacity;
    }

    /// <summary>Most bytes kept.</summary>
    public long Capacity { get; }

    /// <summary>Sections in the list.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _sections.Count;
            }
        }
    }

    /// <summary>Frees the sections in the list. Safe to call twice.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _sections.ForEach(section => section.Dispose());
            _sections.Clear();
        }
    }

    /// <summary>Takes a section out of the list; null if it has none of that length.</summary>
    internal MappedFileRegion? Take(long length)
    {
        lock (_lock)
        {
            int index = _sections.FindLastIndex(section => section.Length == length);
            if (index < 0)
            {
                return null;
            }

            MappedFileRegion section = _sections[index];
            _sections.RemoveAt(index);
            return section;
        }
    }

    /// <summary>Takes a section over, cleared, or frees it if there is no room. In either case its views cannot be read any more.</summary>
    /// <param name="section">The section.</param>
    /// <param name="usedLength">Bytes from its start that may be other than zero.</param>
    internal void Give(MappedFileRegion section, long usedLength)
    {
        if (!HasRoom(section.Length))
        {
            section.Dispose();
            return;
        }

        // Outside the lock: clearing takes its time. Two sections that find the last room at once both stay, which does no harm.
        MappedFileRegion cleared = section.Recycle(usedLength);
        lock (_lock)
        {
            if (!_isDisposed)
            {
                _sections.Add(cleared);
                return;
            }
        }

        cleared.Dispose();
    }

    private bool HasRoom(long length)
    {
        lock (_lock)
        {
            return !_isDisposed && length <= Capacity - _sections.Sum(section => section.Length);
        }
    }
}
