using System.Globalization;
using System.Text;
using SharedBuffers.Layout;
using SharedBuffers.Schemas;

namespace SharedBuffers.Verification;

internal sealed partial class ValueVerifier
{
    private const int NdHeaderLength = 16;

    /// <summary>Element sizes of the numbered element types: unsigned and signed integers of 8, 4, 2 and 1 bytes, floating-point numbers of 8 and 4.</summary>
    private static ReadOnlySpan<byte> NumberedElementSizes => [8, 8, 4, 4, 2, 2, 1, 1, 8, 4];

    /// <summary>An n-dimensional array: element type, shape unless it has one dimension, data.</summary>
    private void VerifyNdArray(long offset, int depth)
    {
        if (!Enter(offset, (int)SlotKind.NdArray, depth))
        {
            return;
        }

        Require(offset, NdHeaderLength, "the header of an n-dimensional array");
        long typePointer = _area.Read<long>(offset);
        long type = Resolve(offset, typePointer, offset);
        long data = Resolve(offset, _area.Read<long>(offset + sizeof(long)), offset + sizeof(long));
        VerifyTagged(type, depth + 1);
        long length = ReadBuffer(data);
        long? elementSize = ElementSize(type);
        if (typePointer == NdHeaderLength)
        {
            if (elementSize > 0 && length % elementSize != 0)
            {
                Fail($"{length} bytes are no whole number of elements of {elementSize}", data);
            }

            return;
        }

        long shapeOffset = offset + NdHeaderLength;
        long? elements = ElementCount(ReadSequence(shapeOffset), shapeOffset);
        if (elementSize is { } size && (elements is not { } count || (UInt128)(ulong)count * (ulong)size != (ulong)length))
        {
            Fail($"{length} bytes of data do not fit a shape of {elements ?? long.MaxValue} elements of {size} bytes", data);
        }
    }

    /// <summary>Product of the dimensions; null when it does not fit 64 bits.</summary>
    private long? ElementCount(in SequenceShape shape, long offset)
    {
        if (shape.IsPointers || shape.IsFloat)
        {
            Fail("the dimensions of an array are not integers", offset);
        }

        // Once past 64 bits it stays there; a dimension of 0 makes an empty array of whatever came before.
        UInt128 product = 1;
        for (long i = 0; i < shape.Count; i++)
        {
            ulong dimension = ReadInteger(shape, i);
            if (dimension == 0)
            {
                return 0;
            }

            product = UInt128.Min(product, long.MaxValue) * dimension;
        }

        return product > long.MaxValue ? null : (long)product;
    }

    /// <summary>Bytes of an element, where the type is a number or a simple text such as <c>&lt;i4</c>; null for structured types.</summary>
    private long? ElementSize(long offset)
    {
        byte code = _area.Read<byte>(offset);
        if (NumberSize(code) > 0)
        {
            ulong number = code switch
            {
                (byte)ValueTypeCode.UInt8 or (byte)ValueTypeCode.Int8 => _area.Read<byte>(offset + 1),
                _ => ulong.MaxValue,
            };
            if (number >= (ulong)NumberedElementSizes.Length)
            {
                Fail($"the element type of an array has the number {number}", offset);
            }

            return NumberedElementSizes[(int)number];
        }

        if (code != (byte)ValueTypeCode.String)
        {
            return null;
        }

        string text = Encoding.UTF8.GetString(ReadBytes(offset + TaggedHeaderLength));
        if (text.Length < 3 || !int.TryParse(text.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out int size))
        {
            return null;
        }

        return text[1] == 'U' ? 4L * size : size;
    }
}
