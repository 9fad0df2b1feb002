using System.Text;
using System.Text.Unicode;
using SharedBuffers.Diagnostics;
using SharedBuffers.Hashing;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Files;

/// <summary>Reads and checks the header and the directory of a native file: all that opening one costs.</summary>
internal static class DirectoryReader
{
    public static FileHeader ReadHeader(MemoryRegion region)
    {
        if (region.Length < FileHeader.Size)
        {
            if (region.IsDisposed)
            {
                ThrowHelper.ObjectDisposed_Region();
            }

            if (region.Length >= sizeof(ulong))
            {
                CheckMagic(region.Name, region.Read<ulong>(0));
            }

            ThrowHelper.Corrupt_TooShortForHeader(region.Name, region.Length);
        }

        FileHeader header = region.Read<FileHeader>(0);
        CheckMagic(region.Name, header.Magic);

        // Versions come before the checksum: a newer version may place its checksum elsewhere, and "too new" is the better message.
        if (header.ReaderVersion > FileHeader.CurrentVersion)
        {
            ThrowHelper.Corrupt_TooNew(region.Name, header.ReaderVersion, FileHeader.CurrentVersion, header.FormatVersion);
        }

        ulong checksum = XxHash3.Hash64(region.GetSpan(0, FileHeader.ChecksummedLength));
        if (checksum != header.HeaderChecksum)
        {
            ThrowHelper.Corrupt_Checksum("the header", region.Name, header.HeaderChecksum, checksum, 0);
        }

        CheckFields(region, header);
        return header;
    }

    public static FileSection[] ReadSections(MemoryRegion region, in FileHeader header)
    {
        BufferView directory = new(region, header.DirectoryOffset, header.DirectoryLength);
        ulong checksum = XxHash3.Hash64(directory.AsSpan());
        if (checksum != header.FileId)
        {
            ThrowHelper.Corrupt_Checksum("the directory", region.Name, header.FileId, checksum, header.DirectoryOffset);
        }

        // CheckFields saw that the entries fit the directory, and so the file: the count cannot ask for more memory than the file has.
        var sections = new FileSection[(int)header.SectionCount];
        var seen = new HashSet<FileSection>(sections.Length, SectionIdentity.Instance);
        long end = FileHeader.Size;
        for (int i = 0; i < sections.Length; i++)
        {
            long position = (long)i * SectionEntry.Size;
            SectionEntry entry = directory.Read<SectionEntry>(position);
            CheckEntry(region, header, entry, end, header.DirectoryOffset + position);
            sections[i] = new FileSection(i, ReadName(directory, entry, position), entry);
            end = entry.Offset + entry.Length;
            if (!seen.Add(sections[i]))
            {
                ThrowHelper.Corrupt($"'{region.Name}' has two sections {sections[i]}", header.DirectoryOffset + position);
            }
        }

        CheckBlocks(region, header, sections);
        return sections;
    }

    private static void CheckMagic(string name, ulong magic)
    {
        if (magic == FileHeader.MagicValue)
        {
            return;
        }

        if (magic == FileHeader.SwappedMagic)
        {
            ThrowHelper.Corrupt_BigEndian(name);
        }

        if ((uint)magic == FileHeader.MagicLetters)
        {
            ThrowHelper.Corrupt_TextTransfer(name, magic);
        }

        ThrowHelper.Corrupt_WrongMagic(name, magic);
    }

    private static void CheckFields(MemoryRegion region, in FileHeader header)
    {
        if (header.FormatVersion < header.ReaderVersion || header.ReaderVersion == 0)
        {
            ThrowHelper.Corrupt($"The versions of '{region.Name}' contradict each other: format {header.FormatVersion}, reader {header.ReaderVersion}", 8);
        }

        if ((header.Flags & FileHeader.CriticalFlags) != 0)
        {
            ThrowHelper.Corrupt_UnknownFlags(region.Name, header.Flags, 12);
        }

        if (header.FileLength != region.Length)
        {
            ThrowHelper.Corrupt_Truncated(region.Name, header.FileLength, region.Length);
        }

        // The directory ends the file. One subtraction on non-negative numbers: nothing here can overflow.
        if (header.DirectoryOffset < FileHeader.Size || header.DirectoryOffset > header.FileLength || header.DirectoryOffset % 8 != 0 ||
            header.DirectoryLength != header.FileLength - header.DirectoryOffset || header.DirectoryLength > int.MaxValue)
        {
            ThrowHelper.Corrupt(
                $"The directory of '{region.Name}' ({header.DirectoryLength} bytes at {header.DirectoryOffset}) is not the end of its {header.FileLength} bytes", 24);
        }

        if (header.SectionCount > header.DirectoryLength / SectionEntry.Size)
        {
            ThrowHelper.Corrupt($"The directory of '{region.Name}' has {header.DirectoryLength} bytes, too few for {header.SectionCount} sections", 48);
        }

        if (header.BlockChecksumLength != FileHeader.BlockLength)
        {
            ThrowHelper.Corrupt($"The block length of '{region.Name}' is {header.BlockChecksumLength}, version 1 has {FileHeader.BlockLength}", 52);
        }
    }

    private static void CheckEntry(MemoryRegion region, in FileHeader header, in SectionEntry entry, long previousEnd, long position)
    {
        if (entry.Kind is 0 or > int.MaxValue)
        {
            ThrowHelper.Corrupt($"A section of '{region.Name}' has the kind {entry.Kind}", position);
        }

        if ((entry.Flags & FileHeader.CriticalFlags) != 0)
        {
            ThrowHelper.Corrupt_UnknownFlags(region.Name, entry.Flags, position + 4);
        }

        if (entry.Offset % FileHeader.SectionAlignment != 0 || entry.Offset < previousEnd || entry.Length < 0 ||
            entry.Offset > header.DirectoryOffset || entry.Length > header.DirectoryOffset - entry.Offset)
        {
            ThrowHelper.Corrupt(
                $"A section of '{region.Name}' ({entry.Length} bytes at {entry.Offset}) does not lie between the one before and the directory at {header.DirectoryOffset}",
                position + 8);
        }

        if (entry.Count < 0)
        {
            ThrowHelper.Corrupt($"A section of '{region.Name}' has {entry.Count} elements", position + 48);
        }
    }

    private static string ReadName(BufferView directory, in SectionEntry entry, long position)
    {
        if (entry.NameLength > SectionEntry.MaxNameLength)
        {
            ThrowHelper.Corrupt($"The name of a section has {entry.NameLength} bytes, {SectionEntry.MaxNameLength} is the most", directory.Offset + position + 44);
        }

        ReadOnlySpan<byte> name = directory.GetSpan(entry.NameOffset, (int)entry.NameLength);
        if (!Utf8.IsValid(name))
        {
            ThrowHelper.Corrupt("The name of a section is not UTF-8", directory.Offset + entry.NameOffset);
        }

        return Encoding.UTF8.GetString(name);
    }

    /// <summary>Every block of every section has its checksum, and the section that holds them is the last.</summary>
    private static void CheckBlocks(MemoryRegion region, in FileHeader header, FileSection[] sections)
    {
        FileSection? checksums = sections.Length == 0 ? null : sections[^1];
        if (checksums is not { Kind: SectionKind.BlockChecksums } || checksums.Length % sizeof(ulong) != 0)
        {
            ThrowHelper.Corrupt($"The last section of '{region.Name}' does not hold the block checksums", header.DirectoryOffset);
        }

        long next = 0;
        foreach (FileSection section in sections.AsSpan(0, sections.Length - 1))
        {
            if (section.Kind == SectionKind.BlockChecksums || section.FirstBlock != next)
            {
                ThrowHelper.Corrupt($"The block checksums of the section {section} of '{region.Name}' are not where they belong", header.DirectoryOffset);
            }

            next += section.BlockCount;
        }

        if (checksums.FirstBlock != 0 || next != checksums.Length / sizeof(ulong))
        {
            ThrowHelper.Corrupt($"'{region.Name}' has {checksums.Length / sizeof(ulong)} block checksums for {next} blocks", header.DirectoryOffset);
        }
    }
}
