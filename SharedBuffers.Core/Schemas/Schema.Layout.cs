using System.Numerics;

namespace SharedBuffers.Schemas;

/// <summary>
/// Where slots lie. The bytes before a slot are one for each slot present before it, one more for each of two bytes and up, two more for four bytes and up,
/// four more for eight: four population counts, no loop. Because wider slots come first, a slot of eight bytes needs only one of them.
/// </summary>
public sealed partial class Schema
{
    /// <summary>Slots of 8 bytes.</summary>
    internal ulong Mask8 { get; private set; }

    /// <summary>Slots of 4 bytes and more.</summary>
    internal ulong Mask4 { get; private set; }

    /// <summary>Slots of 2 bytes and more.</summary>
    internal ulong Mask2 { get; private set; }

    private int[] _packedOffsets = [];

    /// <summary>Width of each of the two bitmaps in bytes: 1, 2, 4 or 8.</summary>
    public int BitmapWidth { get; private set; }

    /// <summary>Bytes before the first slot: both bitmaps.</summary>
    public int HeaderSize => 2 * BitmapWidth;

    /// <summary>One bit for each slot.</summary>
    public ulong AllSlots { get; private set; }

    /// <summary>Bytes of header and slots of an object in which every slot is set and not null, without padding.</summary>
    public int MaxFixedSize { get; private set; }

    /// <summary>Offset of a slot from the start of an object in which every slot is set and not null.</summary>
    /// <param name="index">Index in <see cref="Slots"/>.</param>
    public int GetPackedOffset(int index) => _packedOffsets[index];

    /// <summary>Offset of a slot from the start of an object.</summary>
    /// <param name="index">Index in <see cref="Slots"/>.</param>
    /// <param name="present">Slots that are set and not null, one bit each.</param>
    public int GetOffset(int index, ulong present) => HeaderSize + SizeOfSlots(present & ((1UL << index) - 1));

    /// <summary>Bytes that a set of present slots takes.</summary>
    internal int SizeOfSlots(ulong slots) =>
        BitOperations.PopCount(slots)
        + BitOperations.PopCount(slots & Mask2)
        + (2 * BitOperations.PopCount(slots & Mask4))
        + (4 * BitOperations.PopCount(slots & Mask8));

    private static int WidthFor(int count, int alignment, int version)
    {
        if (version == 1)
        {
            alignment = 0;
        }

        return (alignment, count) switch
        {
            ( <= 2, <= 8) => 1,
            ( <= 4, <= 16) => 2,
            ( <= 8, <= 32) => 4,
            _ => 8,
        };
    }

    private void LayOut()
    {
        BitmapWidth = WidthFor(Slots.Length, Alignment, Version);
        AllSlots = ulong.MaxValue >> (64 - Slots.Length);
        _packedOffsets = new int[Slots.Length];
        int offset = HeaderSize;
        for (int i = 0; i < Slots.Length; i++)
        {
            int size = Slots[i].Type.Size;
            ulong bit = 1UL << i;
            Mask8 |= size == 8 ? bit : 0;
            Mask4 |= size >= 4 ? bit : 0;
            Mask2 |= size >= 2 ? bit : 0;
            _packedOffsets[i] = offset;
            offset += size;
        }

        MaxFixedSize = offset;
    }
}
