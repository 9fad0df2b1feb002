using System.Runtime.InteropServices;
using SharedBuffers.Files;
using SharedBuffers.Hashing;
using SharedBuffers.Layout;
using SharedBuffers.Memory;
using SharedBuffers.Verification;

namespace SharedBuffers.Tests.Support;

/// <summary>A copy of a native file in memory that tests damage; unless asked not to, it makes all checksums fit again, as whoever wants to harm a reader would.</summary>
internal sealed class DamagedFile : IDisposable
{
    private readonly bool _fixChecksums;
    private readonly FileSection[] _sections;

    public DamagedFile(string path, bool fixChecksums = true)
        : this(MemoryRegion.CopyOf(File.ReadAllBytes(path)), fixChecksums)
    {
    }

    /// <summary>Damages bytes that the caller has put into a writable region; the region becomes this object's.</summary>
    public DamagedFile(MemoryRegion region, bool fixChecksums = true)
    {
        Region = region;
        _fixChecksums = fixChecksums;
        using BufferFile file = BufferFile.Open(region, ownsRegion: false);
        _sections = [.. file.Sections];
    }

    /// <summary>Changes a byte of the first section of a kind in the file itself.</summary>
    public static void Change(string path, SectionKind kind, long offset, Func<byte, byte> change)
    {
        using var damaged = new DamagedFile(path);
        damaged.Change(kind, offset, change);
        File.WriteAllBytes(path, damaged.Bytes);
    }

    public MemoryRegion Region { get; }

    public Span<byte> Bytes => Region.View.AsWritableSpan();

    /// <summary>The sections as they were before any damage.</summary>
    public IReadOnlyList<FileSection> Sections => _sections;

    public FileSection Section(SectionKind kind) => _sections.First(s => s.Kind == kind);

    /// <summary>Changes a byte of the first section of a kind.</summary>
    public void Change(SectionKind kind, long offset, Func<byte, byte> change) => Change(Section(kind).Offset + offset, change);

    /// <summary>Changes a byte of the file.</summary>
    public void Change(long offset, Func<byte, byte> change)
    {
        Bytes[(int)offset] = change(Bytes[(int)offset]);
        if (_fixChecksums)
        {
            FixChecksums();
        }
    }

    /// <summary>Changes each byte of the first section of a kind in four ways, one at a time, and asks the verifier.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="check">Checks the section of a file in which the verifier found nothing; the text says what was changed.</param>
    /// <returns>How many changes the verifier found.</returns>
    public int ChangeEveryByte(SectionKind kind, Action<BufferView, string> check)
    {
        byte[] original = Bytes.ToArray();
        FileSection section = Section(kind);
        int found = 0;
        for (long offset = 0; offset < section.Length; offset++)
        {
            foreach (byte change in new byte[] { 1, 2, 0x80, 0xFF })
            {
                Change(section.Offset + offset, value => (byte)(value ^ change));
                if (FileVerifier.Verify(Region).IsValid)
                {
                    check(new BufferView(Region, section.Offset, section.Length), $"byte {offset}, change {change:x2}");
                }
                else
                {
                    found++;
                }

                original.CopyTo(Bytes);
            }
        }

        return found;
    }

    /// <summary>Where a record of the first array starts in the file.</summary>
    public long OffsetOfRecord(int index)
    {
        BufferView offsets = new(Region, Section(SectionKind.ArrayIndex).Offset, Section(SectionKind.ArrayIndex).Length);
        return Section(SectionKind.Rows).Offset + 8L * offsets.Read<uint>(16 + 4 * index);
    }

    /// <summary>Makes the checksums of blocks, sections, directory and header fit the bytes, as far as the directory's places still make sense.</summary>
    public void FixChecksums()
    {
        Span<byte> bytes = Bytes;
        FileSection checksums = _sections[^1];
        Span<ulong> blocks = MemoryMarshal.Cast<byte, ulong>(bytes.Slice((int)checksums.Offset, (int)checksums.Length));
        var header = MemoryMarshal.Read<FileHeader>(bytes);
        Span<byte> directory = bytes[(int)DirectoryOffset..];
        foreach (FileSection section in _sections[..^1])
        {
            if (section.Kind == SectionKind.Index)
            {
                // The header of an index has a checksum of its own.
                Span<byte> indexHeader = bytes.Slice((int)section.Offset, IndexHeader.Size);
                MemoryMarshal.Write(indexHeader[IndexHeader.ChecksummedLength..], XxHash3.Hash64(indexHeader[..IndexHeader.ChecksummedLength]));
            }

            Span<ulong> own = blocks.Slice((int)section.FirstBlock, (int)section.BlockCount);
            for (int block = 0; block < own.Length; block++)
            {
                int start = block * BufferFile.BlockLength;
                own[block] = XxHash3.Hash64(bytes.Slice((int)section.Offset + start, (int)Math.Min(BufferFile.BlockLength, section.Length - start)));
            }

            WriteSectionChecksum(directory, section, XxHash3.Hash64(MemoryMarshal.AsBytes(own)));
        }

        WriteSectionChecksum(directory, checksums, XxHash3.Hash64(MemoryMarshal.AsBytes(blocks)));
        header.FileId = XxHash3.Hash64(directory);
        MemoryMarshal.Write(bytes, header);
        header.HeaderChecksum = XxHash3.Hash64(bytes[..FileHeader.ChecksummedLength]);
        MemoryMarshal.Write(bytes, header);
    }

    public void Dispose() => Region.Dispose();

    private long DirectoryOffset => (_sections[^1].Offset + _sections[^1].Length + 7) & -8;

    private static void WriteSectionChecksum(Span<byte> directory, FileSection section, ulong checksum) =>
        MemoryMarshal.Write(directory[(section.Ordinal * SectionEntry.Size + 24)..], checksum);
}
