using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Verification;

/// <summary>
/// A hash table whose header was checked against its bytes: where the parts of its buckets are. <c>docs/format/hash-table.md</c>. Derived here anew, not
/// taken from the reader.
/// </summary>
internal sealed class TableShape
{
    private const int Line = 64;
    private const int MaxSlots = 15;
    private const int MinKeyCapacity = 8;
    private const int MaxKeyCapacity = 240;
    private const int MaxProbe = 4096;

    private TableShape(BufferView view, in HashTableHeader header)
    {
        View = view;
        Header = header;
        BucketCount = (long)header.HomeBucketCount + header.LongestProbe;
        IsTagged = header.Kind is HashTableKind.References or HashTableKind.InlineKeys;
        KeyWidth = header.Kind == HashTableKind.UInt64Keys ? sizeof(ulong) : sizeof(uint);
        (SlotsOffset, SlotStride) = header.Kind switch
        {
            HashTableKind.References => (header.ValueWidth == sizeof(uint) ? 16 : 8, header.ValueWidth),
            HashTableKind.InlineKeys => (header.SlotCount + 1, 1 + header.KeyCapacity + header.ValueWidth),
            _ => (0, KeyWidth),
        };
        ValuesOffset = header.Kind == HashTableKind.UInt32Keys && header.ValueWidth == sizeof(ulong) ? 24 : header.SlotCount * KeyWidth;
        KeyHeap = view.Slice(HashTableHeader.Size + BucketCount * header.BucketSize, (long)header.KeyHeapLength);
    }

    public BufferView View { get; }

    public HashTableHeader Header { get; }

    public long BucketCount { get; }

    /// <summary>Whether buckets start with a tag for each slot and a limit byte; otherwise they start with the keys.</summary>
    public bool IsTagged { get; }

    /// <summary>Bytes of an integer key.</summary>
    public int KeyWidth { get; }

    public int SlotsOffset { get; }

    public int SlotStride { get; }

    /// <summary>Where the values of integer keys start in a bucket.</summary>
    public int ValuesOffset { get; }

    /// <summary>Keys that are too long for a slot.</summary>
    public BufferView KeyHeap { get; }

    /// <summary>Checks a header against the bytes that are there.</summary>
    public static TableShape Open(BufferView view)
    {
        Expect.That(view.Length >= HashTableHeader.Size, view.Offset, $"{view.Length} bytes are too few for a hash table");
        var header = view.Read<HashTableHeader>(0);
        Expect.That(
            header.Magic == HashTableHeader.ExpectedMagic && header.Version == HashTableHeader.CurrentVersion,
            view.Offset,
            "not a hash table of a known version");
        Expect.That(
            (header.Flags & ~HashTableHeader.MultiFlag) == 0 && header.HasZeroReserve,
            view.Offset + 7,
            "unknown flags or reserved bytes that are not zero");
        Expect.That(
            IsKnownGeometry(header),
            view.Offset + 36,
            $"no {header.Kind} in buckets of {header.BucketSize} bytes, {header.SlotCount} slots, values of {header.ValueWidth}, keys of {header.KeyCapacity}");

        // Each part is compared with what the parts before it leave: no sum can overflow.
        ulong left = (ulong)view.Length - HashTableHeader.Size;
        ulong room = left / header.BucketSize;
        Expect.That(
            header.HomeBucketCount > 0 && header.HomeBucketCount <= room,
            view.Offset + 16,
            $"{header.HomeBucketCount} buckets do not fit {view.Length} bytes");
        Expect.That(
            header.LongestProbe <= Math.Min(MaxProbe, room - header.HomeBucketCount),
            view.Offset + 32,
            $"{header.LongestProbe} spill buckets do not fit {view.Length} bytes");
        left -= (header.HomeBucketCount + header.LongestProbe) * header.BucketSize;
        Expect.That(
            header.KeyHeapLength <= left && header.ValueAreaLength <= left - header.KeyHeapLength,
            view.Offset + 48,
            "key heap and value area leave the table");
        Expect.That(
            header.KeyHeapLength + header.ValueAreaLength == left,
            view.Offset + 48,
            $"{left - header.KeyHeapLength - header.ValueAreaLength} bytes follow the table");
        return new TableShape(view, header);
    }

    private static bool IsKnownGeometry(in HashTableHeader header)
    {
        if (header.ValueWidth is not (sizeof(uint) or sizeof(ulong)))
        {
            return false;
        }

        bool isNarrow = header.ValueWidth == sizeof(uint);
        return header.Kind switch
        {
            HashTableKind.References => header.BucketSize == Line && header.KeyCapacity == 0 && header.SlotCount == (isNarrow ? 12 : 7),
            HashTableKind.UInt64Keys => header.BucketSize == Line && header.KeyCapacity == 0 && header.SlotCount == (isNarrow ? 5 : 4),
            HashTableKind.UInt32Keys => header.BucketSize == Line && header.KeyCapacity == 0 && header.SlotCount == (isNarrow ? 8 : 5),
            HashTableKind.InlineKeys => header.KeyCapacity is >= MinKeyCapacity and <= MaxKeyCapacity
                && header.SlotCount is >= 1 and <= MaxSlots
                && header.BucketSize >= Line && header.BucketSize % Line == 0
                && 1 + header.SlotCount + header.SlotCount * (1 + header.KeyCapacity + header.ValueWidth) <= header.BucketSize,
            _ => false,
        };
    }
}
