using SharedBuffers.Diagnostics;
using SharedBuffers.Memory;
using SharedBuffers.Schemas;
using SharedBuffers.Values;

namespace SharedBuffers.Collections;

/// <summary>Objects are read in place, and all of them go to a dump.</summary>
public sealed partial class SharedObjectPool
{
    private const int DumpPart = 1 << 26;

    private delegate void DumpSink(ReadOnlySpan<byte> bytes, long position);

    /// <summary>Shows an object. O(log sections), no lock, no allocation once a type was read.</summary>
    /// <typeparam name="TView">The generated view of its type, or <c>ObjectView</c>.</typeparam>
    /// <param name="position">Position of an object, as it was returned when the object was added.</param>
    /// <param name="schema">The schema that it was packed by; null for the one that the view was compiled for. <c>ObjectView</c> needs it.</param>
    /// <remarks>A position of something else than an object of the schema gives meaningless values or <see cref="CorruptBufferException"/>.</remarks>
    /// <exception cref="CorruptBufferException">The position lies in no part of the pool that holds anything.</exception>
    /// <exception cref="ArgumentException"><paramref name="schema"/> is null and the view was compiled for none.</exception>
    /// <exception cref="SchemaMismatchException">The view cannot read what was packed by the schema.</exception>
    /// <exception cref="ObjectDisposedException">The pool was disposed.</exception>
    public TView Get<TView>(long position, Schema? schema = null)
        where TView : struct, IObjectView<TView>
    {
        PoolSection section = FindSection(position);
        return _types.GetObject<TView>(section.Region, position - section.Start, schema);
    }

    /// <summary>Shows a value with its typecode. O(log sections), no lock, no allocation.</summary>
    /// <param name="position">Position of a value, as <see cref="AddValue"/> returned it.</param>
    /// <exception cref="CorruptBufferException">The position lies in no part of the pool that holds anything, or no value is there.</exception>
    /// <exception cref="ObjectDisposedException">The pool was disposed.</exception>
    public SharedValue GetValue(long position)
    {
        PoolSection section = FindSection(position);
        return SharedValue.Read(section.Region, position - section.Start);
    }

    /// <summary>The section that a position lies in. O(log sections), no lock.</summary>
    /// <exception cref="CorruptBufferException">The position lies in no part of the pool that holds anything.</exception>
    /// <exception cref="ObjectDisposedException">The pool was disposed.</exception>
    public PoolSection FindSection(long position)
    {
        PoolSection[] sections = Volatile.Read(ref _sections);
        int low = 0;
        int high = sections.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            PoolSection section = sections[middle];
            if (position < section.Start)
            {
                high = middle - 1;
            }
            else if (position - section.Start >= section.Length)
            {
                low = middle + 1;
            }
            else if (position - section.Start < section.UsedLength)
            {
                return section;
            }
            else
            {
                break;
            }
        }

        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return ThrowHelper.Corrupt<PoolSection>($"Nothing was added to the pool at the position {position}", position);
    }

    /// <summary>Writes all objects to a stream: the bytes of all sections, the last one only as far as it is used. <c>docs/format/pool.md</c> specifies them.</summary>
    /// <param name="destination">Where to; it stays open.</param>
    /// <returns>Bytes written: <see cref="Length"/>. Positions count from the first of them.</returns>
    /// <remarks>Additions wait until it is done; reads do not.</remarks>
    /// <exception cref="IOException">The stream fails.</exception>
    /// <exception cref="ObjectDisposedException">The pool was disposed.</exception>
    public long WriteTo(Stream destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        return Dump((bytes, _) => destination.Write(bytes));
    }

    /// <summary>Writes all objects to a file, which appears as a whole or not at all; <see cref="MappedObjectPool"/> maps it.</summary>
    /// <param name="path">Where the file will be. An existing one is replaced.</param>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    /// <exception cref="IOException"><paramref name="path"/> is a folder, a device, a FIFO or a socket, or the operating system refuses.</exception>
    /// <exception cref="ObjectDisposedException">The pool was disposed.</exception>
    public void Publish(string path)
    {
        using var publication = new FilePublication(path);
        Dump((bytes, position) => FileBytes.Write(publication.Handle, bytes, position));
        publication.Publish();
    }

    private long Dump(DumpSink sink)
    {
        lock (_lock)
        {
            CheckUsable();
            foreach (PoolSection section in _sections)
            {
                long length = section == _sections[^1] ? section.UsedLength : section.Length;
                for (long done = 0; done < length; done += DumpPart)
                {
                    sink(section.Region.View.GetSpan(done, (int)Math.Min(DumpPart, length - done)), section.Start + done);
                }
            }

            return Length;
        }
    }
}
