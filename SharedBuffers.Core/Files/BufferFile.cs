using System.Collections.ObjectModel;
using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Files;

/// <summary>
/// A native file open for reading: its header, its directory, and views of its sections. <c>docs/format/file.md</c> is the specification.
/// </summary>
/// <remarks>
/// <para>Opening is O(1) in the size of the file: it checks the length, the magic, the versions, the checksums of header and directory, and that every section lies inside the
/// file. It does not touch the sections: <see cref="VerifyChecksums"/> does.</para>
/// <para>Knows nothing of what sections mean. Everything read later stays bounds-checked, whether or not the checksums were verified.</para>
/// <para><b>Thread safety.</b> All reads may run concurrently; <see cref="Dispose"/> must not run concurrently with reads.</para>
/// </remarks>
public sealed partial class BufferFile : IDisposable
{
    private readonly FileSection[] _sections;
    private readonly bool _ownsRegion;
    private readonly long _directoryOffset;

    private BufferFile(MemoryRegion region, bool ownsRegion, in FileHeader header, FileSection[] sections)
    {
        Region = region;
        _ownsRegion = ownsRegion;
        _sections = sections;
        _directoryOffset = header.DirectoryOffset;
        FormatVersion = header.FormatVersion;
        FileId = header.FileId;
        Sections = new ReadOnlyCollection<FileSection>(sections);
    }

    /// <summary>Bytes that one block checksum covers.</summary>
    public static int BlockLength => FileHeader.BlockLength;

    /// <summary>The memory of the file.</summary>
    public MemoryRegion Region { get; }

    /// <summary>The format version that wrote the file.</summary>
    public int FormatVersion { get; }

    /// <summary>Hash of the content: files with the same bytes have the same id, files with other bytes practically never.</summary>
    public ulong FileId { get; }

    /// <summary>Bytes of the file.</summary>
    public long Length => Region.Length;

    /// <summary>The sections in the order in which they lie in the file.</summary>
    public IReadOnlyList<FileSection> Sections { get; }

    /// <summary>Maps or copies a file and checks its header and directory.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mode">Map it, or copy it into memory.</param>
    /// <param name="access">Read-only unless numeric slots are to be changed in place; such changes make the checksums stale.</param>
    /// <param name="offset">Where the native file starts inside the file at <paramref name="path"/>.</param>
    /// <param name="length">Bytes of the native file; null for all that follow <paramref name="offset"/>.</param>
    /// <exception cref="FileNotFoundException">No such file.</exception>
    /// <exception cref="DirectoryNotFoundException">No such folder.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="IOException"><paramref name="path"/> is a directory, or the operating system refuses.</exception>
    /// <exception cref="CorruptBufferException">The file is empty, truncated, no native file, too new, big-endian, or its header or directory is damaged.</exception>
    public static BufferFile Open(
        string path, LoadMode mode = LoadMode.Map, MapAccess access = MapAccess.ReadOnly, long offset = 0, long? length = null)
    {
        MemoryRegion region = MemoryRegion.OpenFile(path, mode, access, offset, length);
        try
        {
            return Open(region, ownsRegion: true);
        }
        catch
        {
            region.Dispose();
            throw;
        }
    }

    /// <summary>Reads a native file that is in memory already.</summary>
    /// <param name="region">The file's bytes, from the first to the last.</param>
    /// <param name="ownsRegion">Whether <see cref="Dispose"/> disposes the region.</param>
    /// <exception cref="CorruptBufferException">As for opening by path.</exception>
    public static BufferFile Open(MemoryRegion region, bool ownsRegion = true)
    {
        ArgumentNullException.ThrowIfNull(region);
        FileHeader header = DirectoryReader.ReadHeader(region);
        return new BufferFile(region, ownsRegion, header, DirectoryReader.ReadSections(region, header));
    }

    /// <summary>The section of a kind and name.</summary>
    /// <exception cref="KeyNotFoundException">The file has none.</exception>
    public FileSection GetSection(SectionKind kind, string name)
    {
        if (!TryGetSection(kind, name, out FileSection? section))
        {
            ThrowHelper.KeyNotFound_Section(Region.Name, $"{kind} '{name}'");
        }

        return section;
    }

    /// <summary>The section of a kind and name, if there is one. O(number of sections), allocates nothing.</summary>
    public bool TryGetSection(SectionKind kind, string name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out FileSection? section)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach (FileSection candidate in _sections)
        {
            if (candidate.Kind == kind && candidate.Name == name)
            {
                section = candidate;
                return true;
            }
        }

        section = null;
        return false;
    }

    /// <summary>The bytes of a section of this file.</summary>
    /// <exception cref="ArgumentException">The section is another file's.</exception>
    /// <exception cref="ObjectDisposedException">The file was disposed.</exception>
    public BufferView GetView(FileSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        if (section.Ordinal >= _sections.Length || !ReferenceEquals(_sections[section.Ordinal], section))
        {
            ThrowHelper.Argument($"The section {section} is not one of '{Region.Name}'.", nameof(section));
        }

        return new BufferView(Region, section.Offset, section.Length);
    }

    /// <summary>The bytes of the section of a kind and name.</summary>
    /// <exception cref="KeyNotFoundException">The file has none.</exception>
    public BufferView GetView(SectionKind kind, string name) => GetView(GetSection(kind, name));

    /// <summary>Unmaps or frees the file, unless the region was given and stays the caller's. Views of it throw <see cref="ObjectDisposedException"/> from then on.</summary>
    public void Dispose()
    {
        if (_ownsRegion)
        {
            Region.Dispose();
        }
    }
}
