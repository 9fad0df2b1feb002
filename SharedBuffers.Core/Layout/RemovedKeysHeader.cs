using System.Runtime.InteropServices;

namespace SharedBuffers.Layout;

/// <summary>Start of a section of kind <see cref="SectionKind.RemovedKeys"/>; a hash table of the keys follows. <c>docs/format/collections.md</c> specifies it.</summary>
/// <remarks>
/// <code>
/// offset width field
///      0     2 version           1
///      2     1 key kind          KeyKind, not 0
///      3     5 reserved          0
///      8     8 base file         id of the file that the keys are removed from, 0 if it may be any
///     16    40 reserved          0; the table starts on a cache line
///     56     8 checksum          XXH3-64 of the 56 bytes before
///     64       hash table        of the keys; its values are 0
/// </code>
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct RemovedKeysHeader
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
    private readonly byte _reserved0;

    [FieldOffset(4)]
    private readonly uint _reserved1;

    [FieldOffset(8)]
    public ulong BaseFileId;

    [FieldOffset(16)]
    private readonly ulong _reserved2;

    [FieldOffset(24)]
    private readonly ulong _reserved3;

    [FieldOffset(32)]
    private readonly ulong _reserved4;

    [FieldOffset(40)]
    private readonly ulong _reserved5;

    [FieldOffset(48)]
    private readonly ulong _reserved6;

    [FieldOffset(56)]
    public ulong Checksum;
}
