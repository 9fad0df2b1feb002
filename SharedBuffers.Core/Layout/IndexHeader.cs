using System.Runtime.InteropServices;

namespace SharedBuffers.Layout;

/// <summary>Start of a section of kind <see cref="SectionKind.Index"/>; a hash table follows. <c>docs/format/collections.md</c> specifies it.</summary>
/// <remarks>
/// <code>
/// offset width field
///      0     2 version           1
///      2     1 key kind          KeyKind, not 0
///      3     1 role              IndexRole
///      4     4 rows section      ordinal in the directory of the section Rows that the index refers to
///      8    48 reserved          0; the table starts on a cache line
///     56     8 checksum          XXH3-64 of the 56 bytes before: what the keys are is known to be true before anyone asks for one
///     64       hash table        its values are record offsets from the start of the section Rows, in units of 8 bytes
/// </code>
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct IndexHeader
{
    public const int Size = 64;

    /// <summary>Bytes of the header that its checksum covers: all before it.</summary>
    public const int ChecksummedLength = 56;

    public const ushort CurrentVersion = 1;

    [FieldOffset(0)]
    public ushort Version;

    [FieldOffset(2)]
    public KeyKind KeyKind;

    [FieldOffset(3)]
    public IndexRole Role;

    [FieldOffset(4)]
    public uint RowsSection;

    [FieldOffset(8)]
    private readonly ulong _reserved0;

    [FieldOffset(16)]
    private readonly ulong _reserved1;

    [FieldOffset(24)]
    private readonly ulong _reserved2;

    [FieldOffset(32)]
    private readonly ulong _reserved3;

    [FieldOffset(40)]
    private readonly ulong _reserved4;

    [FieldOffset(48)]
    private readonly ulong _reserved5;

    [FieldOffset(56)]
    public ulong Checksum;
}
