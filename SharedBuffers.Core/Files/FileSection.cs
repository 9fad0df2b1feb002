using SharedBuffers.Layout;

namespace SharedBuffers.Files;

/// <summary>What the directory of a native file says about one of its sections. The offsets were checked against the file when it was opened.</summary>
public sealed class FileSection
{
    internal FileSection(int ordinal, string name, in SectionEntry entry)
    {
        Ordinal = ordinal;
        Name = name;
        Kind = (SectionKind)entry.Kind;
        Offset = entry.Offset;
        Length = entry.Length;
        Count = entry.Count;
        Checksum = entry.Checksum;
        FirstBlock = entry.FirstBlock;
    }

    /// <summary>Position in the directory, from 0; sections refer to each other by it.</summary>
    public int Ordinal { get; }

    /// <summary>What the bytes are; maybe a kind that this version does not know.</summary>
    public SectionKind Kind { get; }

    /// <summary>The name; a file has at most one section of a kind and name.</summary>
    public string Name { get; }

    /// <summary>First byte, from the start of the file; a multiple of 4096.</summary>
    public long Offset { get; }

    /// <summary>Bytes, padding not included.</summary>
    public long Length { get; }

    /// <summary>Elements, as the kind defines them: records, schema slots, keys; 0 where nothing is counted.</summary>
    public long Count { get; }

    /// <summary>XXH3-64 of the checksums of the section's blocks.</summary>
    public ulong Checksum { get; }

    /// <summary>Blocks of <see cref="BufferFile.BlockLength"/> bytes that have a checksum each; the last one may be shorter.</summary>
    public long BlockCount => Kind == SectionKind.BlockChecksums ? 0 : Blocks(Length);

    /// <summary>Where the checksum of the first block is, counted in checksums.</summary>
    internal long FirstBlock { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} '{Name}'";

    internal static long Blocks(long length) => (length / FileHeader.BlockLength) + (length % FileHeader.BlockLength == 0 ? 0 : 1);
}
