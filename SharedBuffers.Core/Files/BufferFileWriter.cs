using System.Runtime.InteropServices;
using System.Text;
using SharedBuffers.Diagnostics;
using SharedBuffers.Hashing;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Files;

/// <summary>
/// Writes a native file: named sections one after the other, then their checksums and the directory, then the header. <c>docs/format/file.md</c> is the specification.
/// </summary>
/// <remarks>
/// <para>The bytes go to a temporary file in the folder of the destination; <see cref="Publish"/> puts it in place as a whole, and <see cref="Dispose"/> without it leaves
/// nothing behind. The same sections with the same bytes give the same file: it holds no time, no random number and no trace of the machine.</para>
/// <para>Memory: one block of 1 MiB, and 8 bytes for each MiB written. One thread at a time.</para>
/// </remarks>
/// <example><code>
/// using var writer = new BufferFileWriter("notes.sbuf");
/// writer.AddSection(SectionKind.UserData, "hello", "world"u8);
/// writer.Publish();
/// </code></example>
public sealed class BufferFileWriter : IDisposable
{
    private readonly FilePublication _publication;
    private readonly byte[] _block = GC.AllocateUninitializedArray<byte>(FileHeader.BlockLength);
    private readonly List<ulong> _blockChecksums = [];
    private readonly List<(SectionEntry Entry, byte[] Name)> _sections = [];
    private readonly HashSet<(SectionKind Kind, string Name)> _names = [];
    private SectionStream? _current;
    private SectionEntry _currentEntry;
    private byte[] _currentName = [];
    private bool _failed;
    private long _end = FileHeader.Size;

    /// <summary>Creates the temporary file.</summary>
    /// <param name="path">Where the file will be. An existing file stays as it is until <see cref="Publish"/>; a symbolic link is followed.</param>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    /// <exception cref="IOException"><paramref name="path"/> is a folder, a device, a FIFO or a socket, or the operating system refuses.</exception>
    public BufferFileWriter(string path) => _publication = new FilePublication(path);

    /// <summary>Where the file will be, absolute.</summary>
    public string DestinationPath => _publication.DestinationPath;

    /// <summary>The hash that names the content; known once the file is published.</summary>
    public ulong FileId { get; private set; }

    /// <summary>Whether sections can still be added.</summary>
    internal bool IsOpen { get; private set; } = true;

    /// <summary>Starts a section. Write to the stream, set its <see cref="SectionStream.Count"/>, dispose it; then the next section can start.</summary>
    /// <param name="kind">What the bytes are.</param>
    /// <param name="name">Any text, maybe empty; a file has at most one section of a kind and name.</param>
    /// <exception cref="ArgumentException">The kind is none of the caller's, the name is too long, or the pair is there already.</exception>
    /// <exception cref="InvalidOperationException">Another section is still open.</exception>
    public SectionStream BeginSection(SectionKind kind, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (kind is <= SectionKind.None or SectionKind.BlockChecksums)
        {
            ThrowHelper.ArgumentOutOfRange(nameof(kind), kind, "Sections of this kind cannot be written by hand.");
        }

        return Begin(kind, name, _blockChecksums);
    }

    /// <summary>Adds a section whose bytes are at hand.</summary>
    /// <inheritdoc cref="BeginSection"/>
    public void AddSection(SectionKind kind, string name, ReadOnlySpan<byte> content, long count = 0)
    {
        using SectionStream section = BeginSection(kind, name);
        section.Write(content);
        section.Count = count;
    }

    /// <summary>Writes directory and header, forces everything to the disk and puts the file in place.</summary>
    /// <exception cref="InvalidOperationException">A section is open, or writing one failed.</exception>
    /// <exception cref="IOException">The disk or the operating system refuses; the destination is as it was.</exception>
    public void Publish()
    {
        Complete();
        _publication.Publish();
        IsOpen = false;
    }

    /// <summary>The same, in the folder of the destination under a name that depends on the content.</summary>
    /// <param name="nameOf">Makes the name of the file of its id.</param>
    /// <param name="permissionsOf">The file whose permissions it gets, if that exists.</param>
    internal void PublishAs(Func<ulong, string> nameOf, string permissionsOf)
    {
        Complete();
        _publication.PublishAs(nameOf(FileId), permissionsOf);
        IsOpen = false;
    }

    /// <summary>Gives the file up unless it was published: the temporary file is deleted, the destination stays as it was. Safe to call twice.</summary>
    public void Dispose()
    {
        IsOpen = false;
        _publication.Dispose();
    }

    /// <summary>Maps what was written so far: sections that have ended can be read back while others follow.</summary>
    internal MemoryRegion MapWritten() => MemoryRegion.OpenWritten(_publication.Handle, _publication.TemporaryPath);

    internal void EndSection(SectionStream section)
    {
        _currentEntry.Length = section.Length;
        _currentEntry.Count = section.Count;
        _currentEntry.Checksum = _currentEntry.Kind == (uint)SectionKind.BlockChecksums
            ? SectionStream.Combine(CollectionsMarshal.AsSpan(_blockChecksums))
            : SectionStream.Combine(CollectionsMarshal.AsSpan(_blockChecksums)[(int)_currentEntry.FirstBlock..]);
        _sections.Add((_currentEntry, _currentName));
        _end = checked(_currentEntry.Offset + _currentEntry.Length);
        _current = null;
        _failed = false;
    }

    private SectionStream Begin(SectionKind kind, string name, List<ulong>? checksums)
    {
        CheckOpen();
        if (_current is not null)
        {
            ThrowHelper.InvalidOperation("Another section is still open: a file takes one section at a time.");
        }

        byte[] utf8 = Encoding.UTF8.GetBytes(name);
        if (utf8.Length > SectionEntry.MaxNameLength)
        {
            ThrowHelper.Argument($"The name of a section has at most {SectionEntry.MaxNameLength} bytes of UTF-8, this one has {utf8.Length}.", nameof(name));
        }

        if (!_names.Add((kind, name)))
        {
            ThrowHelper.Argument($"The file has a section {kind} '{name}' already.", nameof(name));
        }

        _currentName = utf8;
        _currentEntry = new SectionEntry
        {
            Kind = (uint)kind,
            Offset = AlignUp(_end, FileHeader.SectionAlignment),
            FirstBlock = checksums is null ? 0 : _blockChecksums.Count,
        };

        // Cleared when the section ends as it should: a stream whose write failed must not become part of a file.
        _failed = true;
        return _current = new SectionStream(this, _publication.Handle, _block, checksums, _currentEntry.Offset) { Ordinal = _sections.Count };
    }

    private void Complete()
    {
        CheckOpen();
        if (_current is not null)
        {
            ThrowHelper.InvalidOperation("A section is still open: dispose its stream before the file is published.");
        }

        using (SectionStream checksums = Begin(SectionKind.BlockChecksums, "", checksums: null))
        {
            checksums.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_blockChecksums)));
            checksums.Count = _blockChecksums.Count;
        }

        WriteDirectoryAndHeader();
    }

    private void WriteDirectoryAndHeader()
    {
        byte[] directory = BuildDirectory();
        long offset = AlignUp(_end, 8);
        FileId = XxHash3.Hash64(directory);
        var header = new FileHeader
        {
            Magic = FileHeader.MagicValue,
            FormatVersion = FileHeader.CurrentVersion,
            ReaderVersion = FileHeader.CurrentVersion,
            FileLength = offset + directory.Length,
            DirectoryOffset = offset,
            DirectoryLength = directory.Length,
            FileId = FileId,
            SectionCount = (uint)_sections.Count,
            BlockChecksumLength = FileHeader.BlockLength,
        };
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<FileHeader>(in header));
        header.HeaderChecksum = XxHash3.Hash64(bytes[..FileHeader.ChecksummedLength]);
        FileBytes.Write(_publication.Handle, directory, offset);
        FileBytes.Write(_publication.Handle, bytes, 0);
    }

    private byte[] BuildDirectory()
    {
        int entriesLength = checked(_sections.Count * SectionEntry.Size);
        byte[] directory = new byte[checked(entriesLength + _sections.Sum(s => s.Name.Length))];
        Span<SectionEntry> entries = MemoryMarshal.Cast<byte, SectionEntry>(directory.AsSpan(0, entriesLength));
        int namePosition = entriesLength;
        for (int i = 0; i < _sections.Count; i++)
        {
            (SectionEntry entry, byte[] name) = _sections[i];
            entry.NameOffset = (uint)namePosition;
            entry.NameLength = (uint)name.Length;
            entries[i] = entry;
            name.CopyTo(directory, namePosition);
            namePosition += name.Length;
        }

        return directory;
    }

    private static long AlignUp(long value, int alignment) => checked(value + alignment - 1) & -alignment;

    private void CheckOpen()
    {
        ObjectDisposedException.ThrowIf(!IsOpen, this);
        if (_failed && _current is null)
        {
            ThrowHelper.InvalidOperation("Writing a section failed: the file cannot be completed.");
        }
    }
}
