using SharedBuffers.Layout;

namespace SharedBuffers.Indexes;

/// <summary>
/// How the slots of a table are laid out: everything that follows from kind, value width and key capacity. Decided at build, checked at open.
/// </summary>
/// <remarks>
/// A slot of references is the reference; one of integers is the mixed key and the value; one of inline keys is <c>[length u8][key bytes][value]</c>, and a
/// key that is too long for it leaves <see cref="HeapKeyMark"/> and its offset in the key heap.
/// </remarks>
internal readonly record struct TableGeometry(HashTableKind Kind, int SlotStride, int ValueWidth, int KeyCapacity)
{
    /// <summary>Longest key that an inline slot can be made for; its length byte must stay below <see cref="HeapKeyMark"/>.</summary>
    public const int MaxKeyCapacity = 240;

    /// <summary>Length byte of an inline slot whose key lies in the key heap.</summary>
    public const byte HeapKeyMark = 255;

    /// <summary>Least key capacity: the slot of a heap key needs room for the 8-byte offset.</summary>
    public const int MinKeyCapacity = 8;

    /// <summary>Share of slots that are filled, in percent: "Fill" in docs/experiments.md.</summary>
    public const int FillPercent = 80;

    /// <summary>Bytes of a mixed key in an integer kind.</summary>
    public int KeyWidth => Kind == HashTableKind.UInt64Keys ? 8 : 4;

    /// <summary>Offset of the value in its slot.</summary>
    public int ValueOffset => SlotStride - ValueWidth;

    /// <summary>Slots that are references.</summary>
    public static TableGeometry References(int width) => new(HashTableKind.References, width, width, 0);

    /// <summary>Slots of a mixed 64-bit key and its value.</summary>
    public static TableGeometry UInt64Keys(int valueWidth) => new(HashTableKind.UInt64Keys, 8 + valueWidth, valueWidth, 0);

    /// <summary>Slots of a mixed 32-bit key and its value.</summary>
    public static TableGeometry UInt32Keys(int valueWidth) => new(HashTableKind.UInt32Keys, 4 + valueWidth, valueWidth, 0);

    /// <summary>Slots for keys of at least a length, widened until values are aligned.</summary>
    public static TableGeometry InlineKeys(int capacity, int valueWidth)
    {
        int stride = (1 + capacity + valueWidth + (valueWidth - 1)) & -valueWidth;
        int widened = Math.Min(stride - 1 - valueWidth, MaxKeyCapacity);
        return new TableGeometry(HashTableKind.InlineKeys, stride, valueWidth, widened);
    }

    /// <summary>Home slots for so many entries at a share of filled slots; at least 1.</summary>
    public static ulong HomeSlots(ulong count, int fillPercent) => Math.Max(1, checked((count * 100) + (ulong)fillPercent - 1) / (ulong)fillPercent);

    /// <summary>Whether the numbers, which may come from a file, describe a slot that this code can read.</summary>
    public bool IsValid() => ValueWidth is 4 or 8 && Kind switch
    {
        HashTableKind.References => this == References(ValueWidth),
        HashTableKind.UInt64Keys => this == UInt64Keys(ValueWidth),
        HashTableKind.UInt32Keys => this == UInt32Keys(ValueWidth),
        HashTableKind.InlineKeys => KeyCapacity is >= MinKeyCapacity and <= MaxKeyCapacity && this == InlineKeys(KeyCapacity, ValueWidth),
        _ => false,
    };
}
