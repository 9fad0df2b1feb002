using System.Runtime.InteropServices;

namespace SharedBuffers.Layout;

/// <summary>Start of a section of kind <see cref="SectionKind.ArrayIndex"/>. <c>docs/format/collections.md</c> specifies it.</summary>
/// <remarks>
/// <code>
/// offset width field
///      0     2 version           1
///      2     1 offset width      4 or 8: bytes of a record offset; 0 if the records lie at equal distances
///      3     1 key kind          KeyKind of the keys that lie before the records, 0 if none do
///      4     4 flags             bit 0: records may lead to values in other records. Others 0
///      8     8 count             records
///     16       record offsets    count of them, from the start of the section Rows, in units of 8 bytes; for the width 0 two of 8 bytes:
///                                the first offset and the distance from one record to the next
/// </code>
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct ArrayIndexHeader
{
    public const int Size = 16;

    public const ushort CurrentVersion = 1;

    /// <summary>The offset width of records at equal distances.</summary>
    public const byte EqualDistances = 0;

    /// <summary>Bytes behind the header when the records lie at equal distances.</summary>
    public const int DistancesLength = 2 * sizeof(ulong);

    /// <summary>Flag: values are stored once for several records, so that a record cannot be copied by itself.</summary>
    public const uint SharedValuesFlag = 1;

    [FieldOffset(0)]
    public ushort Version;

    [FieldOffset(2)]
    public byte OffsetWidth;

    [FieldOffset(3)]
    public KeyKind KeyKind;

    /// <summary><see cref="SharedValuesFlag"/> or 0.</summary>
    [FieldOffset(4)]
    public uint Flags;

    [FieldOffset(8)]
    public long Count;
}
