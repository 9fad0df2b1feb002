using System.Runtime.InteropServices;

namespace SharedBuffers.Layout;

/// <summary>Start of a section of kind <see cref="SectionKind.Shards"/>. <c>docs/format/collections.md</c> specifies it.</summary>
/// <remarks>
/// <code>
/// offset width field
///      0     2 version           1
///      2     1 key kind          KeyKind, not 0
///      3     1 reserved          0
///      4     4 shards            1 to 65536; an entry of each follows
///      8     8 checksum          XXH3-64 of the whole section, with 0 in these 8 bytes
/// </code>
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct ShardsHeader
{
    public const int Size = 16;

    public const ushort CurrentVersion = 1;

    public const int ChecksumOffset = 8;

    [FieldOffset(0)]
    public ushort Version;

    [FieldOffset(2)]
    public KeyKind KeyKind;

    [FieldOffset(3)]
    private readonly byte _reserved0;

    [FieldOffset(4)]
    public uint ShardCount;

    [FieldOffset(ChecksumOffset)]
    public ulong Checksum;
}
