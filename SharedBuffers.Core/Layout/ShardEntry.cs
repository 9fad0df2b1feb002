using System.Runtime.InteropServices;

namespace SharedBuffers.Layout;

/// <summary>One shard in a section of kind <see cref="SectionKind.Shards"/>; the names follow all entries. <c>docs/format/collections.md</c> specifies it.</summary>
/// <remarks>
/// <code>
/// offset width field
///      0     8 first hash        least hash of its keys
///      8     8 last hash         greatest hash of its keys
///     16     8 count             keys
///     24     8 file id           of the shard's file
///     32     4 name offset       of its file's name in UTF-8, from the start of the section
///     36     4 name length       bytes
/// </code>
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct ShardEntry
{
    public const int Size = 40;

    public const int NameOffsetOffset = 32;

    [FieldOffset(0)]
    public ulong FirstHash;

    [FieldOffset(8)]
    public ulong LastHash;

    [FieldOffset(16)]
    public long Count;

    [FieldOffset(24)]
    public ulong FileId;

    [FieldOffset(NameOffsetOffset)]
    public uint NameOffset;

    [FieldOffset(36)]
    public uint NameLength;
}
