using System.Text.Unicode;
using SharedBuffers.Compression;

namespace SharedBuffers.Verification;

internal sealed partial class ValueVerifier
{
    private const int CompressedFlag = 0x8000;
    private const int LongLengthMark = 0x7FFF;

    /// <summary>A byte of an LZ4 block stands for at most 255 of its data: a greater claim is a lie, and no memory is asked for.</summary>
    private const int MaxCompression = 255;

    /// <summary>The low bits of an instant: microseconds.</summary>
    private const int MicrosecondBits = 20;
    private const int MicrosecondsPerSecond = 1_000_000;

    private void VerifyBool(long offset)
    {
        Require(offset, 1, "a bool");
        byte value = _area.Read<byte>(offset);
        if (value > 1)
        {
            Fail($"a bool is {value}", offset);
        }
    }

    /// <summary>Text or bytes: a 16-bit length with a flag for compression, a long length if that does not suffice, the data.</summary>
    private void VerifyBytes(long offset, bool isText)
    {
        Count(offset);
        ReadOnlySpan<byte> data = ReadBytes(offset);
        if (isText && !Utf8.IsValid(data))
        {
            Fail("text is not valid UTF-8", offset);
        }
    }

    /// <summary>Data of text or bytes, decompressed where needed; good until the next call.</summary>
    private ReadOnlySpan<byte> ReadBytes(long offset)
    {
        Require(offset, sizeof(ushort), "a length");
        ushort mark = _area.Read<ushort>(offset);
        long length = mark & LongLengthMark;
        long start = offset + sizeof(ushort);
        if (length == LongLengthMark)
        {
            Require(start, sizeof(long), "a long length");
            length = _area.Read<long>(start);
            start += sizeof(long);
        }

        Require(start, length, "text or bytes");
        if (length > int.MaxValue)
        {
            Fail($"text or bytes of {length} bytes are longer than a reader can show", offset);
        }

        return (mark & CompressedFlag) == 0 ? _area.GetSpan(start, (int)length) : Decompress(start, (int)length);
    }

    private ReadOnlySpan<byte> Decompress(long offset, int length)
    {
        Require(offset, sizeof(uint), "the length of compressed data");
        if (length < sizeof(uint))
        {
            Fail($"{length} bytes are too few for compressed data", offset);
        }

        uint decoded = _area.Read<uint>(offset);
        int encoded = length - sizeof(uint);
        if (decoded > (ulong)encoded * MaxCompression || decoded > int.MaxValue)
        {
            Fail($"{encoded} bytes of LZ4 cannot stand for {decoded}", offset);
        }

        if (_scratch.Length < decoded)
        {
            _scratch = GC.AllocateUninitializedArray<byte>((int)decoded);
        }

        Span<byte> destination = _scratch.AsSpan(0, (int)decoded);
        try
        {
            Lz4Block.Decode(_area.GetSpan(offset + sizeof(uint), encoded), destination);
        }
        catch (Diagnostics.CorruptBufferException exception)
        {
            Fail(exception.Message, offset);
        }

        return destination;
    }

    private void VerifyBuffer(long offset)
    {
        Count(offset);
        ReadBuffer(offset);
    }

    /// <summary>A buffer: a 64-bit length and as many bytes. Returns the length.</summary>
    private long ReadBuffer(long offset)
    {
        Require(offset, sizeof(long), "the length of a buffer");
        long length = _area.Read<long>(offset);
        Require(offset + sizeof(long), length, "a buffer");
        return length;
    }

    /// <summary>Seconds and microseconds in 64 bits.</summary>
    private void VerifyInstant(long offset)
    {
        Count(offset);
        Require(offset, sizeof(long), "an instant");
        long microseconds = _area.Read<long>(offset) & ((1 << MicrosecondBits) - 1);
        if (microseconds >= MicrosecondsPerSecond)
        {
            Fail($"an instant has {microseconds} microseconds", offset);
        }
    }

    /// <summary>Exponent and sign in 64 bits, then a sequence of decimal digits.</summary>
    private void VerifyDecimal(long offset)
    {
        Count(offset);
        Require(offset, sizeof(long), "a decimal");
        long start = offset + sizeof(long);
        SequenceShape shape = ReadSequence(start);
        if (shape.IsPointers || shape.IsFloat)
        {
            Fail("the digits of a decimal are not integers", start);
        }

        for (long i = 0; i < shape.Count; i++)
        {
            ulong digit = ReadInteger(shape, i);
            if (digit > 9)
            {
                Fail($"a digit of a decimal is {digit}", shape.Data + i * shape.Size);
            }
        }
    }
}
