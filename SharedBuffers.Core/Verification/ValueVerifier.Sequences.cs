using SharedBuffers.Hashing;
using SharedBuffers.Layout;
using SharedBuffers.Schemas;

namespace SharedBuffers.Verification;

internal sealed partial class ValueVerifier
{
    private const int NarrowHeaderLength = 4;
    private const int WideHeaderLength = 8;
    private const int LongHeaderLength = 12;
    private const long LongCountMark = 0xFFFFFF;

    /// <summary>Sets of small integers are bitmaps of 7 or 15 bytes behind one of these.</summary>
    private const byte SmallBitmap = (byte)'m';
    private const byte LargeBitmap = (byte)'M';

    /// <summary>A list or tuple.</summary>
    private void VerifySequence(long offset, SlotType? element, int depth)
    {
        if (Enter(offset, (int)SlotKind.MappedList, depth))
        {
            VerifyElements(offset, ReadSequence(offset), element, depth);
        }
    }

    /// <summary>A set: a bitmap, or a sequence in an order that lookups rely on.</summary>
    private void VerifySet(long offset, SlotType? element, int depth)
    {
        if (!Enter(offset, (int)SlotKind.MappedSet, depth))
        {
            return;
        }

        Require(offset, 1, "a set");
        byte code = _area.Read<byte>(offset);
        if (code is SmallBitmap or LargeBitmap)
        {
            Require(offset, code == SmallBitmap ? 8 : 16, "a bitmap set");
            if (element is { IsFixed: false, Kind: not SlotKind.Object } && _area.GetSpan(offset + 1, code == SmallBitmap ? 7 : 15).ContainsAnyExcept((byte)0))
            {
                Fail($"a set of {element} holds numbers", offset);
            }

            return;
        }

        SequenceShape shape = ReadSequence(offset);
        VerifyElements(offset, shape, element, depth);
        if (shape.IsPointers)
        {
            VerifyHashOrder(offset, shape);
        }
        else
        {
            VerifyNumberOrder(shape);
        }
    }

    /// <summary>The header of a sequence, and that its elements are there.</summary>
    private SequenceShape ReadSequence(long offset)
    {
        Require(offset, NarrowHeaderLength, "the header of a sequence");
        byte code = _area.Read<byte>(offset);
        int size = code switch
        {
            SequenceShape.NarrowPointers => sizeof(int),
            SequenceShape.WidePointers => sizeof(long),
            _ => NumberSize(code),
        };
        if (size == 0)
        {
            Fail($"0x{code:x2} is not the type of a sequence", offset);
        }

        bool isNarrow = "BbHhIi"u8.Contains(code);
        (long count, long data) = isNarrow ? ReadNarrowHeader(offset) : ReadWideHeader(offset);
        if (count < 0 || data > _area.Length || count > (_area.Length - data) / size)
        {
            Fail($"{count} elements of {size} bytes leave the {_area.Length} bytes of records", offset);
        }

        return new SequenceShape(code, count, data, size);
    }

    private (long Count, long Data) ReadNarrowHeader(long offset)
    {
        long count = _area.Read<uint>(offset) >> 8;
        if (count != LongCountMark)
        {
            return (count, offset + NarrowHeaderLength);
        }

        Require(offset, LongHeaderLength, "the long header of a sequence");
        return (_area.Read<long>(offset + NarrowHeaderLength), offset + LongHeaderLength);
    }

    private (long Count, long Data) ReadWideHeader(long offset)
    {
        Require(offset, WideHeaderLength, "the header of a sequence");
        return ((long)(_area.Read<ulong>(offset) >> 8), offset + WideHeaderLength);
    }

    private void VerifyElements(long offset, in SequenceShape shape, SlotType? element, int depth)
    {
        if (!shape.IsPointers)
        {
            if (shape.Count > 0 && element is { IsFixed: false, Kind: not SlotKind.Object })
            {
                Fail($"a collection of {element} holds {shape.Count} numbers", offset);
            }

            return;
        }

        for (long i = 0; i < shape.Count; i++)
        {
            if (TryResolveElement(offset, shape, i, out long found))
            {
                VerifyTagged(found, element, depth + 1);
            }
            else
            {
                Count(offset);
            }
        }
    }

    /// <summary>Where an element of a sequence of pointers lies; false for null.</summary>
    private bool TryResolveElement(long offset, in SequenceShape shape, long index, out long element)
    {
        long position = shape.Data + index * shape.Size;
        long pointer = shape.Size == sizeof(int) ? _area.Read<int>(position) : _area.Read<long>(position);
        element = 0;
        if (pointer == NullPointer)
        {
            return false;
        }

        element = Resolve(offset, pointer, position);
        return true;
    }

    /// <summary>Bits of an integer element, sign-extended.</summary>
    private ulong ReadInteger(in SequenceShape shape, long index)
    {
        long position = shape.Data + index * shape.Size;
        return (ValueTypeCode)shape.Code switch
        {
            ValueTypeCode.UInt8 => _area.Read<byte>(position),
            ValueTypeCode.Int8 => (ulong)_area.Read<sbyte>(position),
            ValueTypeCode.UInt16 => _area.Read<ushort>(position),
            ValueTypeCode.Int16 => (ulong)_area.Read<short>(position),
            ValueTypeCode.UInt32 => _area.Read<uint>(position),
            ValueTypeCode.Int32 => (ulong)_area.Read<int>(position),
            _ => _area.Read<ulong>(position),
        };
    }

    private double ReadFloat(in SequenceShape shape, long index) => shape.Size == sizeof(float)
        ? _area.Read<float>(shape.Data + index * sizeof(float))
        : _area.Read<double>(shape.Data + index * sizeof(double));

    /// <summary>Numbers of a set ascend. NaN has no place in an order: it is passed over.</summary>
    private void VerifyNumberOrder(in SequenceShape shape)
    {
        for (long i = 1; i < shape.Count; i++)
        {
            bool descends = shape.IsFloat
                ? ReadFloat(shape, i - 1) >= ReadFloat(shape, i)
                : shape.IsSigned
                    ? (long)ReadInteger(shape, i - 1) >= (long)ReadInteger(shape, i)
                    : ReadInteger(shape, i - 1) >= ReadInteger(shape, i);
            if (descends)
            {
                Fail($"element {i} of a set is not above the one before", shape.Data + i * shape.Size);
            }
        }
    }

    /// <summary>Other elements ascend by their hash. Elements whose hash takes a walk of its own are passed over.</summary>
    private void VerifyHashOrder(long offset, in SequenceShape shape)
    {
        ulong previous = 0;
        for (long i = 0; i < shape.Count; i++)
        {
            ulong hash = StableHash.Null;
            if (TryResolveElement(offset, shape, i, out long element) && !TryHash(element, out hash))
            {
                return;
            }

            if (hash < previous)
            {
                Fail($"element {i} of a set has a hash below that of the one before", shape.Data + i * shape.Size);
            }

            previous = hash;
        }
    }
}
