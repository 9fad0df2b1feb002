using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Values;

/// <summary>The head of a stored sequence: how its elements are stored, how many there are and where they start. All elements lie inside the region.</summary>
/// <param name="Code">A numeric <see cref="ValueTypeCode"/> or a <see cref="SequenceCode"/>.</param>
/// <param name="Count">Elements.</param>
/// <param name="DataOffset">Offset of the first element, or of the first pointer, from the start of the region.</param>
/// <param name="ElementSize">Bytes of an element or pointer.</param>
internal readonly record struct SequenceHeader(byte Code, long Count, long DataOffset, int ElementSize)
{
    public bool IsPointers => Code is SequenceCode.Pointers32 or SequenceCode.Pointers64;

    /// <summary>Reads and checks a head: 4 bytes with a 24-bit count, the same with an 8-byte count behind it, or 8 bytes with a 56-bit count.</summary>
    public static SequenceHeader Read(MemoryRegion region, long offset)
    {
        uint head = region.Read<uint>(offset);
        byte code = (byte)head;
        long count;
        long data;
        int size;
        switch (code)
        {
            case (byte)ValueTypeCode.UInt8 or (byte)ValueTypeCode.Int8:
                (size, count, data) = (1, head >> 8, offset + 4);
                break;
            case (byte)ValueTypeCode.UInt16 or (byte)ValueTypeCode.Int16:
                (size, count, data) = (2, head >> 8, offset + 4);
                break;
            case (byte)ValueTypeCode.UInt32 or (byte)ValueTypeCode.Int32:
                (size, count, data) = (4, head >> 8, offset + 4);
                break;
            case (byte)ValueTypeCode.Float32 or SequenceCode.Pointers32:
                (size, count, data) = (4, (long)(region.Read<ulong>(offset) >> 8), offset + 8);
                break;
            case (byte)ValueTypeCode.UInt64 or (byte)ValueTypeCode.Int64 or (byte)ValueTypeCode.Float64 or SequenceCode.Pointers64:
                (size, count, data) = (8, (long)(region.Read<ulong>(offset) >> 8), offset + 8);
                break;
            default:
                ThrowHelper.Corrupt($"0x{code:x2} is not a code of a sequence", offset);
                return default;
        }

        if (count == SequenceCode.LongCount && data == offset + 4)
        {
            count = region.Read<long>(offset + 4);
            data = offset + 12;
        }

        // The count is checked against the bytes that are there before anything is made of it; the division keeps the product from overflowing.
        if (count < 0 || count > (region.Length - data) / size)
        {
            region.CheckBounds(data, 0);
            ThrowHelper.Corrupt($"A sequence claims {count} elements of {size} bytes, more than the {region.Length - data} bytes behind its head hold", offset);
        }

        return new SequenceHeader(code, count, data, size);
    }
}
