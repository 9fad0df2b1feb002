using SharedBuffers.Layout;

namespace SharedBuffers.Indexes;

/// <summary>
/// How the slots of a bucket are laid out: everything that follows from kind, value width and key capacity. Decided at build, derived again at open.
/// </summary>
/// <remarks>
/// A bucket is one cache line, or several for inline keys, and holds whole slots only: what a lookup compares first is what the first line brings.
/// Kinds with tags start with one tag byte a slot and then the limit byte; integer kinds start with the mixed keys in ascending order.
/// </remarks>
internal readonly record struct TableGeometry(HashTableKind Kind, int BucketSize, int SlotCount, int ValueWidth, int KeyCapacity)
{
    /// <summary>Cache line: the unit of bucket sizes and the alignment of tables.</summary>
    public const int Line = 64;

    /// <summary>Most slots of a bucket: tags and the limit byte fill one 16-byte vector.</summary>
    public const int MaxSlots = 15;

    /// <summary>Longest key that an inline slot can be made for; its length byte must stay below <see cref="HeapKeyMark"/>.</summary>
    public const int MaxKeyCapacity = 240;

    /// <summary>Length byte of an inline slot whose key lies in the key heap.</summary>
    public const byte HeapKeyMark = 255;

    /// <summary>Bytes of a slot that holds a heap key: the slot needs room for the 8-byte heap offset.</summary>
    public const int MinKeyCapacity = 8;

    /// <summary>Share of slots that are filled, in percent: see "Fill" in docs/experiments.md.</summary>
    public int FillPercent => Kind == HashTableKind.References ? 85 : 75;

    /// <summary>Offset of the limit byte in a bucket of a kind with tags.</summary>
    public int LimitOffset => SlotCount;

    /// <summary>Offset of the first slot (kinds with tags) in its bucket.</summary>
    public int SlotsOffset => Kind == HashTableKind.References ? (ValueWidth == 4 ? 16 : 8) : SlotCount + 1;

    /// <summary>Bytes from one slot to the next in kinds with tags.</summary>
    public int SlotStride => Kind == HashTableKind.InlineKeys ? 1 + KeyCapacity + ValueWidth : ValueWidth;

    /// <summary>Offset of the values in a bucket of an integer kind.</summary>
    public int ValuesOffset => Kind == HashTableKind.UInt64Keys || SlotCount == 8 ? SlotCount * KeyWidth : 24;

    /// <summary>Bytes of a mixed key in an integer kind.</summary>
    public int KeyWidth => Kind == HashTableKind.UInt64Keys ? 8 : 4;

    /// <summary>Seven or twelve references and their tags share a line.</summary>
    public static TableGeometry References(int width) => new(HashTableKind.References, Line, width == 4 ? 12 : 7, width, 0);

    /// <summary>Four pairs of 16 bytes or five of 12 share a line.</summary>
    public static TableGeometry UInt64Keys(int valueWidth) => new(HashTableKind.UInt64Keys, Line, valueWidth == 4 ? 5 : 4, valueWidth, 0);

    /// <summary>Eight pairs of 8 bytes or five of 12 share a line.</summary>
    public static TableGeometry UInt32Keys(int valueWidth) => new(HashTableKind.UInt32Keys, Line, valueWidth == 4 ? 8 : 5, valueWidth, 0);

    /// <summary>Buckets for <paramref name="count"/> entries at <see cref="FillPercent"/>; at least 1.</summary>
    public ulong HomeBuckets(ulong count)
    {
        ulong perBucket = (ulong)(SlotCount * FillPercent);
        return Math.Max(1, checked((count * 100) + perBucket - 1) / perBucket);
    }

    /// <summary>Whether the numbers, which may come from a file, describe a bucket that this code can read.</summary>
    public bool IsValid()
    {
        return Kind switch
        {
            HashTableKind.References => IsWidth(ValueWidth) && this == References(ValueWidth),
            HashTableKind.UInt64Keys => IsWidth(ValueWidth) && this == UInt64Keys(ValueWidth),
            HashTableKind.UInt32Keys => IsWidth(ValueWidth) && this == UInt32Keys(ValueWidth),
            HashTableKind.InlineKeys => IsWidth(ValueWidth)
                && KeyCapacity is >= MinKeyCapacity and <= MaxKeyCapacity
                && SlotCount is >= 1 and <= MaxSlots
                && BucketSize is >= Line and <= 64 * Line && BucketSize % Line == 0
                && SlotsOffset + (SlotCount * SlotStride) <= BucketSize,
            _ => false,
        };
    }

    private static bool IsWidth(int width) => width is 4 or 8;
}
