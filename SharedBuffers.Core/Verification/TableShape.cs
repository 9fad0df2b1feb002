using System.Numerics;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Verification;

/// <summary>
/// A hash table whose header was checked against its bytes: where its areas and the parts of its slots are. <c>docs/format/hash-table.md</c>. Derived here anew,
/// not taken from the reader.
/// </summary>
internal sealed class TableShape
{
    private const int MinKeyCapacity = 8;
    private const int MaxKeyCapacity = 240;
    private const int MaxDisplacement = 1 << 16;
    private const ulong MaxDisplacedSlots = 1 << 16;
    private const int MaxBucketBits = 16;

    private TableShape(BufferView view, in HashTableHeader header, long homeCount, long slotsOffset, long heapOffset)
    {
        View = view;
        Header = header;
        HomeCount = homeCount;
        SlotsOffset = slotsOffset;
        HeapOffset = heapOffset;
        KeyWidth = header.Kind == HashTableKind.UInt64Keys ? sizeof(ulong) : sizeof(uint);
        KeyHeap = view.Slice(heapOffset, (long)header.KeyHeapLength);
        ValueArea = view.Slice(heapOffset + (long)header.KeyHeapLength, (long)header.ValueAreaLength);
    }

    public BufferView View { get; }

    public HashTableHeader Header { get; }

    /// <summary>Homes, and what lies behind them for entries that leave theirs: slots, or lines.</summary>
    public long HomeCount { get; }

    /// <summary>Slots of the whole table.</summary>
    public long SlotCount => HomeCount * SlotsPerHome;

    /// <summary>Slots of a line of integer keys, or 1.</summary>
    public int SlotsPerHome => HasLines ? HashTableHeader.LineLength / (2 * Header.ValueWidth) : 1;

    /// <summary>Whether the keys are integers.</summary>
    public bool HasIntegers => Header.Kind is HashTableKind.UInt32Keys or HashTableKind.UInt64Keys;

    /// <summary>Whether the keys are integers that lie in lines.</summary>
    public bool HasLines => HasIntegers && Header.SlotStride == HashTableHeader.LineLength;

    /// <summary>Whether the keys are integers that stand for the places of their values.</summary>
    public bool IsDirect => HasIntegers && Header.SlotStride == Header.ValueWidth;

    /// <summary>Where the first slot starts; the tags lie before it.</summary>
    public long SlotsOffset { get; }

    /// <summary>Where the key heap starts; what lies before it belongs to the slots.</summary>
    public long HeapOffset { get; }

    /// <summary>Bytes of an integer key.</summary>
    public int KeyWidth { get; }

    /// <summary>Keys that are too long for a slot.</summary>
    public BufferView KeyHeap { get; }

    /// <summary>Values of keys that have several.</summary>
    public BufferView ValueArea { get; }

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
            (header.Flags & ~HashTableHeader.MultiFlag) == 0 && header.HasPossibleValueCount && header.HasPossibleRate,
            view.Offset + 7,
            "unknown flags, or a number of values or a false-positive rate that cannot be");
        Expect.That(
            IsKnownSlot(header),
            view.Offset + 36,
            $"no {header.Kind} in slots of {header.SlotStride} bytes, values of {header.ValueWidth}, keys of {header.KeyCapacity}");

        // Both counts are below the length, which is below 2^63: their sum does not overflow. Then each part is compared with what the parts before it leave.
        Expect.That(
            header.HomeCount > 0 && header.HomeCount <= (ulong)view.Length && header.LongestDisplacement <= MaxDisplacement,
            view.Offset + 16,
            $"{header.HomeCount} + {header.LongestDisplacement} slots do not fit {view.Length} bytes");
        ulong slots = header.HomeCount + header.LongestDisplacement;
        ulong slotsOffset = Align(HashTableHeader.Size + header.LeadLength(slots));
        Expect.That(
            slotsOffset <= (ulong)view.Length && slots <= ((ulong)view.Length - slotsOffset) / header.SlotStride,
            view.Offset + 16,
            $"{slots} slots of {header.SlotStride} bytes do not fit {view.Length} bytes");
        ulong heapOffset = Align(slotsOffset + (slots * header.SlotStride));
        Expect.That(
            heapOffset <= (ulong)view.Length && header.KeyHeapLength <= (ulong)view.Length - heapOffset && header.KeyHeapLength % 8 == 0,
            view.Offset + 48,
            "the key heap leaves the table");
        Expect.That(
            header.ValueAreaLength == (ulong)view.Length - heapOffset - header.KeyHeapLength,
            view.Offset + 56,
            $"a value area of {header.ValueAreaLength} bytes does not end the table");
        return new TableShape(view, header, (long)slots, (long)slotsOffset, (long)heapOffset);
    }

    private static ulong Align(ulong offset) => (offset + HashTableHeader.AreaAlignment - 1) / HashTableHeader.AreaAlignment * HashTableHeader.AreaAlignment;

    private static bool IsKnownSlot(in HashTableHeader header)
    {
        if (header.ValueWidth is not (sizeof(uint) or sizeof(ulong)))
        {
            return false;
        }

        if (!HasPossibleDisplacement(header))
        {
            return false;
        }

        return header.Kind switch
        {
            HashTableKind.References => header.KeyCapacity == 0 && header.SlotStride == header.ValueWidth,
            HashTableKind.UInt32Keys or HashTableKind.UInt64Keys when header.IsDisplaced => header.KeyCapacity == 0
                && header.SlotStride == 2 * header.ValueWidth
                && (header.Kind == HashTableKind.UInt32Keys || header.ValueWidth == sizeof(ulong)),
            HashTableKind.UInt32Keys or HashTableKind.UInt64Keys when header.SlotStride == header.ValueWidth => header.KeyCapacity == 0
                && header.LongestDisplacement == 0
                && (header.Kind == HashTableKind.UInt64Keys || (header.Seed <= uint.MaxValue && header.HomeCount <= 1UL << 32)),
            HashTableKind.UInt64Keys => header.KeyCapacity == 0 && header.ValueWidth == sizeof(ulong) && header.LongestDisplacement > 0 && header.SlotStride == HashTableHeader.LineLength,
            HashTableKind.UInt32Keys => header.KeyCapacity == 0 && header.LongestDisplacement > 0 && header.SlotStride == HashTableHeader.LineLength,
            HashTableKind.InlineKeys or HashTableKind.ObjectKeys => header.KeyCapacity is >= MinKeyCapacity and <= MaxKeyCapacity
                && header.SlotStride % header.ValueWidth == 0
                && (header.SlotStride == 1 + header.KeyCapacity + header.ValueWidth
                    || (header.KeyCapacity == MaxKeyCapacity && header.SlotStride - (1 + header.KeyCapacity + header.ValueWidth) is > 0 and < 8)),
            HashTableKind.Fingerprints => header.KeyCapacity is >= 8 and <= 64 && header.KeyCapacity % 8 == 0
                && header.SlotStride == (header.KeyCapacity / 8) - 1 + header.ValueWidth,
            _ => false,
        };
    }
    private static bool HasPossibleDisplacement(in HashTableHeader header)
    {
        if (!header.IsDisplaced)
        {
            return header.SampledWords == 0;
        }

        return header.Kind switch
        {
            HashTableKind.UInt32Keys or HashTableKind.UInt64Keys => header.SampledWords == 0,
            HashTableKind.InlineKeys or HashTableKind.ObjectKeys => true,
            _ => false,
        } && header.BucketBits <= MaxBucketBits && header.LongestDisplacement == 0 && header.HomeCount is >= 2 and <= MaxDisplacedSlots && BitOperations.IsPow2(header.HomeCount);
    }
}
