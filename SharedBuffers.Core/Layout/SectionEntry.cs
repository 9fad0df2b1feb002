using System.Runtime.InteropServices;

namespace SharedBuffers.Layout;

/// <summary>One entry of the directory of a native file. <c>docs/format/file.md</c> specifies it.</summary>
/// <remarks>
/// <code>
/// offset width field
///      0     4 kind              SectionKind, not 0
///      4     4 flags             0; same rule as the flags of the file header
///      8     8 offset            bytes from the start of the file, multiple of 4096, at or after the end of the section before
///     16     8 length            bytes, 0 and up, padding not included
///     24     8 checksum          XXH3-64 of the section's block checksums; for the section BlockChecksums, of its bytes
///     32     8 first block       position of the section's first checksum in the section BlockChecksums, in checksums of 8 bytes
///     40     4 name offset       bytes from the start of the directory
///     44     4 name length       bytes of UTF-8, 0 to 4096
///     48     8 count             elements, as the section's kind defines them
///     56     8 reserved          0
/// </code>
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct SectionEntry
{
    public const int Size = 64;

    /// <summary>Longest name of a section in bytes of UTF-8.</summary>
    public const int MaxNameLength = 4096;

    [FieldOffset(0)]
    public uint Kind;

    [FieldOffset(4)]
    public uint Flags;

    [FieldOffset(8)]
    public long Offset;

    [FieldOffset(16)]
    public long Length;

    [FieldOffset(24)]
    public ulong Checksum;

    [FieldOffset(32)]
    public long FirstBlock;

    [FieldOffset(40)]
    public uint NameOffset;

    [FieldOffset(44)]
    public uint NameLength;

    [FieldOffset(48)]
    public long Count;

    [FieldOffset(56)]
    private readonly ulong _reserved0;
}
